# The files of a note: those that are carried in, and those that its commands
# make.

my %known; # name => what the file was when it was last looked at

sub unpack_files {
	my ($tar) = @_;
	if (length $tar) {
		open(my $in, '|-', 'tar', '-x', '-f', '-', '-C', '/note', '--no-same-owner') or _exit(1);
		binmode $in;
		print $in $tar;
		close $in or _exit(1);
	}
	%known = ();
	$shells = 0;
	made(0, 0);
}

sub reset_note {
	kill_all();
	system('find /note /tmp /dev/shm -mindepth 1 -delete 2>/dev/null');
}

# made finds the text files that are new or have changed since it was last
# called, and sends them. Without sizes it only takes note of what is there.
sub made {
	my ($max_file, $max_total) = @_;
	my ($now, $total, %seen) = (time(), 0);
	for my $name (sort(files_below('/note'))) {
		my ($size, $changed, $state) = stat_exactly($name) or next;
		my $old = $known{$name};
		my $same = $old && $old->{state} eq $state;
		my $data = $max_file && $size <= $max_file && (!$same || defined $old->{data}) ? read_text($name, $max_file) : undef;
		# Two changes at once may have the same time, so what is in a file that
		# has just been changed is kept.
		my $sum = defined $data ? checksum($data) : $old && $old->{sum};
		$seen{$name} = { state => $state, sum => $sum, data => $now - $changed < 2 ? $data : undef };
		next if !defined $data || $old && (defined $old->{data} ? $old->{data} eq $data : defined $old->{sum} && $old->{sum} eq $sum);
		next if $total + length $data > $max_total;
		$total += length $data;
		my $path = substr $name, length '/note/';
		reply(sprintf("file %d %d %d\n", (lstat $name)[2] & 0777, length $path, length $data) . $path . $data);
	}
	%known = %seen;
}

# checksum tells a file that was only touched from one that was written anew.
sub checksum {
	my ($data) = @_;
	return length($data) . ':' . unpack '%64Q*', $data . "\0" x (8 - length($data) % 8);
}

sub files_below {
	my ($dir) = @_;
	opendir(my $d, $dir) or return ();
	my @files;
	for my $entry (grep { $_ ne '.' && $_ ne '..' } readdir $d) {
		my $mode = (lstat "$dir/$entry")[2] // next;
		if (($mode & 0170000) == 0040000) { push @files, files_below("$dir/$entry") }
		elsif (($mode & 0170000) == 0100000) { push @files, "$dir/$entry" }
	}
	return @files;
}

# stat_exactly returns size, time of change in seconds, and a text that is
# another one when the file has changed; lstat knows seconds only.
sub stat_exactly {
	my ($name) = @_;
	my $st = "\0" x 256;
	my $path = "$name\0";
	return if sys('statx', -100, $path, 0x100, 0x7ff, $st) != 0; # AT_FDCWD, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS
	my ($inode, $size) = unpack 'QQ', substr $st, 32;
	my ($changed, $nanoseconds) = unpack 'qL', substr $st, 96;
	return ($size, $changed, "$inode $size $changed.$nanoseconds");
}

# read_text returns what a file holds, nothing if that is no text or too long.
sub read_text {
	my ($name, $max) = @_;
	sysopen(my $f, $name, O_RDONLY | O_NONBLOCK) or return undef;
	binmode $f;
	my $data = '';
	while (sysread $f, $data, 65536, length $data) {
		return undef if length $data > $max || $data =~ /\0/;
	}
	return $data;
}
