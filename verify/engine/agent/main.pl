become_child() if $$ == 1;

# The requests, in order.
while (defined(my $line = read_line())) {
	my ($verb, @args) = split ' ', $line;
	if ($verb eq 'files')    { unpack_files(read_bytes($args[0])); reply("ok\n") }
	elsif ($verb eq 'reset') { reset_note(); reply("ok\n") }
	elsif ($verb eq 'vary')  { vary(@args) }
	elsif ($verb eq 'made')  { made(@args); reply("ok\n") }
	elsif ($verb eq 'run')   { my $form = shift @args; run($form, step_args(@args)) }
	elsif ($verb eq 'line')  { type_line(step_args(@args)) }
}
kill_all();
_exit(0);

# become_child goes on in a child. The first process of a container cannot be
# killed from inside; it holds nothing worth having, reaps what is left to it
# and ends with the agent. Its exit status tells a limit that was hit then.
sub become_child {
	my $agent = fork() // _exit(2);
	return unless $agent;
	POSIX::close($_) for 0 .. 2;
	while ((my $pid = wait) > 0) { last if $pid == $agent }
	my $hit = $? ? limit_hit() : undef;
	_exit(!$hit ? 0 : $hit eq 'memory' ? 71 : 72);
}

sub step_args {
	my ($ms, $max, $text_bytes, $prompt_bytes) = @_;
	my $text = read_bytes($text_bytes);
	return ($ms / 1000, $max, $text, split /\0/, read_bytes($prompt_bytes));
}
