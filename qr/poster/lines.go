package poster

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is set text: runs of one face each, the spaces between them included.
type line []run

type run struct {
	face face
	text string
	em   float64 // width
}

// space is the width of a space in ems, in both faces.
const space = 0.278

// advance is what w adds to a line that is not empty.
func advance(w word) float64 {
	if w.joined {
		return w.em
	}
	return space + w.em
}

// lineCount is the least number of lines of at most limit ems that hold the
// words, none of them being wider than limit.
func lineCount(words []word, limit float64) int {
	n, used := 0, math.Inf(1)
	for _, w := range words {
		if used += advance(w); used > limit {
			n, used = n+1, w.em
		}
	}
	return n
}

// Costs of a line, in the square of its share too short or too long.
const (
	costLastWord = 4.0  // the last line is one short word
	costSplit    = 0.5  // a word is parted
	costPath     = 0.1  // an address is parted before a slash
	costNumber   = 0.06 // a number begins a line, away from what it counts
	costCompound = 0.05 // the line ends within a word
	costLoose    = 0.03 // the line ends in a word that belongs to the next
	gainPause    = 0.02 // the line ends where a voice pauses
)

// breakLines parts the words into the least number of lines of at most limit
// ems, all about equally long: of all ways to do so the one with the least sum
// of costs, by dynamic programming from the end as in Knuth and Plass.
func breakLines(words []word, limit float64) []line {
	n := lineCount(words, limit)
	switch n {
	case 0:
		return nil
	case 1:
		return []line{setLine(words)}
	}
	total := 0.0
	for _, w := range words {
		total += advance(w)
	}
	ideal := min(total/float64(n), limit)
	ends := make([]float64, len(words)+1) // what it costs to end a line before a word
	for j := 1; j < len(words); j++ {
		ends[j] = endCost(words[j-1].text, words[j])
	}

	// best[l][i] is the least cost of words[i:] on l lines, next[l][i] where
	// the second of them begins.
	best, next := make([][]float64, n+1), make([][]int, n+1)
	for l := range best {
		best[l], next[l] = make([]float64, len(words)+1), make([]int, len(words)+1)
		for i := range best[l] {
			best[l][i] = math.Inf(1)
		}
	}
	best[0][len(words)] = 0
	for l := 1; l <= n; l++ {
		for i := len(words) - 1; i >= 0; i-- {
			used := words[i].em // summed as lineCount does, to the last bit
			for j := i + 1; j <= len(words); j++ {
				if j > i+1 {
					if used += advance(words[j-1]); used > limit {
						break
					}
				}
				if rest := best[l-1][j]; !math.IsInf(rest, 1) {
					off := (used - ideal) / ideal
					cost := rest + off*off + ends[j]
					if j == len(words) && j == i+1 && !words[i].joined && used < ideal/2 {
						cost += costLastWord
					}
					if cost < best[l][i] {
						best[l][i], next[l][i] = cost, j
					}
				}
			}
		}
	}
	lines := make([]line, 0, n)
	for l, i := n, 0; l > 0; l-- {
		j := next[l][i]
		lines = append(lines, setLine(words[i:j]))
		i = j
	}
	return lines
}

// endCost is the cost of a line's end between two words.
func endCost(last string, following word) float64 {
	first, _ := utf8.DecodeRuneInString(following.text)
	switch {
	case following.joined && first == '/':
		return costPath
	case following.joined:
		return costSplit
	case strings.HasSuffix(last, ",") || strings.HasSuffix(last, ";") || strings.HasSuffix(last, ":") || strings.HasSuffix(last, ")") || first == '(':
		return -gainPause
	case unicode.IsDigit(first):
		return costNumber
	case compound(last, following.text):
		return costCompound
	case leads(last):
		return costLoose
	}
	return 0
}

// leads reports whether a Vietnamese word belongs to the one after it.
func leads(w string) bool {
	switch strings.ToLower(w) {
	case "và", "hoặc", "của", "cho", "với", "là", "để", "từ", "do", "về", "các", "những", "một", "theo", "tại", "đối", "có", "không", "được", "bị", "trong", "khi", "đã":
		return true
	}
	return false
}

// setLine joins words into runs.
func setLine(words []word) line {
	var l line
	for i, w := range words {
		switch {
		case i == 0:
			l = append(l, run{w.face, w.text, w.em})
			continue
		case !w.joined:
			l[len(l)-1].text += " "
			l[len(l)-1].em += space
		}
		if last := &l[len(l)-1]; last.face == w.face {
			last.text += w.text
			last.em += w.em
		} else {
			l = append(l, run{w.face, w.text, w.em})
		}
	}
	return l
}

// block is a set paragraph.
type block struct {
	lines   []line
	size    float64 // points
	leading float64 // distance of lines in sizes
}

// height of the block in millimetres, with its leading.
func (b block) height() float64 {
	return float64(len(b.lines)) * b.size * b.leading * mmPerPoint
}

// step is one size of a ladder, and how many lines it is worth.
type step struct {
	size  float64 // points
	lines int     // at most; 0: any number
}

// sizes is a ladder without bounds of lines.
func sizes(points ...float64) []step {
	ladder := make([]step, len(points))
	for i, p := range points {
		ladder[i].size = p
	}
	return ladder
}

// fit sets words in the largest size of the ladder that leaves them within
// width and height, in millimetres. It reports whether one does; the smallest
// is set all the same.
func (t *typesetter) fit(words []word, ladder []step, leading, width, height float64) (block, bool) {
	for i, s := range ladder {
		limit := width / (s.size * mmPerPoint)
		pieces := t.within(words, limit)
		n := lineCount(pieces, limit)
		fits := float64(n)*s.size*leading*mmPerPoint <= height+1e-6
		if s.lines > 0 && (n > s.lines || len(pieces) > len(words) && i < len(ladder)-1) {
			fits = false
		}
		if fits || i == len(ladder)-1 {
			return block{breakLines(pieces, limit), s.size, leading}, fits
		}
	}
	return block{}, false
}

// set sets words at one size in as many lines as it takes.
func (t *typesetter) set(words []word, size, leading, width float64) block {
	b, _ := t.fit(words, sizes(size), leading, width, math.Inf(1))
	return b
}
