package preview

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
)

func TestPNG(t *testing.T) {
	for _, tt := range []struct{ name, title, line string }{
		{"short", "Notes", "all 3 claims verified"},
		{"empty", "", ""},
		{"long", strings.Repeat("memory ", 60), strings.Repeat("verified, ", 40)},
		{"one word", strings.Repeat("x", 400), "ok"},
		{"other scripts", "核心笔记", "ok"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data, err := PNG(tt.title, tt.line)
			if err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if img.Bounds() != image.Rect(0, 0, Width, Height) {
				t.Errorf("the picture is %v", img.Bounds())
			}
			if len(data) > 60<<10 {
				t.Errorf("%d bytes are too many for a picture of few colours", len(data))
			}
			for y := range Height { // nothing runs over the right edge
				if img.At(Width-1, y) != img.At(Width-1, 0) {
					t.Fatalf("something is drawn at the edge, line %d", y)
				}
			}
			ink := inked(img, image.Rect(margin, 100, Width, 420))
			if (ink > 0) != (tt.title != "") {
				t.Errorf("%d pixels of the title %q", ink, tt.title)
			}
		})
	}
}

// inked counts the pixels in a part of a picture that are not its paper.
func inked(img image.Image, part image.Rectangle) (n int) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if img.At(x, y) != img.At(Width-1, 0) {
				n++
			}
		}
	}
	return n
}

func BenchmarkPNG(b *testing.B) {
	for b.Loop() {
		if _, err := PNG("Linux kernel notes", "all 54 claims verified"); err != nil {
			b.Fatal(err)
		}
	}
}
