# The shell: its start, its end, and the end of what it started.

my ($pty, $tty);    # the terminal: our side, and the name of the shell's side
my $settings;       # how the terminal was set when the shell began
my $commands;       # what the shell reads its commands from: our end
my $commands_name;  # and its name in /proc
my $shell = 0;      # process id, 0 if there is none
my $shells = 0;     # how many there have been, since the files were carried in
my $dead;           # wait status of a shell that has ended
my $mark;           # what its prompt holds, which nobody can guess
my $pending = '';   # shown on the terminal, not handed on yet
my $jobs = 0;       # how many jobs the shell has in the background
my $last_job = ''; # process id of the last one that was put there: $!
my $flags = '';     # its options: $-
my $program;        # the prompt at which a program waits
my $load = 0;       # the process that keeps the CPU busy, if any
my @terminals;      # of shells that have ended

# start_shell starts an interactive bash. It reads commands from a pipe, so
# that no command can read the ones that follow it, and writes to a terminal.
# Its prompt tells the end of a command, its exit status, the number of jobs,
# the last of them and the shell's options, without running anything for it.
sub start_shell {
	open_terminal();
	$mark = new_mark();
	pipe(my $theirs, $commands) or _exit(2);
	select((select($commands), $| = 1)[0]); # a method of it would load IO::Handle
	$commands_name = readlink '/proc/self/fd/' . fileno $commands or _exit(2);
	$dead = undef;
	$shell = fork() // _exit(2);
	$shells++;
	if (!$shell) { exec_shell($theirs) }
	close $theirs;
	print $commands prompt() . "; unset HISTFILE; set +o history +H; history -c\n";
	await(deadline => now() + 20, max => 1 << 20);
	ioctl($pty, TCGETS, $settings = "\0" x 64);
}

# prompt returns the assignments that make the shell show the mark.
sub prompt { return "PS1=\$'\\001$mark \$? \\\\j \${!-} \$-\\002' PS2=" }

sub new_mark {
	open(my $random, '<', '/dev/urandom') or _exit(2);
	sysread($random, my $bytes, 12) or _exit(2);
	return unpack 'H*', $bytes;
}

sub open_terminal {
	sysopen($pty, '/dev/ptmx', O_RDWR | O_NOCTTY) or _exit(2);
	my ($unlock, $n) = ("\0" x 4, "\0" x 4);
	ioctl($pty, TIOCSPTLCK, $unlock) or _exit(2);
	ioctl($pty, TIOCGPTN, $n) or _exit(2);
	$tty = '/dev/pts/' . unpack('I', $n);
}

sub exec_shell {
	my ($theirs) = @_;
	setsid();
	sysopen(my $terminal, $tty, O_RDWR) or _exit(2);
	ioctl($terminal, TIOCSCTTY, 0);
	my $size = join '', map { pack 'S', $_ } 32000, 80, 0, 0;
	ioctl($terminal, TIOCSWINSZ, $size);
	my $t = POSIX::Termios->new;
	$t->getattr(fileno $terminal);
	$t->setlflag($t->getlflag & ~(POSIX::ECHO | POSIX::ECHONL));
	$t->setoflag($t->getoflag & ~POSIX::OPOST);
	$t->setattr(fileno $terminal);
	dup2(fileno $theirs, 0);
	dup2(fileno $terminal, 1);
	dup2(fileno $terminal, 2);
	chdir '/note';
	# What is ignored stays so in a new program: the agent ignores SIGPIPE, and
	# whoever started the run may ignore more (nohup, a job of a script).
	$SIG{$_} = 'DEFAULT' for grep { !/^__/ } keys %SIG;
	my $default = "\0" x 32; # Perl does not know those that libc keeps for itself
	sys('rt_sigaction', $_, $default, 0, 8) for 32, 33;
	# Where memory is short, the kernel takes what the note started first.
	if (open(my $adj, '>', '/proc/self/oom_score_adj')) { print $adj "500\n" }
	limit(4, 0); # RLIMIT_CORE
	limit(7, 1024); # RLIMIT_NOFILE: as a login has it, whatever the engine and its host give
	limit(6, $max_processes) if $max_processes; # RLIMIT_NPROC
	%ENV = (
		TZ => 'UTC', LANG => 'C.UTF-8', LC_ALL => 'C.UTF-8', TERM => 'dumb', PAGER => 'cat', HOME => '/note',
		PATH => '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', SHELL => '/bin/bash',
		USER => 'knotes', LOGNAME => 'knotes',
	);
	exec { '/bin/bash' } qw(bash --norc --noediting -i) or _exit(2);
}

