// Package preview draws the picture that stands for a site where others link
// to it. The fonts it is written in are embedded.
package preview

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Width and Height are the size of the picture, pixels: what the sites that
// show previews ask for.
const (
	Width, Height = 1200, 630

	margin   = 90
	maxLines = 3 // of the title
)

var (
	paper = color.RGBA{0x15, 0x17, 0x1a, 0xff}
	ink   = color.RGBA{0xe0, 0xe1, 0xde, 0xff}
	dim   = color.RGBA{0xa3, 0xa9, 0xb1, 0xff}
	good  = color.RGBA{0x84, 0xc7, 0xa0, 0xff}
)

// PNG draws a title and, below it, a line about it. Characters that the fonts
// lack are drawn as boxes.
func PNG(title, line string) ([]byte, error) {
	big, err := face(gobold.TTF, 76)
	if err != nil {
		return nil, err
	}
	small, err := face(goregular.TTF, 36)
	if err != nil {
		return nil, err
	}
	img := image.NewPaletted(image.Rect(0, 0, Width, Height), shades())
	draw.Draw(img, image.Rect(0, 0, 14, Height), image.NewUniform(good), image.Point{}, draw.Src)
	y := 190
	for _, l := range wrap(big, title, Width-2*margin, maxLines) {
		write(img, big, ink, margin, y, l)
		y += 92
	}
	check(img, margin, Height-margin-26)
	write(img, small, dim, margin+58, Height-margin, fit(small, line, Width-2*margin-58))
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img)
	return out.Bytes(), err
}

func face(ttf []byte, size float64) (font.Face, error) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
}

// shades are the colours of the picture and what lies between each and the
// paper, the paper first: few colours make a small file.
func shades() color.Palette {
	const steps = 15
	all := color.Palette{paper}
	for _, c := range []color.RGBA{ink, dim, good} {
		for i := 1; i <= steps; i++ {
			mix := func(a, b uint8) uint8 { return uint8((int(a)*(steps-i) + int(b)*i) / steps) }
			all = append(all, color.RGBA{mix(paper.R, c.R), mix(paper.G, c.G), mix(paper.B, c.B), 0xff})
		}
	}
	return all
}

func write(dst draw.Image, f font.Face, c color.Color, x, y int, text string) {
	d := font.Drawer{Dst: dst, Src: image.NewUniform(c), Face: f, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

// check draws the mark of what was verified, its lower corner at x+14, y+26.
func check(dst draw.Image, x, y int) {
	const thick = 7
	stroke := func(x0, y0, n, dy int) {
		for i := range n {
			at := image.Rect(x0+i, y0+dy*i, x0+i+thick, y0+dy*i+thick)
			draw.Draw(dst, at, image.NewUniform(good), image.Point{}, draw.Src)
		}
	}
	stroke(x, y+8, 13, 1)
	stroke(x+13, y+20, 26, -1)
}
