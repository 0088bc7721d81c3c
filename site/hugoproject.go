package site

import (
	"encoding/json"
	"fmt"
	"strings"
)

// config is the project's hugo.toml.
func config(p *Project) string {
	lang := p.Lang
	if lang == "" {
		lang = "en"
	}
	return fmt.Sprintf(`# Written by knotes.
title = %s
baseURL = %s
defaultContentLanguage = %s
theme = "knotes"
disableKinds = ["taxonomy", "term", "rss"]
ignoreLogs = ["warning-goldmark-raw-html"]
buildFuture = true # a commit may be dated tomorrow
enableRobotsTXT = true

[outputs]
home = ["html", "atom", "llms", "llmsfull"]

[mediaTypes."application/atom+xml"]
suffixes = ["xml"]

[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "feed"

[outputFormats.llms]
mediaType = "text/plain"
baseName = "llms"
isPlainText = true

[outputFormats.llmsfull]
mediaType = "text/plain"
baseName = "llms-full"
isPlainText = true

[markup.goldmark.renderer]
unsafe = false # raw HTML of a note never reaches a page

[markup.goldmark.parser.attribute]
title = false
block = false

[markup.goldmark.extensions]
definitionList = false # a note is read as by a git host, which has none

[markup.goldmark.extensions.typographer]
disable = true # what a note says is shown as it is

[markup.highlight]
noClasses = false

[security.http]
urls = ["none"]

[security.exec]
allow = ["none"]
`, quoted(p.Title), quoted(p.BaseURL), quoted(lang))
}

// quoted writes s as a JSON string, which is one of TOML and YAML too.
func quoted(s string) string {
	data, _ := json.Marshal(strings.ToValidUTF8(visible(s), "\ufffd")) // a string can always be written
	return string(data)
}

// frontMatter writes pairs of names and values; a JSON value is a YAML one.
func frontMatter(kv ...any) string {
	var b strings.Builder
	b.WriteString("---\n")
	for i := 0; i < len(kv); i += 2 {
		switch v := kv[i+1].(type) {
		case string:
			fmt.Fprintf(&b, "%s: %s\n", kv[i], quoted(v))
		default:
			fmt.Fprintf(&b, "%s: %v\n", kv[i], v)
		}
	}
	b.WriteString("---\n")
	return b.String()
}