sub limit {
	my ($what, $n) = @_;
	my $soft_hard = pack 'QQ', $n, $n;
	sys('setrlimit', $what, $soft_hard);
}

# restore_terminal takes back what a program or stty may have done to the
# terminal: echo and output processing, or everything.
sub restore_terminal {
	my ($all) = @_;
	my $is = "\0" x 64;
	ioctl($pty, TCGETS, $is) or return;
	my @is = unpack 'I4', $is;
	my @was = unpack 'I4', $settings;
	return if !$all && $is[1] == $was[1] && !(($is[3] ^ $was[3]) & (POSIX::ECHO | POSIX::ECHONL));
	if (!$all) {
		$is[3] = $is[3] & ~(POSIX::ECHO | POSIX::ECHONL);
		$settings = pack('I4', $is[0], $was[1], @is[2, 3]) . substr $is, 16;
	}
	ioctl($pty, TCSETS, $settings);
}

sub ends_lines_by_cr {
	my $is = "\0" x 64;
	ioctl($pty, TCGETS, $is) or return 0;
	my $output = (unpack 'I4', $is)[1];
	return $output & POSIX::OPOST && $output & 4; # ONLCR
}

# close_shell forgets the shell. Its terminal stays open, as what it left in
# the background would be hung up with it.
sub close_shell {
	push @terminals, $pty if $pty;
	close $commands if $commands;
	($pty, $commands, $program) = (undef, undef, undef);
	($shell, $pending, $jobs, $last_job, $flags) = (0, '', 0, '', '');
}

# stop_shell ends what runs in the foreground, and the shell. What runs in
# the background lives on.
sub stop_shell {
	my @killed = kill_foreground();
	kill 'KILL', $shell if $shell > 1;
	waitpid($shell, 0) if $shell > 1 && !defined $dead;
	wait_for_end(@killed);
	close_shell();
}

# wait_for_end waits until killed processes are gone.
sub wait_for_end {
	for (1 .. 500) {
		return unless grep { -d "/proc/$_" } @_;
		select undef, undef, undef, 0.002;
	}
}

sub foreground {
	my $group = "\0" x 4;
	return $pty && ioctl($pty, TIOCGPGRP, $group) ? unpack 'i', $group : 0;
}

# kill_foreground ends the job that has the terminal. A debugger lends it to
# what it debugs, so it is found by going up from there to the shell. Returns
# the processes that it has ended.
sub kill_foreground {
	my %all = processes();
	my $group = foreground();
	my %groups;
	for my $pid (grep { $all{$_}{group} == $group } keys %all) {
		while ($all{$pid} && $pid != $shell && $pid != $$ && $pid != 1) {
			$groups{$all{$pid}{group}} = 1;
			$pid = $all{$pid}{parent};
		}
	}
	delete @groups{0, 1, $shell, getpgrp()};
	# What a debugger has stopped is in a group of its own.
	for my $pid (grep { $all{$_}{state} eq 't' } keys %all) {
		my $debugger = $all{$all{$pid}{parent}} or next;
		$groups{$all{$pid}{group}} = 1 if $groups{$debugger->{group}};
	}
	kill 'KILL', map { -$_ } keys %groups;
	return grep { $groups{$all{$_}{group}} } keys %all;
}

# kill_all ends every process of the container but the agent and what runs it.
sub kill_all {
	for (1 .. 50) {
		my %all = processes();
		my @pids = grep { $_ != $$ && $_ != getppid() && $_ != 1 && $_ != $load && $all{$_}{state} ne 'Z' } keys %all;
		last unless @pids;
		kill 'KILL', @pids;
		select undef, undef, undef, 0.002;
		1 while waitpid(-1, WNOHANG) > 0;
	}
	close_shell();
	@terminals = ();
}
