package vi

import (
	"math"
	"slices"
)

const (
	// maxSplit is the longest input in bytes that Split takes.
	maxSplit = 256
	// numberLog is the log probability of a run of digits as a word.
	numberLog = -6
)

// piece is one way for a word to end at a place of run-together input.
type piece struct {
	start, before int // where it begins, and which piece of that place comes before
	id            int32
	best          float64
}

// Split parts input that was typed without spaces, "dangkykhaisinh" → dang ky
// khai sinh, into words of the vocabulary, by their folds: marks that were typed
// stay. A run of digits is a word, a consonant
// alone (loại B) only after a word it is known to follow. If some part is no word of the vocabulary, or
// the input is longer than 256 bytes, ok is false. A single known word is given
// back alone.
//
// The words are the best path under the probabilities of folded pairs.
func (v *Vocabulary) Split(runTogether string) (words []string, ok bool) {
	if len(runTogether) > maxSplit {
		return nil, false
	}
	folded, offsets := FoldMap(runTogether)
	n := len(folded)
	if n == 0 || n > maxSplit {
		return nil, false
	}
	return v.split(v.folded.reader(), runTogether, folded, offsets)
}

// split parts s, given its fold and the way back.
func (v *Vocabulary) split(r *reader, s, folded string, offsets []int) (words []string, ok bool) {
	n := len(folded)
	ends := make([][]piece, n+1)
	ends[0] = []piece{{}}
	for start := range n {
		if len(ends[start]) == 0 {
			continue
		}
		digits := 0
		for start+digits < n && isDigit(folded[start+digits]) {
			digits++
		}
		for end := start + 1; end <= min(n, start+max(v.longest, digits)); end++ {
			if end < n && isDigit(folded[end-1]) && isDigit(folded[end]) {
				continue // inside a number
			}
			id := v.folded.id(folded[start:end])
			if id < 0 && (folded[end-1] == 'y' || folded[start] == 'q') { // perhaps spelt otherwise
				id = v.foldID(folded[start:end])
			}
			number := end-start == digits
			if id < 0 && !number {
				continue
			}
			consonant := end == start+1 && !number && n > 1 && !isVowel(rune(folded[start]))
			p := piece{start: start, id: id, best: math.Inf(-1)}
			for k, before := range ends[start] {
				if consonant && r.pair(before.id, id) == 0 {
					continue
				}
				if before.best+r.atMost(before.id, id) <= p.best {
					continue
				}
				step := r.logP(before.id, id)
				if number {
					step = max(numberLog, step)
				}
				if before.best+step > p.best {
					p.best, p.before = before.best+step, k
				}
			}
			if !math.IsInf(p.best, -1) {
				ends[end] = append(ends[end], p)
			}
		}
	}
	best := -1
	for k, p := range ends[n] {
		if best < 0 || p.best > ends[n][best].best {
			best = k
		}
	}
	if best < 0 {
		return nil, false
	}
	for end := n; end > 0; {
		p := ends[end][best]
		words = append(words, s[offsets[p.start]:offsets[end]])
		end, best = p.start, p.before
	}
	slices.Reverse(words)
	return words, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
