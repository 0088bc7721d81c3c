package enginetest

import (
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
)

// testRawSockets has a listener in the background see what goes over the
// container's own loopback.
func testRawSockets(t *testing.T, e engine.Engine, img engine.Image) {
	listener := `#!/usr/bin/perl
use Socket;
socket(my $s, PF_INET, SOCK_RAW, getprotobyname('udp') // 17) or die "socket: $!\n";
$| = 1;
print "listening\n";
while (recv $s, my $packet, 65536, 0) {
	my ($to, $text) = unpack 'x2nx4a*', substr $packet, 20;
	print "port $to: $text\n";
}
`
	s := newSession(t, e, img, func(spec *engine.Spec) {
		spec.Root = true
		spec.Files = []engine.File{{Name: "listener", Mode: 0o755, Data: []byte(listener)}}
	})
	s.expect(step{command: "./listener &", output: "…listening\n"})
	s.expect(step{command: "printf hello >/dev/udp/127.0.0.1/7777", output: "port 7777: hello\n"})
	s.expect(step{command: "ping -c 1 127.0.0.1 | grep -o '1 received'", output: "1 received\n"})
	s.expect(step{command: "kill %1", output: "[1]+  Terminated              ./listener\n"})
}
