# A step: a command is typed, and what the terminal shows is handed on until
# the shell asks for the next one.

my %events; # limit => the file that says how often it was hit, '' if there is none
my %count = (processes => qr/^max (\d+)/m, memory => qr/^oom_kill (\d+)/m);
my %hits;   # limit => how often that was when it was last looked at
my %close = (list => '; }', ended => ' }', lines => "\n}"); # of a group, by the form of what is in it
my $unmarked = 0; # whether the last step ended without a mark
my %ends;         # mark => what the prompt with it looks like
my @leaked;       # marks that a file of the note may hold

sub run {
	my ($form, $seconds, $max, $text, @prompts) = @_;
	end_program() if defined $program;
	my $fresh = !$shell && $shells > 0 ? 1 : 0;
	start_shell() unless $shell;
	restore_terminal(0);
	my $stdin = @prompts ? "<>$tty" : '</dev/null';
	my $typed = $form eq 'plain' ? "$text\n" : $form eq 'eval' ? "eval $text $stdin\n" : "{ $text$close{$form} $stdin\n";
	my %wait = (deadline => now() + $seconds, max => $max, show => 1, prompts => \@prompts);
	# What set -v shows of it is only the command.
	$wait{prefix} = [$typed, "$text\n"] if $close{$form} && $flags =~ /v/;
	print $commands $typed;
	finish($fresh, await(%wait));
}

# finish says how a step ended, and ends what has to end with it.
sub finish {
	my ($fresh, $kind, $status) = @_;
	if ($kind eq 'time' || $kind eq 'output') { stop_shell() }
	elsif ($kind eq 'end') { close_shell() }
	elsif ($kind eq 'question') { kill_program() }
	elsif ($kind eq 'exit' && $status != 0 && disk_full()) { $kind = 'disk' }
	$kind = limit_hit() // $kind;
	reply("done $kind $status $fresh\n");
}

# disk_full tells whether one of the three folders that can be written has no
# room left. It is asked only when a command has failed.
sub disk_full {
	return grep { /^0$/ } split ' ', `df --output=avail /note /tmp /dev/shm 2>/dev/null`;
}

