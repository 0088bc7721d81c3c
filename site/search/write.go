package search

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Entry is the name of the index's first file, below the site's folder.
const Entry = "search.json"

// fullText is how many bytes of text a chunk of passages holds; then another
// begins.
const fullText = 3072

// entry is what the module reads first.
type entry struct {
	Version  int      `json:"v"`
	Dir      string   `json:"dir"`      // of the chunks, relative to the entry
	Pages    string   `json:"pages"`    // how many passages each page has, as numbers
	Texts    string   `json:"texts"`    // how many passages each chunk has, as numbers
	Terms    []string `json:"terms"`    // where each chunk of terms begins
	Passages int      `json:"passages"` // in all
}

// Write reads the pages below dir, a built site, and writes their index there.
// Elements that have one of the classes in skip are not searched.
func Write(ctx context.Context, dir string, skip ...string) error {
	pages, err := readPages(ctx, dir, skip)
	if err != nil {
		return fmt.Errorf("indexing the site: %w", err)
	}
	if err := write(ctx, dir, pages); err != nil {
		return fmt.Errorf("writing the index of the site: %w", err)
	}
	return nil
}

// readPages reads the pages in the order of their paths.
func readPages(ctx context.Context, dir string, skip []string) ([]*page, error) {
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && name == filepath.Join(dir, "files") { // those of the notes
			return filepath.SkipDir
		}
		if err == nil && path.Ext(name) == ".html" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	read := make([]*page, len(names))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		group.Go(func() error {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(dir, name)
			if err != nil {
				return err
			}
			read[i] = readPage(strings.TrimSuffix(filepath.ToSlash(rel), "index.html"), data, skip)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	pages := read[:0]
	for _, p := range read {
		if p != nil {
			pages = append(pages, p)
		}
	}
	return pages, nil
}

// file is one of the index.
type file struct {
	name string
	data []byte
}

func write(ctx context.Context, dir string, pages []*page) error {
	e := entry{Version: 1}
	var counts []int
	for _, p := range pages {
		counts = append(counts, len(p.passages))
		e.Passages += len(p.passages)
	}
	e.Pages = numbers(counts)

	var files []file
	for i, c := range chunks(lines(pages), e.Passages) {
		e.Terms = append(e.Terms, c.from)
		files = append(files, file{fmt.Sprintf("t%d.txt", i), []byte(strings.Join(c.lines, "\n"))})
	}
	texts, counts, err := textChunks(pages)
	if err != nil {
		return err
	}
	e.Texts = numbers(counts)
	files = append(files, texts...)

	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n", f.name, len(f.data))
		sum.Write(f.data)
	}
	e.Dir = "search/" + hex.EncodeToString(sum.Sum(nil))[:16] + "/"
	if err := writeFiles(ctx, filepath.Join(dir, filepath.FromSlash(e.Dir)), files); err != nil {
		return err
	}
	data, err := encode(e)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, Entry), data, 0o644)
}

func writeFiles(ctx context.Context, dir string, files []file) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range files {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, f.name), f.data, 0o644)
		})
	}
	return group.Wait()
}

// textChunks writes the passages: a chunk is a list of pages or parts of them,
// each [title, url, heading, anchor, text, heading, anchor, text, ...]. It
// returns the number of passages of each chunk, too.
func textChunks(pages []*page) ([]file, []int, error) {
	var files []file
	var counts []int
	var parts [][]string
	count, size := 0, 0
	flush := func() error {
		data, err := encode(parts)
		files = append(files, file{fmt.Sprintf("x%d.json", len(files)), data})
		counts = append(counts, count)
		parts, count, size = nil, 0, 0
		return err
	}
	for _, pg := range pages {
		parts = append(parts, []string{pg.title, pg.url})
		for _, p := range pg.passages {
			if count > 0 && size+p.text.Len() > fullText {
				if last := len(parts) - 1; len(parts[last]) == 2 {
					parts = parts[:last]
				}
				if err := flush(); err != nil {
					return nil, nil, err
				}
				parts = append(parts, []string{pg.title, pg.url})
			}
			last := len(parts) - 1
			parts[last] = append(parts[last], p.heading, p.anchor, p.text.String())
			size += p.text.Len() + len(p.heading) + len(p.anchor)
			count++
		}
	}
	if count > 0 {
		if err := flush(); err != nil {
			return nil, nil, err
		}
	}
	return files, counts, nil
}

// encode writes JSON as short as it can be: no "<" is escaped, since it is
// never part of a page.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}
