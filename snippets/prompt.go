package snippets

import "regexp"

// A host's prompt names the user and the machine, and may name the folder:
// "user@host:~$ ", "root@host:/usr/src# ", "user@host:~/my notes$ ",
// "user@host ~ $ ", "[user@host dir]$ ".
const hostPrompt = `[\w.-]+@[\w.-]+(?::[^\s$#]*|:[~/][^$#]*[^\s$#]| [~/][^\s$#]* ?)?[$#]|\[[\w.-]+@[\w.-]+[ :][^\]]*\] ?[$#]`

var (
	// shellPrompt matches what may stand before a command: "$ " or "$" alone,
	// "% ", a host's prompt, "bash-5.2$ ", "sh-5.2# ".
	shellPrompt = regexp.MustCompile(`^(?:\$|%|` + hostPrompt + `|(?:ba)?sh-\d+(?:\.\d+)*[$#])(?: |$)`)

	// userPrompt is the part of shellPrompt that makes an untagged block a session.
	userPrompt = regexp.MustCompile(`^(?:\$ |(?:` + hostPrompt + `)(?: |$))`)

	// rootPrompt is a bare "# ", a prompt only where a console block has no other.
	rootPrompt = regexp.MustCompile(`^#(?: |$)`)

	// percentHeader is the head of strace -c: its "% " is no prompt.
	percentHeader = regexp.MustCompile(`^% time +seconds +usecs/call`)
)

// shellPromptLen is the length of the prompt that a line begins with, or 0.
func shellPromptLen(line string) int {
	if percentHeader.MatchString(line) {
		return 0
	}
	return len(shellPrompt.FindString(line))
}

func isShellPrompt(line string) bool { return shellPromptLen(line) > 0 }
