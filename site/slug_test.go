package site

import "testing"

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"mmap": "mmap", "Two Words": "two-words", "v1.2": "v1-2", "UPPER": "upper", "_index": "index-page", "404": "404-page",
		"Größe": "größe", "漢字": "漢字", "e\u0301": "e\u0301", "a--b": "a-b", "-a-": "a", "???": "page", "": "page", "..": "page", "a_b": "a_b", "x~y/z": "x-y-z",
	} {
		if got := slug(in); got != want {
			t.Errorf("slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	n := names{"css": true}
	for _, want := range []string{"css-2", "css-3"} {
		if got := n.take("", "css"); got != want {
			t.Errorf("take = %q, want %q", got, want)
		}
	}
	if got := n.take("a/", "css"); got != "a/css" {
		t.Errorf("take = %q", got)
	}
}

func TestAnchor(t *testing.T) {
	for in, want := range map[string]string{"k1-2": "claim-k1-2", "a b": "claim-a_20b", "ä": "claim-_c3_a4", "x_1": "claim-x_5f1"} {
		if got := anchor(in); got != want {
			t.Errorf("anchor(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHeadingIDs(t *testing.T) {
	ids := headingIDs{}
	for _, tt := range []struct{ text, want string }{
		{"Same", "same"}, {"Same", "same-1"}, {"Same-1", "same-1-1"}, {"same", "same-2"}, {"", ""}, {"???", "heading"}, {"!", "heading-1"}, {" A  b ", "a--b"},
	} {
		if got := ids.take(tt.text); got != tt.want {
			t.Errorf("take(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
