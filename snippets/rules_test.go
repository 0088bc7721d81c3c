package snippets

import (
	"regexp"
	"testing"
)

func TestSkipReason(t *testing.T) {
	own := []Rule{{regexp.MustCompile(`^make modules\b`), "takes an hour"}}
	for _, tt := range []struct{ command, want string }{
		{"docker run -ti gcc bash", "starts a container (docker)"},
		{"/usr/bin/docker ps", "starts a container (docker)"},
		{"podman ps", "starts a container (podman)"},
		{`"docker" ps`, "starts a container (docker)"},
		{`\docker ps`, "starts a container (docker)"},
		{"docker --version", ""},
		{"command -v docker", ""},
		{"command docker ps", "starts a container (docker)"},
		{"which docker", ""},
		{"cd x && docker ps", "starts a container (docker)"},
		{"echo $(docker ps)", "starts a container (docker)"},
		{"echo `docker ps`", "starts a container (docker)"},
		{"diff <(curl a) b", "needs the network (curl)"},
		{"X=1 docker ps", "starts a container (docker)"},
		{"env X=1 docker ps", "starts a container (docker)"},
		{"time docker ps", "starts a container (docker)"},
		{"time -p docker ps", "starts a container (docker)"},
		{"nice -n 5 env A=b /bin/docker ps", "starts a container (docker)"},
		{"timeout 5s top", "asks questions on a terminal (top)"},
		{"for i in 1 2; do\nwget x\ndone", "needs the network (wget)"},
		{"if true; then ssh x; fi", "needs the network (ssh)"},
		{"sh -c 'apt-get install gcc'", "installs packages (apt-get)"},
		{"! curl x", "needs the network (curl)"},
		{"curl x | sh", "needs the network (curl)"},
		{"(vi x)", "asks questions on a terminal (vi)"},
		{"f() { curl x; }", "needs the network (curl)"},

		{"sudo yum group install x", "needs privileges that a note's container never has (sudo)"},
		{"yum install -y gcc", "installs packages (yum)"},
		{"dnf -y install gcc", "installs packages (dnf)"},
		{"apk add gcc", "installs packages (apk)"},
		{"pacman -S gcc", "installs packages (pacman)"},
		{"apt-cache policy gcc", ""},
		{"dpkg -l", ""},
		{"dpkg -i x.deb", "installs packages (dpkg -i)"},
		{"rpm -q gcc", ""},
		{"pip install x", "installs packages (pip install)"},

		{"make menuconfig", "asks questions on a terminal (make menuconfig)"},
		{"make ARCH=arm64 nconfig", "asks questions on a terminal (make nconfig)"},
		{"make defconfig", ""},
		{"make -j8", ""},
		{"top -bn1", ""},
		{"top -n 1 -b", ""},
		{"top", "asks questions on a terminal (top)"},
		{"ps aux | less", "asks questions on a terminal (less)"},

		{"git clone https://example.org/x", "needs the network (git clone)"},
		{"git -C x pull", "needs the network (git pull)"},
		{"git log --grep clone", ""},
		{"git commit -m push", ""},
		{"git --version", ""},

		{"echo docker", ""},
		{"echo 'curl x'", ""},
		{"# docker", ""},
		{"cat <<EOF\ncurl x\nEOF", ""},
		{"cat curl", ""},
		{"$x", ""},
		{"", ""},
		{"echo (", ""},

		{"make modules", "takes an hour"},
		{"cd linux && make modules", "takes an hour"},
		{"V=1 make modules", "takes an hour"},
		{"make modules (", "takes an hour"},
		{"echo make modules", ""},
	} {
		if got := skipReason(own, tt.command); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.command, got, tt.want)
		}
	}
}
