package snippets

import (
	"regexp"
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
	wantsTerminal  = "asks questions on a terminal"
	wantsNetwork   = "needs the network"
)

// programRules are the built-in rules: by the name of a program, wherever it
// stands in a command.
var programRules = map[string]string{
	"docker": wantsContainer, "podman": wantsContainer,
	"apt": wantsPackages, "apt-get": wantsPackages, "yum": wantsPackages, "dnf": wantsPackages, "sudo": "needs privileges that a note's container never has",
	"vi": wantsTerminal, "vim": wantsTerminal, "nano": wantsTerminal, "emacs": wantsTerminal, "top": wantsTerminal, "htop": wantsTerminal, "less": wantsTerminal,
	"curl": wantsNetwork, "wget": wantsNetwork, "ssh": wantsNetwork, "scp": wantsNetwork, "rsync": wantsNetwork,
}

var menuconfig = regexp.MustCompile(`^(?:menu|n|x|g)config$`)

// skipReason returns why a command is not run, or "".
func skipReason(rules []Rule, command string) string {
	for _, r := range rules {
		if r.Match.MatchString(command) {
			return r.Skip
		}
	}
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(command), "")
	if err != nil {
		return ""
	}
	reason := ""
	syntax.Walk(f, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.CallExpr); ok && reason == "" {
			reason = callReason(call)
		}
		return true
	})
	return reason
}

func callReason(call *syntax.CallExpr) string {
	var words []string
	for _, w := range call.Args {
		words = append(words, w.Lit())
	}
	if len(words) == 0 {
		return ""
	}
	if why, ok := programRules[words[0]]; ok && !asksOnly(words) {
		return why + " (" + words[0] + ")"
	}
	for _, w := range words[1:] {
		switch {
		case words[0] == "make" && menuconfig.MatchString(w):
			return wantsTerminal + " (make " + w + ")"
		case words[0] == "git" && (w == "clone" || w == "fetch" || w == "pull" || w == "push"):
			return wantsNetwork + " (git " + w + ")"
		}
	}
	return ""
}

// asksOnly tells whether a call only asks a program for its version, or runs
// top in its batch mode.
func asksOnly(words []string) bool {
	if len(words) < 2 {
		return false
	}
	return words[1] == "--version" || words[0] == "top" && strings.HasPrefix(words[1], "-b")
}
