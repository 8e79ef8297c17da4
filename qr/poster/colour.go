package poster

import (
	"math"

	"tracuu/qr"
)

// colour is a colour of the screen; agencies give theirs as "#0a5a50".
type colour struct{ r, g, b int }

var (
	black = colour{0, 0, 0}
	white = colour{255, 255, 255}
	ink   = colour{64, 64, 64}    // of what matters less; 10:1 on white
	faint = colour{243, 243, 243} // ground of boxes; vanishes on a poor printer, which costs nothing
	house = colour{10, 90, 80}    // bands of agencies that have no colour
)

// parseColour reads a colour that [CheckColour] takes; none is the house
// colour.
func parseColour(s string) (colour, error) {
	if s == "" {
		return house, nil
	}
	c, err := qr.ParseColour(s)
	return colour{int(c.R), int(c.G), int(c.B)}, err
}

// on gives black or white, whichever is read better on c, by the contrast
// ratio of WCAG 2.
func on(c colour) colour {
	l := c.luminance()
	if 1.05/(l+0.05) >= (l+0.05)/0.05 {
		return white
	}
	return black
}

// Contrast is the contrast ratio of WCAG 2 between the colour of an issuer and
// white, 1 to 21: what is written in white on it, and in it on paper.
func Contrast(s string) (float64, error) {
	c, err := parseColour(s)
	return 1.05 / (c.luminance() + 0.05), err
}

// line gives the colour for rules on white: c, or black where c would hardly
// be seen.
func (c colour) line() colour {
	if 1.05/(c.luminance()+0.05) < 3 {
		return black
	}
	return c
}

// luminance is the relative luminance of WCAG 2, from 0 to 1.
func (c colour) luminance() float64 {
	linear := func(v int) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}
