# What a second run of a note does otherwise than the first one.

# vary does so, and says what it has reached: some of it may be forbidden.
sub vary {
	my ($no_aslr, $pids, $one_cpu, $with_load) = @_;
	$no_aslr = 0 if $no_aslr && sys('personality', 0x0040000) < 0; # ADDR_NO_RANDOMIZE
	$one_cpu = 0 if $one_cpu && !stay_on_one_cpu();
	start_load() if $with_load;
	my $used = $load ? 1 : 0;
	for (; $used < $pids; $used++) {
		my $pid = fork() // last;
		_exit(0) unless $pid;
		waitpid $pid, 0;
	}
	reply("varied $no_aslr $used $one_cpu " . ($load ? 1 : 0) . "\n");
}

# stay_on_one_cpu leaves this process and its children the last CPU of those
# that they may use.
sub stay_on_one_cpu {
	my $mask = "\0" x 128;
	my $n = sys('sched_getaffinity', 0, length $mask, $mask);
	return 0 if $n <= 0;
	my @cpus = grep { vec $mask, $_, 1 } 0 .. 8 * $n - 1;
	return 0 unless @cpus;
	$mask = "\0" x $n;
	vec($mask, $cpus[-1], 1) = 1;
	return sys('sched_setaffinity', 0, $n, $mask) == 0;
}

# start_load starts a process that computes for as long as the agent lives.
sub start_load {
	$load = fork() // 0;
	return if $load || !defined $load;
	sys('prctl', 1, 9, 0, 0, 0); # PR_SET_PDEATHSIG, SIGKILL
	$0 = 'knotes-load';
	1 while 1;
}
