package vi

import (
	"slices"
	"strings"
)

// shape is a word as [Distance] sees it.
type shape struct {
	base, plain [maxLetters]rune // plain keeps đ
	n           int
	tone        Tone
}

func shapeOf(word string) (s shape, ok bool) {
	for _, r := range word {
		if s.n == maxLetters {
			return s, false
		}
		l := lookup(r)
		if l.base == 0 {
			l.base, l.plain = r, r
		}
		if l.tone != Level {
			s.tone = l.tone
		}
		s.base[s.n], s.plain[s.n] = l.base, l.plain
		if l.base == 'đ' {
			s.plain[s.n] = 'đ'
		}
		s.n++
	}
	return s, true
}

func (s *shape) has(part string, at int) bool {
	if at < 0 || at+len(part) > s.n {
		return false
	}
	for i := range len(part) {
		if s.plain[at+i] != rune(part[i]) {
			return false
		}
	}
	return true
}

// Distance is what it costs to have written one syllable for the other, each
// marked or bare: the cheapest way from one to the other in letters, plus the
// tone, case apart. It is symmetric and 0 only for words equal but for case and
// the place of the tone. Beyond [MaxDistance], and for words of more than 12
// letters, ok is false.
//
//	0.10  c/k, g/gh, ng/ngh, i/y
//	0.15  a tone or a mark missing on one side, c/q, k/q, f/ph
//	0.20  hỏi/ngã, ưu/ươu, oong/ong
//	0.25  s/x, ch/tr, d/gi, d/z, gi/z, gi/j, final n/ng and t/c, inh/anh,
//	      iu/iêu, im/iêm, ip/iêp, ui/uôi
//	0.30  d/r, r/gi, v/d, v/gi, l/n, w/qu, final n/nh and t/ch, ươu/iêu, ưu/iu,
//	      au/ao, i/y after a vowel, uo/u, ie/i
//	0.35  another mark on the letter, uyên/iên, uyêt/iêt
//	0.40  another tone, a letter doubled, g/r, g/gi, h/qu, ôm/âm
//	0.50  two letters swapped
//	0.60  the key beside the right one
//	0.70  a letter missing
//	1.00  any other letter
func Distance(a, b string) (cost float64, ok bool) {
	s, oka := shapeOf(a)
	t, okb := shapeOf(b)
	if !oka || !okb {
		return 0, false
	}
	return distance(&s, &t, MaxDistance)
}

// distance is Distance with another limit.
func distance(s, t *shape, limit float64) (cost float64, ok bool) {
	if d := s.n - t.n; d > 3 || d < -3 {
		return 0, false
	}
	tone := toneCost(s.tone, t.tone)
	onset := onsetCosts(s, t)
	var rows [maxLetters + 1][maxLetters + 1]float64
	const far = 100
	for j := 1; j <= t.n; j++ {
		rows[0][j] = rows[0][j-1] + letterLost(t, j-1)
	}
	for i := 1; i <= s.n; i++ {
		row, above := &rows[i], &rows[i-1]
		row[0] = above[0] + letterLost(s, i-1)
		best := row[0]
		for j := 1; j <= t.n; j++ {
			if j-i > 3 || i-j > 3 {
				row[j] = far
				continue
			}
			p, q := s.base[i-1], t.base[j-1]
			c := above[j-1]
			if p != q {
				if l := letterCost(p, q); l == costIY && (afterVowel(s, i-1) || afterVowel(t, j-1)) {
					c += costHalfVowelIY
				} else {
					c += l
				}
				c = min(c, above[j]+letterLost(s, i-1), row[j-1]+letterLost(t, j-1))
				if i > 1 && j > 1 && s.plain[i-1] == t.plain[j-2] && s.plain[i-2] == t.plain[j-1] {
					c = min(c, rows[i-2][j-2]+costSwapped)
				}
			} else {
				c = min(c, above[j]+letterLost(s, i-1), row[j-1]+letterLost(t, j-1))
			}
			if i <= 3 && j <= 3 && onset[i][j] > 0 {
				c = min(c, onset[i][j])
			}
			row[j] = c
			best = min(best, c)
		}
		if best+tone > limit && (i < 2 || rowMin(&rows[i-1], t.n)+tone > limit) {
			return 0, false
		}
	}
	cost = rows[s.n][t.n]
	for i := range endConfusions {
		c := &endConfusions[i]
		if s.has(c.a, s.n-len(c.a)) && t.has(c.b, t.n-len(c.b)) {
			cost = min(cost, rows[s.n-len(c.a)][t.n-len(c.b)]+c.cost)
		}
		if s.has(c.b, s.n-len(c.b)) && t.has(c.a, t.n-len(c.a)) {
			cost = min(cost, rows[s.n-len(c.b)][t.n-len(c.a)]+c.cost)
		}
	}
	cost += tone
	return cost, cost <= limit
}

