# The agent runs below the first process of a note's container, which only
# waits for it: a note that kills everything it can thus ends the container, and
# the first process, which cannot be killed, holds nothing worth having. The
# agent keeps the note's shell on a terminal of its own, types commands into it and says what came
# out. It speaks over its standard input and output:
#
#   files N\n<tar>                      unpack N bytes of tar into /note
#   run TIME_MS MAX_BYTES N\n<text>     type N bytes into the shell
#   reset\n                             end the shell and all it started
#
#   data N\n<bytes>                     output of the command
#   done KIND STATUS\n                  KIND: exit, end (of the shell), time, output, disk, memory, processes
#   ok\n                                files, reset: done
#
# "files" and "reset" are answered by "ok", "run" by data and one "done".
use strict;

# It is started for each note, so it loads as little as it can: "use warnings"
# and "use constant" take longer than what they are for, and of POSIX only the
# compiled half is needed, not the Perl half that exports a thousand names.
BEGIN {
	$^W = 1;
	require XSLoader;
	my ($dir) = grep { -e "$_/POSIX.pm" } @INC;
	eval qq{package POSIX;\n#line 1 "$dir/POSIX.pm"\nXSLoader::load(); 1} or die $@;
	no strict 'refs';
	*$_ = \&{"POSIX::$_"} for qw(setsid dup2 _exit WNOHANG);
}

sub O_RDWR ()     { 2 }
sub O_NOCTTY ()   { 0400 }
sub TIOCSPTLCK () { 0x40045431 }
sub TIOCGPTN ()   { 0x80045430 }
sub TIOCSWINSZ () { 0x5414 }
sub TIOCSCTTY ()  { 0x540e }
sub TIOCGPGRP ()  { 0x540f }

my ($procs) = @ARGV;
my ($pty, $slave, $shell, $typed, $mark, $pending) = (undef, undef, 0, undef, '', '');
my @terminals; # of shells that have ended
my $requests = ''; # read and not yet taken apart
my %hits = (memory => 0, processes => 0);
my $dead; # wait status of a shell that has ended

$| = 1;
binmode STDIN; binmode STDOUT;
$SIG{PIPE} = 'IGNORE';
umask 022;
chdir '/note';
hide();
if ($$ == 1) { become_child() }

while (defined(my $line = read_line())) {
	my ($verb, @args) = split ' ', $line;
	if ($verb eq 'files')    { unpack_files(read_bytes($args[0])); reply("ok\n") }
	elsif ($verb eq 'reset') { reset_note(); reply("ok\n") }
	elsif ($verb eq 'run')   { run(read_bytes($args[2]), $args[0] / 1000, $args[1]) }
}
kill_all();
_exit(0);

# hide makes this process closed to others of the same user: no ptrace, no
# reading of its memory and no opening of its descriptors, by which a note could
# answer in its place. What it starts is closed until it executes something.
sub hide {
	my %prctl = (x86_64 => 157, aarch64 => 167, riscv64 => 167, ppc64le => 171, s390x => 172);
	my $number = $prctl{(POSIX::uname())[4]};
	syscall($number, 4, 0, 0, 0, 0) == 0 or _exit(3) if $number; # PR_SET_DUMPABLE
}

# become_child goes on in a child. The first process reaps what is left to it
# and ends with that child; its exit status tells a limit that was hit then.
sub become_child {
	my $agent = fork();
	_exit(2) unless defined $agent;
	return unless $agent;
	POSIX::close($_) for 0 .. 2;
	while ((my $pid = wait) > 0) { last if $pid == $agent }
	my $hit = $? ? limit_hit() : undef;
	_exit(!$hit ? 0 : $hit eq 'memory' ? 71 : 72);
}

# now is a clock in seconds; perl-base has no Time::HiRes.
sub now { return (POSIX::times())[0] / 100 }

sub more_requests { return sysread(STDIN, $requests, 1 << 16, length $requests) }

sub read_line {
	while (index($requests, "\n") < 0) { more_requests() or return undef }
	my $line = substr($requests, 0, index($requests, "\n") + 1, '');
	chomp $line;
	return $line;
}

sub read_bytes {
	my ($n) = @_;
	while (length $requests < $n) { more_requests() or _exit(1) }
	return substr($requests, 0, $n, '');
}

sub reply {
	my ($data) = @_;
	while (length $data) {
		my $n = syswrite(STDOUT, $data);
		_exit(1) unless defined $n;
		substr($data, 0, $n, '');
	}
}

sub unpack_files {
	my ($tar) = @_;
	return unless length $tar;
	open(my $in, '|-', 'tar', '-x', '-f', '-', '-C', '/note', '--no-same-owner') or _exit(1);
	binmode $in;
	print $in $tar;
	close $in or _exit(1);
}

sub reset_note {
	kill_all();
	system('find /note /tmp /dev/shm -mindepth 1 -delete 2>/dev/null');
}

# kill_all ends every process of the container but the agent and its parent.
sub kill_all {
	for (1 .. 50) {
		opendir(my $proc, '/proc') or last;
		my @pids = grep { /^\d+$/ && $_ != $$ && $_ != getppid() && $_ != 1 && -d "/proc/$_" && !zombie($_) } readdir $proc;
		closedir $proc;
		last unless @pids;
		kill 'KILL', @pids;
		select undef, undef, undef, 0.002;
		1 while waitpid(-1, WNOHANG) > 0;
	}
	close_shell();
	@terminals = ();
}

sub zombie {
	my ($pid) = @_;
	open(my $f, '<', "/proc/$pid/stat") or return 1;
	my $stat = <$f> // '';
	return $stat =~ /\) Z / || $stat eq '';
}

