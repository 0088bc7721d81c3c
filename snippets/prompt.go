package snippets

import "regexp"

// shellPrompt matches what may stand before a command: "$ " or "$" alone,
// "% ", "user@host:~$ ", "root@host:~# ", "[user@host dir]$ ", "bash-5.2$ ".
var shellPrompt = regexp.MustCompile(`^(?:\$|%|[\w.-]+@[\w.-]+(?::[^\s$#]*)?[$#]|\[[\w.-]+@[\w.-]+ [^\]]*\][$#]|bash-\d+(?:\.\d+)*[$#])(?: |$)`)

// userPrompt is the part of shellPrompt that makes an untagged block a session.
var userPrompt = regexp.MustCompile(`^(?:\$ |[\w.-]+@[\w.-]+(?::[^\s$#]*)?[$#](?: |$)|\[[\w.-]+@[\w.-]+ [^\]]*\][$#](?: |$))`)

// rootPrompt is a bare "# ", a prompt only where a console block has no other.
var rootPrompt = regexp.MustCompile(`^#(?: |$)`)

// programPrompt matches the prompts of debuggers and interpreters.
var programPrompt = regexp.MustCompile(`^(?:\((?:gdb|lldb|Pdb)\)|>>>|sqlite>)(?: |$)`)

// isProgramPrompt tells whether a line is typed into a program, by a known
// prompt or the block's own.
func isProgramPrompt(line, own string) bool {
	return programPrompt.MatchString(line) || own != "" && len(line) >= len(own) && line[:len(own)] == own
}
