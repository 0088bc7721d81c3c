package site

import "embed"

// The plain pattern would leave out names that begin with "_", which Hugo uses.
//
//go:embed all:theme
var themeFS embed.FS
