package cmd

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/report"
)

// reportOutput is one --report.
type reportOutput struct{ format, file string }

// parseReports reads the values of --report, each with one of some formats. A
// place that cannot be written is found before anything is run.
func parseReports(specs, formats []string) ([]reportOutput, error) {
	var outs []reportOutput
	for _, spec := range specs {
		format, file, named := strings.Cut(spec, "=")
		switch {
		case !slices.Contains(formats, format):
			return nil, usagef("--report %s: there is no such format%s; known are: %s", spec,
				notes.Nearest(format, formats), strings.Join(formats, ", "))
		case named && file == "":
			return nil, usagef("--report %s: the name of a file is missing; leave \"=\" out for standard output", spec)
		}
		if named {
			if err := writable(file); err != nil {
				return nil, usagef("--report %s: %v", spec, err)
			}
			for _, o := range outs {
				if o.file != "" && filepath.Clean(o.file) == filepath.Clean(file) {
					return nil, usagef("--report %s: the %s report goes to that file already", spec, o.format)
				}
			}
		}
		outs = append(outs, reportOutput{format, file})
	}
	return outs, nil
}

// writable tells what keeps a file from being written.
func writable(file string) error {
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder", file)
	}
	dir := filepath.Dir(file)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s", dir)
	}
	return nil
}

// write writes the report to its file, whole or not at all, or to standard
// output.
func (out reportOutput) write(stdout io.Writer, r *report.Report, o report.Options) error {
	o.Color = o.Color && out.file == ""
	return out.put(stdout, func(w io.Writer) error { return report.Write(w, out.format, r, o) })
}

// put has a report written to its file, whole or not at all, or to standard
// output.
func (out reportOutput) put(stdout io.Writer, write func(io.Writer) error) error {
	if out.file == "" {
		return write(stdout)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if err := writeReport(out.file, b.Bytes()); err != nil {
		return fmt.Errorf("writing report %s: %w", out.file, err)
	}
	return nil
}

// writeReport replaces a file; a device or a pipe is written to.
func writeReport(file string, data []byte) error {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(file, data, 0o644)
	}
	if to, err := filepath.EvalSymlinks(file); err == nil {
		file = to
	}
	return notes.WriteFile(file, data)
}

// inRepository returns a function which names a file of the project relative
// to the git repository that it is in, as GitHub wants it.
func inRepository(cfg *notes.Config) func(string) string {
	base := cfg.Root
	if base == "" {
		base = "."
	}
	base, err := filepath.Abs(base)
	if err != nil {
		return nil
	}
	for top := base; ; top = filepath.Dir(top) {
		if _, err := os.Stat(filepath.Join(top, ".git")); err == nil {
			return func(file string) string {
				if !filepath.IsAbs(file) {
					file = filepath.Join(base, file)
				}
				if rel, err := filepath.Rel(top, file); err == nil && filepath.IsLocal(rel) {
					return filepath.ToSlash(rel)
				}
				return filepath.ToSlash(file)
			}
		}
		if top == filepath.Dir(top) {
			return nil
		}
	}
}
