package web_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// pairs are the tokens that stand on each other and the least contrast of
// them: text 4.5, lines of controls 3 (WCAG 2.2, 1.4.3 and 1.4.11).
var pairs = []struct {
	on, ground string
	least      float64
}{
	{"ink", "paper", 7},
	{"ink", "back", 7},
	{"ink", "mark", 7},
	{"ink", "warn", 7},
	{"soft", "paper", 4.5},
	{"soft", "back", 4.5},
	{"main", "paper", 4.5},
	{"main", "back", 4.5},
	{"main-ink", "main", 4.5},
	{"edge", "paper", 3},
	{"edge", "back", 3},
	{"focus", "paper", 3},
	{"focus", "back", 3},
	{"warn-line", "warn", 3},
	{"main-ink", "warn-line", 4.5},
}

// TestContrast: in every scheme the tokens can be read on each other.
func TestContrast(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("style/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?:@media ([^{]*)\{)?:root\{([^}]*)\}`).FindAllStringSubmatch(string(css), -1)
	of := func(media ...string) map[string]string {
		tokens := map[string]string{}
		for _, b := range blocks {
			if !applies(b[1], media) {
				continue
			}
			for d := range strings.SplitSeq(b[2], ";") {
				if name, value, ok := strings.Cut(d, ":"); ok {
					tokens[strings.TrimPrefix(name, "--")] = value
				}
			}
		}
		return tokens
	}
	for name, tokens := range map[string]map[string]string{
		"light": of(), "dark": of("(prefers-color-scheme:dark)"), "high contrast": of("(prefers-contrast:more)"),
		"dark high contrast": of("(prefers-contrast:more)", "(prefers-color-scheme:dark)"),
	} {
		for _, p := range pairs {
			if got := contrast(t, tokens[p.on], tokens[p.ground]); got < p.least {
				t.Errorf("%s: --%s %s on --%s %s: %.2f, want %.1f", name, p.on, tokens[p.on], p.ground, tokens[p.ground], got, p.least)
			}
		}
	}
}

// applies reports whether a media query of the stylesheet holds where the
// given features do.
func applies(query string, media []string) bool {
	if query == "" {
		return true
	}
	for feature := range strings.SplitSeq(strings.TrimSpace(query), " and ") {
		found := false
		for _, m := range media {
			found = found || m == feature
		}
		if !found {
			return false
		}
	}
	return true
}

// contrast is the ratio of two colours (WCAG 2.2, "contrast ratio").
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatalf("colour %q: %v", colour, err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
