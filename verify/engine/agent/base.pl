# The agent runs below the first process of a note's container, which only
# waits for it: a note that kills everything it can thus ends the container, and
# the first process, which cannot be killed, holds nothing worth having. It keeps
# the note's shell on a terminal of its own, types commands into it and says what
# came out. Requests and answers, over its standard input and output, are
# described in protocol.go. These files make one script: base, shell, step,
# program, files, vary, main.
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

sub O_RDONLY ()   { 0 }
sub O_RDWR ()     { 2 }
sub O_NOCTTY ()   { 0400 }
sub O_NONBLOCK () { 04000 }
sub TIOCSPTLCK () { 0x40045431 }
sub TIOCGPTN ()   { 0x80045430 }
sub TIOCSWINSZ () { 0x5414 }
sub TIOCSCTTY ()  { 0x540e }
sub TIOCGPGRP ()  { 0x540f }
sub TCGETS ()     { 0x5401 }
sub TCSETS ()     { 0x5402 }
sub FIONREAD ()   { 0x541b }

# System calls by number, as perl-base has no name for them: x86-64, or the
# table that later architectures share.
my %sys = (POSIX::uname())[4] eq 'x86_64'
	? (read => 0, poll => 7, select => 23, pselect6 => 270, ppoll => 271, epoll_wait => 232, epoll_pwait => 281, epoll_pwait2 => 441,
		rt_sigaction => 13, prctl => 157, setrlimit => 160, personality => 135, sched_setaffinity => 203, sched_getaffinity => 204, statx => 332)
	: (POSIX::uname())[4] =~ /^(aarch64|riscv64|loongarch64)$/
	? (read => 63, pselect6 => 72, ppoll => 73, epoll_pwait => 22, epoll_pwait2 => 441,
		rt_sigaction => 134, prctl => 167, setrlimit => 164, personality => 92, sched_setaffinity => 122, sched_getaffinity => 123, statx => 291)
	: ();

# sys calls one of them: -1 where its number is not known.
sub sys {
	my $number = $sys{shift()} // return -1;
	return syscall($number, @_);
}

my $max_processes = $ARGV[0]; # 0: no limit of ours
my $unread = '';              # requests read ahead

$0 = 'knotes-agent'; # what ps -e shows
$| = 1;
binmode STDIN; binmode STDOUT;
$SIG{PIPE} = 'IGNORE';
umask 022;
chdir '/note';
# PR_SET_DUMPABLE: it is closed to others of the same user, which could answer in
# its place: no ptrace, no reading of its memory and no opening of its
# descriptors. What it starts is closed until it executes something.
sys('prctl', 4, 0, 0, 0, 0) == 0 or _exit(3) if %sys;

# now is a clock in seconds; perl-base has no Time::HiRes.
sub now { return (POSIX::times())[0] / 100 }

sub read_more {
	my ($n) = @_;
	return sysread(STDIN, $unread, $n > 65536 ? $n : 65536, length $unread);
}

sub read_line {
	my $at;
	while (($at = index $unread, "\n") < 0) { read_more(0) or return undef }
	my $line = substr $unread, 0, $at + 1, '';
	chomp $line;
	return $line;
}

sub read_bytes {
	my ($n) = @_;
	while (length $unread < $n) { read_more($n - length $unread) or _exit(1) }
	return substr $unread, 0, $n, '';
}

sub reply {
	my ($data) = @_;
	while (length $data) {
		my $n = syswrite(STDOUT, $data);
		_exit(1) unless defined $n;
		substr($data, 0, $n, '');
	}
}

# contents returns what a small file holds, '' if it cannot be read.
sub contents {
	my ($name) = @_;
	open(my $f, '<', $name) or return '';
	local $/;
	return <$f> // '';
}

# numbers_in lists those entries of a folder that are numbers; glob would load
# a module.
sub numbers_in {
	my ($dir) = @_;
	opendir(my $d, $dir) or return ();
	return grep { /^\d+$/ } readdir $d;
}

# processes returns all of them by id: state, parent, group, session.
sub processes {
	my %all;
	for my $pid (numbers_in('/proc')) {
		my ($state, $parent, $group, $session) = contents("/proc/$pid/stat") =~ /.*\) (\S) (\d+) (\d+) (\d+)/s or next;
		$all{$pid} = { state => $state, parent => $parent, group => $group, session => $session };
	}
	return %all;
}
