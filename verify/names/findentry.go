package names

import (
	"regexp"
	"strings"
)

// placeholder matches a component of a path that stands for others: a number,
// [pid], <pid>, PID, self, *, $x, {cpu}.
var placeholder = regexp.MustCompile(`^(?:[0-9a-fA-F:.]*[0-9][0-9a-fA-F:.]*|[A-Z][A-Z0-9_]*|self|thread-self|\.|\.\.|.*[\[\]<>{}$*?…].*|.*\.\.\..*|N|pid|tid)$`)

// instances are folders of which what stands in them is called as the machine,
// and not the source, will have it: /sys/class/net/eth0. Where a star stands, it
// is for one component.
var instances = []string{
	"sys/class/*", "sys/block", "sys/dev/*", "sys/bus/*/devices", "sys/bus/*/drivers", "sys/module", "sys/devices", "sys/devices/*",
	"sys/fs/*", "sys/fs/cgroup/*", "sys/firmware/*", "sys/firmware/devicetree/base", "sys/kernel/config/*", "sys/kernel/slab", "sys/kernel/debug/*",
	"proc/sys/net/ipv4/conf", "proc/sys/net/ipv6/conf", "proc/sys/net/ipv4/neigh", "proc/sys/net/ipv6/neigh", "proc/fs/*", "proc/irq/*",
	"proc/sys/fs/binfmt_misc", "proc/sys/kernel/sched_domain/*",
}

// findEntry checks a path below /proc or /sys, component by component.
func (x *Index) findEntry(path string) (Answer, error) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	a := Answer{Found: true, Place: Place{As: Entry}}
	if len(parts) == 1 {
		return x.findPath("fs/" + map[string]string{"proc": "proc", "sys": "sysfs"}[parts[0]])
	}
	for i := 1; i < len(parts); i++ {
		part := parts[i]
		if part == "" || placeholder.MatchString(part) {
			continue
		}
		found, err := x.findComponent(part)
		if err != nil {
			return Answer{}, err
		}
		if found.Found {
			a.Place = found.Place
			continue
		}
		if i < len(parts)-1 && isInstance(parts[:i]) || i == len(parts)-1 && isInstanceOnly(parts[:i]) {
			continue
		}
		a := Answer{}
		near, place, err := x.Nearest(Entry, part)
		if near != "" {
			parts[i] = near
			a.Nearest, a.NearPlace = "/"+strings.Join(parts, "/"), place
		}
		return a, err
	}
	return a, nil
}

// findComponent finds what makes one component of a path. Files of control
// groups are made of the controller's name and the file's own: memory.max.
func (x *Index) findComponent(part string) (Answer, error) {
	t := string(template([]byte(part)))
	names := []string{part, t, strings.TrimSuffix(t, "*")}
	if group, rest, ok := strings.Cut(part, "."); ok && group != "" {
		names = append(names, rest, string(template([]byte(rest))))
	}
	for _, name := range names {
		a, err := x.findAs(Entry, name)
		if err != nil || a.Found {
			return a, err
		}
	}
	for _, name := range names {
		places, err := x.places(name, string([]byte{codes[Text]}))
		if err != nil {
			return Answer{}, err
		}
		if p, ok := places[Text]; ok {
			return Answer{Found: true, Place: p}, nil
		}
	}
	return Answer{}, nil
}

// isInstance tells whether what stands in a folder may be called anything.
func isInstance(folder []string) bool {
	for _, pattern := range instances {
		if matches(strings.Split(pattern, "/"), folder) {
			return true
		}
	}
	return false
}

// isInstanceOnly is isInstance of folders that hold nothing else, so that the
// last component of a path may be one.
func isInstanceOnly(folder []string) bool {
	if len(folder) < 2 || folder[0] != "sys" || !isInstance(folder) {
		return false
	}
	switch folder[1] {
	case "class", "block", "bus", "module":
		return true
	}
	return false
}

func matches(pattern, parts []string) bool {
	if len(pattern) != len(parts) {
		return false
	}
	for i, p := range pattern {
		if p != "*" && p != parts[i] {
			return false
		}
	}
	return true
}
