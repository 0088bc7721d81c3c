package snippets

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Rule names commands that are not run, and why.
type Rule struct {
	Match *regexp.Regexp
	Skip  string
}

const (
	wantsContainer = "starts a container"
	wantsPackages  = "installs packages"
	wantsPrivilege = "needs privileges that a note's container never has"
	wantsTerminal  = "asks questions on a terminal"
	wantsNetwork   = "needs the network"
)

// programRules are built in: by the name of a program, wherever it stands in a
// command.
var programRules = map[string]string{
	"docker": wantsContainer, "docker-compose": wantsContainer, "podman": wantsContainer, "buildah": wantsContainer,
	"nerdctl": wantsContainer, "lxc": wantsContainer, "systemd-nspawn": wantsContainer,

	"apt": wantsPackages, "apt-get": wantsPackages, "aptitude": wantsPackages, "yum": wantsPackages, "dnf": wantsPackages,
	"microdnf": wantsPackages, "zypper": wantsPackages, "pacman": wantsPackages, "apk": wantsPackages, "emerge": wantsPackages,
	"brew": wantsPackages, "snap": wantsPackages, "flatpak": wantsPackages,

	"sudo": wantsPrivilege, "su": wantsPrivilege, "doas": wantsPrivilege,

	"vi": wantsTerminal, "vim": wantsTerminal, "nvim": wantsTerminal, "nano": wantsTerminal, "emacs": wantsTerminal,
	"top": wantsTerminal, "htop": wantsTerminal, "watch": wantsTerminal, "less": wantsTerminal, "more": wantsTerminal,
	"screen": wantsTerminal, "tmux": wantsTerminal, "passwd": wantsTerminal,

	"curl": wantsNetwork, "wget": wantsNetwork, "ssh": wantsNetwork, "scp": wantsNetwork, "sftp": wantsNetwork,
	"ftp": wantsNetwork, "telnet": wantsNetwork, "rsync": wantsNetwork,
}

// subcommandRules are for programs of which only some subcommands are not run.
var subcommandRules = map[string]struct {
	subcommands []string
	skip        string
}{
	"git":   {[]string{"clone", "fetch", "pull", "push", "ls-remote"}, wantsNetwork},
	"pip":   {[]string{"install", "download"}, wantsPackages},
	"pip3":  {[]string{"install", "download"}, wantsPackages},
	"npm":   {[]string{"install", "ci"}, wantsPackages},
	"gem":   {[]string{"install"}, wantsPackages},
	"cargo": {[]string{"install", "fetch"}, wantsPackages},
	"go":    {[]string{"get", "install"}, wantsPackages},
	"dpkg":  {[]string{"-i", "--install"}, wantsPackages},
	"rpm":   {[]string{"-i", "-ivh", "--install", "-U", "-Uvh"}, wantsPackages},
}

// configTarget matches the targets of the kernel's Makefile that ask.
var configTarget = regexp.MustCompile(`^(?:menu|n|x|g|old|localmod|localyes)?config$`)

// wrappers run the command that their arguments name.
var wrappers = []string{
	"env", "time", "nohup", "nice", "ionice", "timeout", "setsid", "stdbuf", "xargs", "exec", "command", "builtin",
	"strace", "ltrace", "unshare", "setarch", "taskset",
}

// shells run the text behind -c.
var shells = []string{"sh", "bash", "dash"}

// skipReason returns why a command is not run, or "". The expression of a rule
// is held against the whole command and each simple command in it.
func skipReason(rules []Rule, command string) string {
	f, err := newShellParser().Parse(strings.NewReader(command), "")
	reason := matchRule(rules, command)
	if err != nil {
		return reason
	}
	syntax.Walk(f, func(n syntax.Node) bool {
		call, ok := n.(*syntax.CallExpr)
		if !ok || len(call.Args) == 0 || reason != "" {
			return reason == ""
		}
		text := command[call.Args[0].Pos().Offset():call.End().Offset()]
		if reason = matchRule(rules, text); reason == "" {
			reason = callReason(rules, literals(call.Args))
		}
		return true
	})
	return reason
}

func matchRule(rules []Rule, command string) string {
	for _, r := range rules {
		if r.Match.MatchString(command) {
			return r.Skip
		}
	}
	return ""
}

// callReason applies the built-in rules to the words of a simple command.
func callReason(rules []Rule, words []string) string {
	if len(words) == 0 {
		return ""
	}
	program, args := path.Base(words[0]), words[1:]
	if why, ok := programRules[program]; ok && !asksOnly(program, args) {
		return why + " (" + program + ")"
	}
	if r, ok := subcommandRules[program]; ok {
		if sub := subcommand(program, args); slices.Contains(r.subcommands, sub) {
			return r.skip + " (" + program + " " + sub + ")"
		}
	}
	switch {
	case program == "make":
		if i := slices.IndexFunc(args, configTarget.MatchString); i >= 0 {
			return wantsTerminal + " (make " + args[i] + ")"
		}
	case slices.Contains(shells, program):
		if i := slices.Index(args, "-c"); i >= 0 && i+1 < len(args) {
			return skipReason(rules, args[i+1])
		}
	case program == "command" && len(args) > 0 && (args[0] == "-v" || args[0] == "-V"): // it only asks
	case slices.Contains(wrappers, program):
		return callReason(rules, wrapped(args))
	}
	return ""
}

// wrapped is the command that a wrapper runs: what is left behind its options,
// assignments and numbers.
func wrapped(args []string) []string {
	i := slices.IndexFunc(args, func(w string) bool {
		return !strings.HasPrefix(w, "-") && !strings.Contains(w, "=") && w != "" && (w[0] < '0' || w[0] > '9')
	})
	if i < 0 {
		return nil
	}
	return args[i:]
}

// subcommand is the first argument that is no option, behind git's -C DIR and
// -c KEY=VALUE; of programs that have none, the first option.
func subcommand(program string, args []string) string {
	if program == "dpkg" || program == "rpm" {
		return strings.Join(args[:min(1, len(args))], "")
	}
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "-C" || args[i] == "-c":
			i++
		case !strings.HasPrefix(args[i], "-"):
			return args[i]
		}
	}
	return ""
}

// asksOnly tells whether a call only asks a program for its version or help,
// or runs top in its batch mode.
func asksOnly(program string, args []string) bool {
	if len(args) == 0 {
		return false
	}
	batch := func(w string) bool {
		return strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") && strings.Contains(w, "b")
	}
	return args[0] == "--version" || args[0] == "--help" || program == "top" && slices.ContainsFunc(args, batch)
}

// literals are the words as the shell would see them, as far as that is known
// without running it: what it would put in is left out.
func literals(words []*syntax.Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = literal(w.Parts)
	}
	return out
}

func literal(parts []syntax.WordPart) string {
	var b strings.Builder
	for _, part := range parts {
		switch p := part.(type) {
		case *syntax.Lit:
			b.WriteString(strings.ReplaceAll(p.Value, `\`, ""))
		case *syntax.SglQuoted:
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			b.WriteString(literal(p.Parts))
		}
	}
	return b.String()
}
