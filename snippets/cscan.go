package snippets

import "regexp"

// cNoise is what of C says nothing about its shape: comments, strings,
// characters, preprocessor lines with their continuations. An unclosed comment
// goes on to the end.
var cNoise = regexp.MustCompile(`(?s:/\*.*?(?:\*/|\z))|//[^\n]*|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|(?m:^[ \t]*#(?:\\\r?\n|[^\n])*)`)

// cLeftOut matches a line "...", which stands for something left out.
var cLeftOut = regexp.MustCompile(`(?m)^[ \t]*\.\.\.[ \t\r]*$`)

// cCode returns the code without its noise, and false if something is left
// out of it.
func cCode(text string) (code string, complete bool) {
	return cNoise.ReplaceAllStringFunc(text, func(noise string) string {
		if noise[0] == '"' || noise[0] == '\'' {
			return noise[:1] + noise[:1] // still a value
		}
		return " "
	}), !cLeftOut.MatchString(text)
}