# close_shell forgets the shell. Its terminal stays open, as what it left in
# the background would be hung up with it.
sub close_shell {
	push @terminals, $pty if $pty;
	close $typed if $typed;
	($pty, $typed, $shell, $pending) = (undef, undef, 0, '');
}

# start_shell starts an interactive bash. It reads commands from a pipe, so
# that no command can read the ones that follow it, and writes to a terminal.
# Its prompt holds a mark nobody can guess and the exit status, by which the
# end of a command is told without running anything for it.
sub start_shell {
	sysopen($pty, '/dev/ptmx', O_RDWR | O_NOCTTY) or _exit(2);
	my ($unlock, $n) = ("\0" x 4, "\0" x 4);
	ioctl($pty, TIOCSPTLCK, $unlock) or _exit(2);
	ioctl($pty, TIOCGPTN, $n) or _exit(2);
	my $name = '/dev/pts/' . unpack('I', $n);
	open(my $random, '<', '/dev/urandom') or _exit(2);
	sysread($random, my $bytes, 12);
	$mark = unpack('H*', $bytes);
	pipe(my $commands, $typed) or _exit(2);
	$shell = fork();
	_exit(2) unless defined $shell;
	if (!$shell) { exec_shell($name, $commands) }
	close $commands;
	$dead = undef;
	select((select($typed), $| = 1)[0]); # a method of it would load IO::Handle
	# What it shows before its first prompt with the mark is nothing of a note's.
	print $typed "ulimit -c 0; ", ($procs ? "ulimit -u $procs; " : ''),
		"unset HISTFILE; set +o history +H; PS2=; PS1=\$'\\x01'$mark' \$?'\$'\\x02'\n";
	await_mark(now() + 10, 1 << 20, 0);
}

sub exec_shell {
	my ($name, $commands) = @_;
	setsid();
	sysopen(my $tty, $name, O_RDWR) or _exit(2);
	ioctl($tty, TIOCSCTTY, 0);
	my $size = join '', map { pack 'S', $_ } 32000, 80, 0, 0;
	ioctl($tty, TIOCSWINSZ, $size);
	my $t = POSIX::Termios->new;
	$t->getattr(fileno $tty);
	$t->setlflag($t->getlflag & ~(POSIX::ECHO | POSIX::ECHONL));
	$t->setoflag($t->getoflag & ~POSIX::OPOST);
	$t->setattr(fileno $tty);
	# Where memory is short, the kernel takes what the note started first.
	if (open(my $adj, '>', '/proc/self/oom_score_adj')) { print $adj "500\n" }
	dup2(fileno $commands, 0);
	dup2(fileno $tty, 1);
	dup2(fileno $tty, 2);
	POSIX::close($_) for 3 .. 20;
	chdir '/note';
	%ENV = (
		TZ => 'UTC', LANG => 'C.UTF-8', LC_ALL => 'C.UTF-8', TERM => 'dumb', PAGER => 'cat', HOME => '/note',
		PATH => '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', SHELL => '/bin/bash',
		USER => 'knotes', LOGNAME => 'knotes',
	);
	exec { '/bin/bash' } 'bash', '--norc', '--noediting', '-i' or _exit(2);
}

