package search

import (
	"cmp"
	"slices"
	"strings"
)

// People ask in whole sentences. The words that make a sentence of it name no
// procedure: they are taken out of what is looked for, and some of them say
// which part of the procedure is wanted.

// phrase is a run of words with what it asks for.
type phrase struct {
	words []string // with their marks
	forms []word   // those of weight 0 only ask, the others must stand there but stay
	asked Asked
}

// begins reports whether the words begin with the phrase. A single syllable
// without marks is too many words to be the one of the phrase.
func (p phrase) begins(words []word) bool {
	if len(p.forms) > len(words) || len(p.forms) == 1 && p.forms[0].marked && !words[0].marked {
		return false
	}
	for i, w := range p.forms {
		if !words[i].sameAs(w) {
			return false
		}
	}
	return true
}

// asking is how many words of the phrase there are up to the last that asks.
func (p phrase) asking() int {
	n := len(p.forms)
	for n > 0 && p.forms[n-1].weight > 0 {
		n--
	}
	return n
}

// questionWords are phrases by the fold of their first word, the longest first.
type questionWords map[string][]phrase

func newQuestionWords() questionWords {
	q := questionWords{}
	for _, a := range askedPhrases {
		q.add(a.patterns, a.asked)
	}
	q.add(fillers, AskedNothing)
	q.sort()
	return q
}

func (q questionWords) add(patterns string, asked Asked) {
	forms := map[string]word{} // the same few words make thousands of phrases
	for pattern := range strings.Lines(patterns) {
		for _, text := range spellOut(choices.Replace(pattern)) {
			p := phrase{asked: asked}
			for f := range strings.FieldsSeq(text) {
				w, ok := forms[f]
				if !ok {
					text, stays := strings.CutPrefix(f, "+")
					if w = newWord(text); !stays {
						w.weight = 0
					}
					forms[f] = w
				}
				p.words, p.forms = append(p.words, w.text), append(p.forms, w)
			}
			if len(p.forms) > 0 {
				first := p.forms[0].fold
				q[first] = append(q[first], p)
			}
		}
	}
}

// sort puts the longest first. Of the same phrase the one that was added first
// stays.
func (q questionWords) sort() {
	for first, ps := range q {
		slices.SortStableFunc(ps, func(a, b phrase) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), slices.Compare(a.words, b.words))
		})
		q[first] = slices.CompactFunc(ps, func(a, b phrase) bool { return slices.Equal(a.words, b.words) })
	}
}

// spellOut gives every text of a pattern: "(a|b) c" is "a c" and "b c".
func spellOut(pattern string) []string {
	before, rest, ok := strings.Cut(pattern, "(")
	if !ok {
		return []string{strings.Join(strings.Fields(pattern), " ")}
	}
	// Choices may hold choices, which {names} bring along.
	end, depth := 0, 1
	var cuts []int
	for ; end < len(rest); end++ {
		switch rest[end] {
		case '(':
			depth++
		case ')':
			depth--
		case '|':
			if depth == 1 {
				cuts = append(cuts, end)
			}
		}
		if depth == 0 {
			break
		}
	}
	var out []string
	start := 0
	for _, cut := range append(cuts, end) {
		out = append(out, spellOut(before+rest[start:cut]+rest[end+1:])...)
		start = cut + 1
	}
	return out
}

// texts are few of the phrases, with their marks: every two words that follow
// each other in any of them do so in one of these.
func (q questionWords) texts() (out []string) {
	var all []phrase
	for _, ps := range q {
		all = append(all, ps...)
	}
	slices.SortFunc(all, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(len(b.words), len(a.words)), slices.Compare(a.words, b.words))
	})
	seen := map[string]bool{}
	for _, p := range all {
		news := len(p.words) == 1
		for i := 1; i < len(p.words); i++ {
			pair := pairTerm(p.words[i-1], p.words[i])
			news = news || !seen[pair]
			seen[pair] = true
		}
		if news {
			out = append(out, strings.Join(p.words, " "))
		}
	}
	return out
}