// afterVowel reports whether letter i is a half-vowel at the end of a rime,
// as in ai and ây; after u it is the nucleus.
func afterVowel(s *shape, i int) bool {
	return i > 0 && s.plain[i-1] != 'u' && isVowel(s.plain[i-1])
}

func rowMin(row *[maxLetters + 1]float64, n int) float64 {
	return slices.Min(row[:n+1])
}

// confusedWith holds, for each letter, those that begin the onsets which are
// taken for one that it begins, as bits.
var confusedWith = func() (letters [26]uint32) {
	for _, c := range onsetConfusions {
		letters[c.a[0]-'a'] |= 1 << (c.b[0] - 'a')
		letters[c.b[0]-'a'] |= 1 << (c.a[0] - 'a')
	}
	return letters
}()

func mayConfuse(p, q rune) bool {
	return isLetter(p) && isLetter(q) && confusedWith[p-'a']>>(q-'a')&1 == 1
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' }

// plainCosts holds letterCost of the letters without marks.
var plainCosts = func() (costs [26][26]float64) {
	for p := range rune(26) {
		for q := range rune(26) {
			costs[p][q] = costLetter
			switch {
			case p == 'i'-'a' && q == 'y'-'a', p == 'y'-'a' && q == 'i'-'a':
				costs[p][q] = costIY
			case strings.ContainsRune(keyboard[p], 'a'+q), strings.ContainsRune(keyboard[q], 'a'+p):
				costs[p][q] = costNeighbour
			}
		}
	}
	return costs
}()

// onsetCosts gives the cost of the confusion that the first i letters of s and
// the first j of t are, 0 where they are none.
func onsetCosts(s, t *shape) (costs [4][4]float64) {
	if s.n == 0 || t.n == 0 || !mayConfuse(s.plain[0], t.plain[0]) {
		return costs
	}
	digraphs := s.n > 1 && t.n > 1 && s.plain[1] == 'h' && t.plain[1] == 'h'
	for k := range onsetConfusions {
		c := &onsetConfusions[k]
		if digraphs && len(c.a) == 1 && len(c.b) == 1 { // ch is not the c of c/k
			continue
		}
		if s.has(c.a, 0) && t.has(c.b, 0) {
			costs[len(c.a)][len(c.b)] = c.cost
		}
		if s.has(c.b, 0) && t.has(c.a, 0) {
			costs[len(c.b)][len(c.a)] = c.cost
		}
	}
	return costs
}

// letterLost is the cost of letter i of s having no partner.
func letterLost(s *shape, i int) float64 {
	if i == 0 {
		return costMissing
	}
	before, r := s.plain[i-1], s.plain[i]
	switch {
	case s.base[i-1] == s.base[i]:
		return costDoubled
	case before == 'u' && r == 'o', (before == 'i' || before == 'y') && r == 'e':
		return costGlideVowel
	}
	return costMissing
}

func letterCost(p, q rune) float64 {
	if isLetter(p) && isLetter(q) {
		return plainCosts[p-'a'][q-'a']
	}
	if p > q {
		p, q = q, p // marked letters come last
	}
	l, m := lookup(p), lookup(q)
	switch {
	case l.base == 0 || m.base == 0:
		return costLetter
	case l.plain == m.plain && p == l.plain:
		return costMissingMark
	case l.plain == m.plain:
		return costMark
	}
	return plainCosts[l.plain-'a'][m.plain-'a']
}

func toneCost(a, b Tone) float64 {
	switch {
	case a == b:
		return 0
	case a == Level || b == Level:
		return costMissingTone
	case a == Asking && b == Broken || a == Broken && b == Asking:
		return costHookTilde
	}
	return costTone
}
