# A program that a command has started and that asks for lines on the terminal.

# type_line types a line into the program that waits.
sub type_line {
	my ($seconds, $max, $line, @prompts) = @_;
	return reply("done no-program 0 0\n") unless defined $program;
	my %wait = (deadline => now() + $seconds, max => $max, show => 1, prompts => \@prompts);
	$program = undef;
	my ($echo, $raw) = terminal_modes();
	if ($raw) {
		# It handles each key itself. What it shows before the line is complete
		# is echo, and then comes the line's end.
		type_bytes($line, $wait{deadline});
		for (1 .. 500) { last if read_terminal(0.001) == 0 && ask_state() }
		$wait{prefix} = ["\n", ''] if length $pending;
		$pending = '';
		type_bytes("\n", $wait{deadline});
	} else {
		$wait{prefix} = ["$line\n", ''] if $echo;
		type_bytes("$line\n", $wait{deadline});
	}
	finish(0, await(%wait));
}

# terminal_modes tells whether the terminal echoes, and whether it hands on
# single keys in place of lines.
sub terminal_modes {
	my $t = "\0" x 64;
	ioctl($pty, TCGETS, $t) or return (0, 0);
	my $local = (unpack 'I4', $t)[3];
	return ($local & POSIX::ECHO, !($local & POSIX::ICANON));
}

sub type_bytes {
	my ($bytes, $deadline) = @_;
	while (length $bytes && now() < $deadline) {
		my $ready = '';
		vec($ready, fileno $pty, 1) = 1;
		next unless select(undef, $ready, undef, 0.1) > 0;
		my $n = syswrite($pty, $bytes, 1024) or return;
		substr $bytes, 0, $n, '';
	}
}

# asked_by returns which of the prompts a text ends with: the longest of them,
# or -1.
sub asked_by {
	my ($text, @prompts) = @_;
	my $best = -1;
	for my $i (0 .. $#prompts) {
		my $n = length $prompts[$i];
		next if !$n || length $text < $n || substr($text, -$n) ne $prompts[$i];
		$best = $i if $best < 0 || $n > length $prompts[$best];
	}
	return $best;
}

# waits_at_prompt tells whether a program waits that has shown a prompt last.
# Where that does not begin a line, or nothing is known of what the program
# does, it is believed after a while.
sub waits_at_prompt {
	my ($prompt, $quiet, $partial) = @_;
	my $before = length($pending) - length $prompt;
	my $begins = $before ? substr($pending, $before - 1, 1) eq "\n" : !$partial;
	my $state = ask_state() or return 0;
	return $quiet >= ($state eq 'asleep' ? 0.3 : $begins ? 0 : 0.05);
}

# asks tells whether a program waits for input at no prompt: it reads from
# the terminal, or it has shown the beginning of a line and waits.
sub asks {
	my ($quiet, $partial, $patience) = @_;
	return 0 if $quiet < $patience;
	my $state = ask_state() or return 0;
	return $state eq 'reads' || $partial && $quiet >= ($state eq 'polls' ? 2 : 6) * $patience;
}

# System calls that wait for any of several files, and which argument is zero
# where they wait for none: a sleep.
my %polling = map { defined $sys{$_->[0]} ? ($sys{$_->[0]} => $_->[1]) : () }
	['poll', 1], ['ppoll', 1], ['select', 0], ['pselect6', 0], ['epoll_wait', 2], ['epoll_pwait', 2], ['epoll_pwait2', 2];

sub is_terminal {
	my ($link) = @_;
	my $name = readlink $link // '';
	return $name eq $tty || $name eq '/dev/tty';
}

# ask_state tells what the job that has the terminal does: 'reads' from it,
# 'polls' (waits for any of several things), is 'asleep' where the kernel does
# not say more, or else ''.
sub ask_state {
	my $group = foreground();
	return '' if $group <= 0;
	my %all = processes();
	my $polls = 0;
	my $unknown = 0;
	for my $pid (grep { $all{$_}{group} == $group } keys %all) {
		for my $task (map { "/proc/$pid/task/$_" } numbers_in("/proc/$pid/task")) {
			return '' if contents("$task/stat") =~ /.*\) [RD] /s;
			my ($call, @args) = split ' ', contents("$task/syscall");
			if (!defined $args[1]) { $unknown = 1 }
			elsif ($call == $sys{read}) { return 'reads' if is_terminal("/proc/$pid/fd/" . hex $args[0]) }
			elsif (defined $polling{$call}) { $polls ||= hex $args[$polling{$call}] }
		}
	}
	return $polls ? 'polls' : $unknown ? 'asleep' : '';
}

# end_program ends the program that waits, and shows nothing of that: at the
# end of its input it may go by itself, and otherwise it is killed.
sub end_program {
	$program = undef;
	type_bytes("\x04", now() + 1);
	my ($kind) = await(deadline => now() + 2, max => 1 << 30, prompts => ["\x00"], patience => 0.1);
	if ($kind eq 'end') { close_shell() }
	elsif ($kind ne 'exit') { kill_program() }
	restore_terminal(1) if $shell;
}

# kill_program kills the program and leaves the shell.
sub kill_program {
	return stop_shell() if foreground() == $shell; # exec has put it in its place
	my @killed = kill_foreground();
	my ($kind) = await(deadline => now() + 5, max => 1 << 30);
	if ($kind eq 'end') { close_shell() }
	elsif ($kind ne 'exit') { stop_shell() }
	wait_for_end(@killed);
	restore_terminal(1) if $shell;
}
