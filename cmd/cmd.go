// Package cmd is the command line of knotes: a file per subcommand, each a
// function that returns it. What they do stands in the packages below; here
// are only flags, wiring and words.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/knotes-dev/knotes/notes"
	"github.com/spf13/cobra"
)

// The exit statuses of knotes.
const (
	exitWell        = 0
	exitFindings    = 1 // a claim drifted or failed, or a record is not what was observed
	exitUsage       = 2 // bad usage, configuration or note
	exitTool        = 3 // the tool could not do its work
	exitInterrupted = 130
)

// Streams are what a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// errFindings ends a command whose findings have been reported.
var errFindings = errors.New("findings")

// usageError is a wrong call.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// Main runs one command line and returns its exit status.
func Main(ctx context.Context, args []string, s Streams) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil, errors.Is(err, errFindings):
	case ctx.Err() != nil:
		fmt.Fprintln(s.Err, "knotes: interrupted")
	default:
		for _, e := range flatten(err) {
			fmt.Fprintln(s.Err, "knotes: "+e.Error())
		}
	}
	return status(ctx, err)
}

func status(ctx context.Context, err error) int {
	var note *notes.Error
	var usage usageError
	switch {
	case err == nil:
		return exitWell
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &note), errors.As(err, &usage):
		return exitUsage
	}
	return exitTool
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "knotes",
		Short: "Keep a notebook about the Linux kernel true",
		Long: `knotes reads Markdown notes, really runs their console and C snippets in a gcc
container, compares what comes out with what the note says, and builds a site
in which every block shows its evidence.

A console block is a transcript: lines that begin with a prompt ("$ ") are
commands, the lines below each are the output it must have. "..." stands for
any text, on a line of its own for any lines; "[2]" on the last line is the
exit status. A block may carry attributes:

    ` + "```" + `console {#id skip="why it is not run" exit=1 timeout="30s" .fresh .run .setup}

Exit status: 0 all well · 1 a claim drifted or failed, or a record is not what
was observed · 2 bad usage, configuration or note · 3 the tool could not do its
work · 130 interrupted.`,
		Example:       "  knotes new memory/mmap\n  knotes verify\n  knotes build && xdg-open public/index.html",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see: %s --help", err, c.CommandPath())}
	})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newVerify(), newBuild(), newShow(), newPin(), newAudit(), newNew(), newImage(), newKernel(), newDoctor())
	for _, c := range root.Commands() {
		c.Args = usageArgs(c.Args)
	}
	root.Args = usageArgs(root.Args)
	return root
}

// usageArgs makes a wrong number of arguments, or an unknown command, a usage
// error.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError{fmt.Errorf("%w; see: %s --help", err, c.CommandPath())}
		}
		return nil
	}
}