sub run {
	my ($text, $limit, $max) = @_;
	start_shell() unless $shell;
	print $typed $text;
	my ($kind, $status) = await_mark(now() + $limit, $max, 1);
	if ($kind eq 'time' || $kind eq 'output') { stop_shell() }
	elsif ($kind eq 'end') { close_shell() }
	elsif ($status != 0 && disk_full()) { $kind = 'disk' }
	my $hit = limit_hit();
	$kind = $hit if $hit;
	reply("done $kind $status\n");
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
	for (
		[processes => qr/^max (\d+)/, '/sys/fs/cgroup/pids.events', '/sys/fs/cgroup/pids/pids.events'],
		[memory => qr/^oom_kill (\d+)/, '/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control'],
	) {
		my ($kind, $line, @files) = @$_;
		my $n = 0;
		for my $file (@files) {
			open(my $f, '<', $file) or next;
			while (<$f>) { $n = $1 if $_ =~ $line }
			last;
		}
		$hit = $kind if $n > $hits{$kind};
		$hits{$kind} = $n;
	}
	return $hit;
}

# await_mark hands on what the terminal shows until the shell asks for the
# next command, has ended, or a limit is hit.
sub await_mark {
	my ($deadline, $max, $show) = @_;
	my $sent = 0;
	my $end = qr/\x01$mark (\d+)\x02/;
	my $hold = length($mark) + 8;
	while (1) {
		if ($pending =~ $end) {
			my ($before, $status) = (substr($pending, 0, $-[0]), $1);
			substr($pending, 0, $+[0], '');
			$sent += emit($before, $max - $sent) if $show;
			return ('exit', $status);
		}
		my $ready = length($pending) - $hold;
		my $at = rindex($pending, "\x01");
		$ready = length $pending if $at < 0;
		if ($ready > 0) {
			my $out = substr($pending, 0, $ready, '');
			if ($show) {
				if ($sent + length $out > $max) { emit($out, $max - $sent); return ('output', 0) }
				$sent += emit($out, $max - $sent);
			}
		}
		my $left = $deadline - now();
		return ('time', 0) if $left <= 0;
		if (!defined $dead && waitpid($shell, WNOHANG) == $shell) { $dead = $? }
		my $rin = '';
		vec($rin, fileno $pty, 1) = 1;
		vec($rin, fileno STDIN, 1) = 1; # nothing is asked now: if it can be read, the tool is gone
		my $wait = defined $dead ? 0.02 : $left < 0.1 ? $left : 0.1;
		my $n = select($rin, undef, undef, $wait);
		_exit(0) if $n > 0 && vec($rin, fileno STDIN, 1);
		if ($n > 0) {
			my $got = sysread($pty, $pending, 65536, length $pending);
			next if $got;
			if (!defined $dead) { waitpid($shell, 0) == $shell and $dead = $? }
		} elsif (!defined $dead) {
			next;
		}
		emit($pending, $max - $sent) if $show;
		$pending = '';
		return ('end', ($dead & 127) ? 128 + ($dead & 127) : $dead >> 8);
	}
}

sub emit {
	my ($data, $room) = @_;
	$data = substr($data, 0, $room) if length $data > $room;
	reply('data ' . length($data) . "\n" . $data) if length $data;
	return length $data;
}

# stop_shell ends what runs in the foreground, and the shell. What runs in
# the background lives on.
sub stop_shell {
	my $pgrp = "\0" x 4;
	if ($pty && ioctl($pty, TIOCGPGRP, $pgrp)) {
		my $g = unpack('i', $pgrp);
		kill 'KILL', -$g if $g > 1;
	}
	kill 'KILL', $shell if $shell > 1;
	waitpid($shell, 0) if $shell > 1 && !defined $dead;
	close_shell();
}
