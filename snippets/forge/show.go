package forge

import "strings"

// AtGitHub is where GitHub shows lines of the kernel: ref is a release
// ("6.12.107") or a commit of the main line. First is 0 for the file as a whole.
func AtGitHub(ref, path string, first, last int) string {
	if fullID.MatchString(ref) {
		return "https://github.com/torvalds/linux/blob/" + ref + "/" + escape(path, "/:@+") + lineFragment(first, last)
	}
	return "https://github.com/gregkh/linux/blob/v" + strings.TrimPrefix(ref, "v") + "/" + escape(path, "/:@+") + lineFragment(first, last)
}

// AtElixir is where Elixir shows lines of a release of the kernel. It knows no
// commits.
func AtElixir(release, path string, first, last int) string {
	return "https://elixir.bootlin.com/linux/v" + strings.TrimPrefix(release, "v") + "/source/" + escape(path, "/:@+") + lineFragment(first, last)
}

func lineFragment(first, last int) string {
	if first == 0 {
		return ""
	}
	return "#L" + lineSpan(first, last, "-", "L")
}
