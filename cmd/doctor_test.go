package cmd

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestDoctorWithoutAnything(t *testing.T) {
	t.Setenv("PATH", "")
	var out, errs bytes.Buffer
	if got := Main(context.Background(), []string{"doctor"}, Streams{In: strings.NewReader(""), Out: &out, Err: &errs}); got != exitTool {
		t.Errorf("exit status %d, want %d; it said\n%s%s", got, exitTool, out.String(), errs.String())
	}
}