# limit_hit tells which limit was hit since it was last asked, by the kernel's
# own count, where the container can see its control group.
sub limit_hit {
	my $hit;
	%events = (
		processes => first_of('/sys/fs/cgroup/pids.events', '/sys/fs/cgroup/pids/pids.events'),
		memory => first_of('/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control'),
	) unless %events;
	for my $kind (grep { $events{$_} } qw(processes memory)) {
		my $n = contents($events{$kind}) =~ $count{$kind} ? $1 : 0;
		$hit = $kind if $n > ($hits{$kind} // 0);
		$hits{$kind} = $n;
	}
	return $hit;
}

sub first_of {
	for (@_) { return $_ if -e }
	return '';
}

# await waits until the shell asks for the next command (exit, with its exit
# status), has ended (end), a program asks for a line (prompt, with the number
# of the prompt) or something else (question), or a limit is hit (time, output).
#   deadline, max   the limits, in seconds of now() and in bytes
#   show            whether what is shown in the meantime is handed on
#   prompts         a list: what a program may show when it waits
#   patience        how long a program that waits may be quiet before that counts
#                   as something else, in seconds
#   prefix          what is shown first, and what stands for it
sub await {
	my (%o) = @_;
	my @prompts = @{ $o{prompts} // [] };
	my $end = end_of_command();
	my ($room, $quiet_since, $look, $partial) = ($o{max}, now(), 0.05, 0);
	my $hand_on = sub {
		my ($n) = @_;
		$n = length $pending unless defined $n;
		my $out = substr $pending, 0, $n, '';
		return 1 unless length $out;
		$partial = $out !~ /\n\z/;
		emit(substr $out, 0, $room) if $o{show};
		$room -= length $out;
		return $room >= 0 || !$o{show};
	};
	while (1) {
		my $prefix_comes = defined $o{prefix} && !take_prefix(\%o);
		if ($pending =~ $end) {
			my ($before, $after, $status) = ($-[0], $+[0], $1);
			my $had_jobs = $jobs > 0;
			my $has_jobs = $had_jobs || $2 > 0 || $3 ne $last_job;
			($jobs, $last_job, $flags, $program, $unmarked) = ($2, $3, $4, undef, 0);
			substr $pending, $before, $after - $before, '';
			my $later = substr $pending, $before, length($pending) - $before, '';
			return ('output', 0) unless $hand_on->();
			$pending = $later;
			resynchronise($end) if $status == 2;
			if ($has_jobs) {
				settle();
				tell_jobs() if $had_jobs;
				return ('output', 0) unless $hand_on->();
			}
			return ('exit', $status);
		}
		my $ready = $prefix_comes ? 0 : surely_shown();
		if ($ready > 0) { return ('output', 0) unless $hand_on->($ready) }
		my $left = $o{deadline} - now();
		if ($left <= 0) { $hand_on->(); return ('time', 0) }
		if (!defined $dead && waitpid($shell, WNOHANG) == $shell) { $dead = $? }
		my $asked = @prompts ? asked_by($pending, @prompts) : -1;
		my $wait = defined $dead ? 0.02 : $asked >= 0 ? 0.001 : $unmarked ? 0.005 : 0.1;
		my $got = read_terminal($wait < $left ? $wait : $left);
		if ($got > 0) { ($quiet_since, $look) = (now(), 0.05); next }
		if (!defined $dead && $got < 0) { waitpid($shell, 0) == $shell and $dead = $? }
		if (defined $dead) {
			return ('output', 0) unless $hand_on->();
			return ('end', ($dead & 127) ? 128 + ($dead & 127) : $dead >> 8);
		}
		my $quiet = now() - $quiet_since;
		if (@prompts) {
			if ($asked >= 0 && waits_at_prompt($prompts[$asked], $quiet, $partial)) {
				substr $pending, -length $prompts[$asked], length $prompts[$asked], '';
				return ('output', 0) unless $hand_on->();
				$program = $prompts[$asked];
				return ('prompt', $asked);
			}
		}
		if ($quiet >= $look) {
			my $begun = length $pending ? $pending !~ /\n\z/ : $partial;
			my $asks = asks($quiet, @prompts && $begun, $o{patience} // (@prompts ? 0.5 : 2));
			if ($asks) { $hand_on->(); return ('question', 0) }
			$look = $quiet * 1.2;
		}
		if (($unmarked || $quiet >= 0.05) && idle()) {
			next if read_terminal(0) > 0; # shown before it was idle
			my $status = recover();
			return ('output', 0) unless $hand_on->();
			return ('exit', $status) if defined $status;
		}
	}
}

# surely_shown is how much of what is pending can be neither the beginning of
# a mark nor a prompt, known or set by the note.
sub surely_shown {
	my $ready = length $pending;
	my $line = rindex($pending, "\n") + 1;
	$ready = $line if $ready - $line < 256;
	my $far = length($pending) - length($mark) - 40;
	my $at = index $pending, "\x01", $far < 0 ? 0 : $far;
	return $at >= 0 && $at < $ready ? $at : $ready;
}

# take_prefix puts what stands for it in place of the prefix, and tells whether
# it is certain that none, or no more of it, comes.
sub take_prefix {
	my ($o) = @_;
	my ($prefix, $instead) = @{ $o->{prefix} };
	if (index($pending, $prefix) == 0) { substr $pending, 0, length $prefix, $instead }
	elsif (index($prefix, $pending) == 0) { return 0 }
	delete $o->{prefix};
	return 1;
}

# read_terminal adds what the terminal shows to what is pending: the number of
# bytes, 0 if there is none for so long, -1 if nobody has the terminal open.
sub read_terminal {
	my ($seconds) = @_;
	my $ready = '';
	vec($ready, fileno $pty, 1) = 1;
	vec($ready, fileno STDIN, 1) = 1; # nothing is asked now: if it can be read, the tool is gone
	return 0 unless select($ready, undef, undef, $seconds) > 0;
	_exit(0) if vec $ready, fileno STDIN, 1;
	my $at = length $pending;
	my $n = sysread($pty, $pending, 65536, $at) || return -1;
	# A program or the note has set the terminal to end lines with CR and LF.
	substr($pending, $at) =~ s/\r\n/\n/g if index($pending, "\r\n", $at) >= 0 && ends_lines_by_cr();
	return $n;
}

# end_of_command is what the shell's prompt looks like: exit status, jobs, the
# last of them, options.
sub end_of_command { return $ends{$mark} //= qr/\x01$mark (\d+) (\d+) (\d*) (\w*)\x02/ }

sub emit {
	my ($data) = @_;
	for (@leaked) { $data =~ s/\x01$_ [^\x02]*\x02//g }
	reply('data ' . length($data) . "\n" . $data) if length $data;
}

# settle waits until what runs in the background waits for something itself,
# for a quarter of a second at most, so that what it prints at once is part of
# the step that made it do so.
sub settle {
	my $calm = 0;
	for (1 .. 100) {
		if (read_terminal(0.002) > 0) { $calm = 0; next }
		my %all = processes();
		my @busy = grep { $_ != $$ && $_ != $load && $all{$_}{state} =~ /[RD]/ } keys %all;
		$calm = @busy ? 0 : $calm + 1;
		return if $calm > 1;
	}
}

# tell_jobs makes the shell say which jobs have ended, as it does before each
# prompt, or right after it: so that what it says of a job that this step has
# ended is part of the step, whether or not the job was quick. An empty line does
# so and nothing else.
sub tell_jobs {
	print $commands "\n";
	(undef, $jobs) = await_text(end_of_command());
	$jobs //= 0;
	for (1 .. 500) { last if idle(); read_terminal(0.001) }
	1 while read_terminal(0) > 0;
	$pending =~ s/\A\n// if $flags =~ /v/;
}

# unread_commands is how many bytes the shell has yet to read.
sub unread_commands {
	my $n = "\0" x 4;
	return ioctl($commands, FIONREAD, $n) ? unpack 'I', $n : 0;
}

# idle tells whether the shell waits for a command. While one runs, the
# shell's own standard input is another.
sub idle {
	return unread_commands() == 0 && foreground() == $shell
		&& (readlink("/proc/$shell/fd/0") // '') eq $commands_name
		&& contents("/proc/$shell/stat") =~ /.*\) S /s;
}

# resynchronise waits, after what may have been a syntax error, until the shell
# has read all that was typed: having given up a group in its middle, it takes
# the rest for commands. What it says of them is not the note's.
sub resynchronise {
	my ($end) = @_;
	my $idle = 0;
	for (1 .. 100) {
		$idle = idle() ? $idle + 1 : 0;
		last if $idle > 1;
		read_terminal(0.001);
	}
	1 while $pending =~ s/\A.*?$end//s;
}

# recover finds out the exit status where the shell waits and has shown no mark:
# the note has changed PS1, or has sent standard error elsewhere.
sub recover {
	my $shown = $pending;
	$pending = '';
	$unmarked = 1;
	my $blind = !is_terminal("/proc/$shell/fd/2");
	# Where standard error is a file, that gets no mark twice, and the one that
	# it has will end no step when the note shows the file.
	my $set = $blind ? 'PS1=' : prompt();
	print $commands "{ printf '\\001$mark:%s %s\\003' \"\$?\" \"\${PS1+\"\${PS1\@P}\"}\" >$tty; $set; } </dev/null >/dev/null 2>&1\n";
	my ($status, $prompt) = await_text(qr/\x01$mark:(\d+) (.*?)\x03/s) or return undef;
	await_next($blind);
	if ($status != 0 && $flags !~ /e/) {
		print $commands "{ (exit $status); } </dev/null >/dev/null 2>&1\n";
		await_next($blind);
	}
	$shown =~ s/\x01$mark [^\x02]*\x02//g;
	if ($blind) { push @leaked, $mark; $mark = new_mark() }
	else { $shown =~ s/\Q$prompt\E\z// }
	$pending = $shown . $pending;
	return $status;
}

# await_next waits until the shell has taken what was typed to recover.
sub await_next {
	my ($blind) = @_;
	return await_text(qr/(\x01$mark [^\x02]*\x02)/) unless $blind;
	for (1 .. 1000) { return if idle(); read_terminal(0.001) }
}

# await_text waits until a text is shown, takes it away, and returns its parts.
sub await_text {
	my ($text) = @_;
	my $until = now() + 5;
	while (1) {
		if (my @parts = $pending =~ $text) {
			$pending =~ s/$text//;
			return @parts;
		}
		return if now() > $until || length $pending > 1 << 24 || read_terminal(0.1) < 0;
	}
}
