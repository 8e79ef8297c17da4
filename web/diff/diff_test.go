package diff

import (
	"slices"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"a b c", "a b c", " a  b  c"},
		{"", "a b", "+a +b"},
		{"a b", "", "-a -b"},
		{"a b c", "a x c", " a -b +x  c"},
		{"a b c d", "b c d e", "-a  b  c  d +e"},
		{"a a a", "a a", " a  a -a"},
		{"a b a b", "b a b a", "-a  b  a  b +a"},
		{"x y z", "p q", "-x -y -z +p +q"},
	} {
		got := write(Lines(strings.Fields(c.before), strings.Fields(c.after)))
		if got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

func TestAround(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, after, want string }{
		{"a b c", "a b c", " "},
		{"a b c d e f g", "a b c x e f g", "   c -d +x  e  "},
		{"a b", "a b c", "   b +c"},
	} {
		if got := write(Around(Lines(strings.Fields(c.before), strings.Fields(c.after)))); got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

func write(ls []Line) string {
	var out []string
	for _, l := range ls {
		out = append(out, string(l.Op)+l.Text)
	}
	return strings.Join(out, " ")
}

// TestLinesMany: texts too long to compare are told as rewritten between what
// they share at both ends.
func TestLinesMany(t *testing.T) {
	t.Parallel()
	before, after := []string{"đầu"}, []string{"đầu"}
	for i := range 1500 {
		before, after = append(before, strings.Repeat("a", i)), append(after, strings.Repeat("b", i+1))
	}
	before, after = append(before, "cuối"), append(after, "cuối")
	got := Lines(before, after)
	if len(got) != 3002 || got[0] != (Line{Same, "đầu"}) || got[1].Op != Delete || got[1501].Op != Insert || got[3001] != (Line{Same, "cuối"}) {
		t.Errorf("%d lines, from %v to %v", len(got), got[0], got[len(got)-1])
	}
}

// FuzzLines: both versions can be read off the result.
func FuzzLines(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("a b c a b", "c b a")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, before, after string) {
		a, b := strings.Fields(before), strings.Fields(after)
		var left, right []string
		for _, l := range Lines(a, b) {
			if l.Op != Insert {
				left = append(left, l.Text)
			}
			if l.Op != Delete {
				right = append(right, l.Text)
			}
		}
		if !slices.Equal(left, a) || !slices.Equal(right, b) {
			t.Errorf("%q to %q became %q to %q", a, b, left, right)
		}
	})
}
