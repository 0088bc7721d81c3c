package notes

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// headings are those of the document that the notebook grew from, in its order.
var headings = []string{
	"Learning Linux Kernel internals", "Processes", "Virtual Address Space",
	"Memory Management Unit (MMU)", "Linked lists", "Docker images for kernel development",
	"Device Drivers", "Networking", "Raw sockets", "Memory layout", "mmap (sys/mman.h)",
	"MAP_SHARED", "MAP_SHARED_VALIDATE", "MAP_PRIVATE", "MAP_ANONYMOUS", "MAP_NORESERVE",
	"Program startup", "bytes", "Compiling the kernel", "Readelf",
	"Call Frame Information (cfi)", "Memory",
}

var (
	tableRow   = regexp.MustCompile(`(?m)^\| (.*?) \| (.*) \|$`)
	localLink  = regexp.MustCompile(`\]\(([^):\s]+)\)`)
	sectionRow = regexp.MustCompile(`(?m)^#{2,6} (.*)$`)
	notInSlug  = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// TestWhereEachTopicWent holds the table of the notebook's README: it has a row
// for each heading, in order, and each row leads somewhere.
func TestWhereEachTopicWent(t *testing.T) {
	book := filepath.Join("content", "README.md")
	text, err := os.ReadFile(book)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range tableRow.FindAllStringSubmatch(string(text), -1) {
		if row[1] == "heading" || strings.HasPrefix(row[1], "---") {
			continue
		}
		got = append(got, row[1])
		if !localLink.MatchString(row[2]) {
			t.Errorf("%q leads nowhere", row[1])
		}
	}
	if a, b := strings.Join(got, "\n"), strings.Join(headings, "\n"); a != b {
		t.Errorf("the table has the headings\n%s\nwant\n%s", a, b)
	}
	checkLinks(t, book, string(text))
}

// TestCorrectionsHaveProof holds that each row of the page of corrections, whose
// last column is the proof, leads to a section that exists.
func TestCorrectionsHaveProof(t *testing.T) {
	page := filepath.Join("content", "about", "corrections.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, row := range tableRow.FindAllStringSubmatch(string(text), -1) {
		if row[1] == "it said" || strings.HasPrefix(row[1], "---") {
			continue
		}
		rows++
		proof := row[2][strings.LastIndex(row[2], " | ")+1:]
		if !localLink.MatchString(proof) {
			t.Errorf("no proof for: %s", row[1])
		}
	}
	if rows == 0 {
		t.Error("there is no row")
	}
	checkLinks(t, page, string(text))
}

// checkLinks tells of each link to another file that has no target: no file, or
// no such heading in it.
func checkLinks(t *testing.T, from, text string) {
	t.Helper()
	for _, link := range localLink.FindAllStringSubmatch(text, -1) {
		name, fragment, _ := strings.Cut(link[1], "#")
		target, err := os.ReadFile(filepath.Join(filepath.Dir(from), filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%s: %v", from, err)
			continue
		}
		if fragment != "" && !hasSection(string(target), fragment) {
			t.Errorf("%s: %s has no heading #%s", from, name, fragment)
		}
	}
}

// hasSection tells whether a heading of the text gets this fragment at a git
// host and on the site: small letters, a hyphen for each blank, no punctuation.
func hasSection(text, fragment string) bool {
	for _, h := range sectionRow.FindAllStringSubmatch(text, -1) {
		slug := notInSlug.ReplaceAllString(strings.ToLower(h[1]), "")
		if strings.ReplaceAll(slug, " ", "-") == fragment {
			return true
		}
	}
	return false
}
