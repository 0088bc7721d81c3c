// Command knotes keeps a notebook about the Linux kernel true; see knotes --help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/knotes-dev/knotes/cmd"
	_ "github.com/knotes-dev/knotes/cmd/knotes/heap"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second one ends it at once
	status := cmd.Main(ctx, os.Args[1:], cmd.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(status)
}