// strip marks the words that only ask and answers what they ask for. What a
// query asks first counts, but the way to do it counts least. If nothing else
// would remain, everything stays.
func (q questionWords) strip(words []word) Asked {
	asked := AskedNothing
	keeps := keptIn(words)
	for i := 0; i < len(words); {
		p, ok := q.at(words, i, keeps)
		if !ok {
			i++
			continue
		}
		if p.asked != AskedNothing && (asked == AskedNothing || asked == AskedSteps) {
			asked = p.asked
		}
		for j, w := range p.forms {
			words[i+j].weight *= w.weight
		}
		i += p.asking()
	}
	dock(words)
	for i := range words {
		if w := &words[i]; w.weight > 0 && !slices.ContainsFunc(keeps, func(r run) bool { return r.from <= i && i < r.to }) {
			w.weight *= particleWeight(*w)
		}
	}
	if !slices.ContainsFunc(words, func(w word) bool { return w.weight > 0 }) {
		for i := range words {
			words[i].weight = 1
		}
		return AskedNothing
	}
	return asked
}

// run is the words from:to of a query.
type run struct{ from, to int }

// keptIn finds the words that belong together whatever they are elsewhere.
func keptIn(words []word) (out []run) {
	for i := range words {
		for _, p := range keptTogether[words[i].fold] {
			if p.begins(words[i:]) {
				out = append(out, run{i, i + len(p.forms)})
				break
			}
		}
	}
	return out
}

// at is the longest phrase that begins at a word and cuts nothing that belongs
// together.
func (q questionWords) at(words []word, i int, keeps []run) (phrase, bool) {
	for _, p := range q[words[i].fold] {
		if !p.begins(words[i:]) {
			continue
		}
		end := i + p.asking()
		cuts := func(r run) bool {
			within := i <= r.from && r.to <= end && r.to-r.from < end-i
			return r.from < end && i < r.to && !within
		}
		if !slices.ContainsFunc(keeps, cuts) {
			return p, true
		}
	}
	return phrase{}, false
}

// dock takes off the small words that end a question: "ở đâu vậy ạ". Without
// marks they are known by what they follow.
func dock(words []word) {
	end := len(words)
	for end > 0 && words[end-1].weight > 0 && slices.ContainsFunc(questionTails, words[end-1].sameAs) {
		end--
	}
	if end > 0 && words[end-1].weight == 0 {
		for i := end; i < len(words); i++ {
			words[i].weight = 0
		}
	}
}

// particles are words that tell nothing about the matter, weakVerbs those that
// tell little. Typed bare they may be other words and count a little all the
// same. Tails are the particles that end a question.
const (
	particles = `tôi tui em mình tớ chúng tụi ạ à ơi dạ vâng nhé nha nhỉ hả thì là mà của và với các những một này kia đó ấy đây
		đã đang sẽ rồi cũng vẫn còn thôi luôn lắm quá cho để khi lúc nào gì ai đâu sao thế vậy nếu vì nên do bởi
		hãy hay hoặc cái chiếc`
	weakVerbs = `được bị làm mần xin nộp đi có phải cần muốn giúp giùm dùm nhờ hỏi biết từ đến tới ra vào vô lên xuống ở tại trong ngoài trên dưới về theo bằng như
		mới vừa sắp định`
	tails = `ạ a vậy thế hả nhỉ nhé nha ta đây đó rứa hè z ad luôn với em`
)

// Weights of words that tell little: a particle that may be another word, and
// a weak verb.
const (
	bareParticle = 0.2
	weakVerb     = 0.7
	particle     = 0.1
)

func particleWeight(w word) float64 {
	p, ok := particleWeights[w.canonical]
	if ok && p == particle && !w.marked && len(w.fold) > 1 { // the bare "cho" may be chợ or chó
		return bareParticle
	}
	if !ok && !w.marked {
		p, ok = foldedParticles[w.fold]
	}
	if ok {
		return p
	}
	return 1
}

var particleWeights, foldedParticles = func() (exact, folded map[string]float64) {
	exact, folded = map[string]float64{}, map[string]float64{}
	for list, weight := range map[string]float64{particles: particle, weakVerbs: weakVerb} {
		for w := range strings.FieldsSeq(list) {
			exact[canonicalTerm(w)] = weight
			folded[foldTerm(w)] = weakVerb // the bare word may be another
		}
	}
	return exact, folded
}()

var keptTogether = func() questionWords {
	q := questionWords{}
	q.add(kept, AskedNothing)
	q.sort()
	return q
}()

var questionTails = plainWords(tails)
