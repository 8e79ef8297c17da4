// Package diff tells how a text has changed, line by line. Start with [Lines].
package diff

import "slices"

// Op is what became of a line.
type Op byte

// A line was kept, taken out or put in.
const (
	Same   Op = ' '
	Delete Op = '-'
	Insert Op = '+'
)

// Line is a line of either version.
type Line struct {
	Op   Op
	Text string
}

// Around leaves out the kept lines that are not next to a changed one; an empty
// kept line stands for each stretch of them.
func Around(all []Line) (out []Line) {
	left := false
	for i, l := range all {
		near := l.Op != Same || i > 0 && all[i-1].Op != Same || i+1 < len(all) && all[i+1].Op != Same
		switch {
		case near:
			out = append(out, l)
		case !left:
			out = append(out, Line{Op: Same})
		}
		left = !near
	}
	return out
}

// cells bounds the work of comparing: texts that differ over more lines count
// as rewritten there. It is two texts of a thousand lines each.
const cells = 1_000_000

// Lines lists the lines of both versions in their order, with as many as
// possible kept. A line that changed is taken out and put in.
func Lines(before, after []string) []Line {
	start := 0
	for start < min(len(before), len(after)) && before[start] == after[start] {
		start++
	}
	end := 0
	for end < min(len(before), len(after))-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	out := lines(Same, before[:start])
	out = append(out, middle(before[start:len(before)-end], after[start:len(after)-end])...)
	return append(out, lines(Same, before[len(before)-end:])...)
}

// middle compares what lies between the lines that both versions begin and end
// with, by their longest common subsequence.
func middle(a, b []string) []Line {
	if len(a)*len(b) > cells {
		return append(lines(Delete, a), lines(Insert, b)...)
	}
	width := len(b) + 1
	kept := make([]int32, (len(a)+1)*width) // of a[i:] and b[j:]
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if x == y {
				kept[i*width+j] = kept[(i+1)*width+j+1] + 1
			} else {
				kept[i*width+j] = max(kept[(i+1)*width+j], kept[i*width+j+1])
			}
		}
	}
	var out []Line
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = append(out, Line{Same, a[i]})
			i, j = i+1, j+1
		case kept[(i+1)*width+j] >= kept[i*width+j+1]:
			out = append(out, Line{Delete, a[i]})
			i++
		default:
			out = append(out, Line{Insert, b[j]})
			j++
		}
	}
	return append(append(out, lines(Delete, a[i:])...), lines(Insert, b[j:])...)
}

func lines(op Op, texts []string) (out []Line) {
	for _, t := range texts {
		out = append(out, Line{op, t})
	}
	return out
}
