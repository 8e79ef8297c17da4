package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search/vi"
)

// Fragment is a run of text; a marked one matched the query.
type Fragment struct {
	Text   string
	Marked bool
}

// maxSnippetSource bounds how much of a text is looked through for a snippet,
// in bytes.
const maxSnippetSource = 8 << 10

// Highlighter marks the words of one query in original text. A word typed with
// marks matches only the word that has them. A bare one matches every reading,
// but beside its neighbour in the query if it has one: alone, "dang" is đang,
// dạng, dáng and ten others.
type Highlighter struct {
	folds map[string]*markedFold
	pairs map[string]bool
	loose map[string]bool // plain folds of words worth a closer look
}

// markedFold is what a fold must look like to be marked.
type markedFold struct {
	bare      bool // any reading
	canonical map[string]bool
}

// NewHighlighter reads the query as [Index.Search] does; what it was read as
// is marked too.
func NewHighlighter(text string, readAs ...Rewrite) *Highlighter {
	h := &Highlighter{folds: map[string]*markedFold{}, pairs: map[string]bool{}, loose: map[string]bool{}}
	h.add(text)
	for _, r := range readAs {
		h.add(r.To)
	}
	return h
}

func (h *Highlighter) add(text string) {
	var prev string
	for _, w := range read(text).words {
		e := h.folds[w.fold]
		if e == nil {
			e = &markedFold{canonical: map[string]bool{}}
			h.folds[w.fold] = e
		}
		e.bare = e.bare || !w.marked
		e.canonical[w.canonical] = true
		h.loose[w.fold] = true
		if stem, ok := strings.CutSuffix(w.fold, "i"); ok { // kỹ is kĩ in canonical form
			h.loose[stem+"y"] = true
		}
		if prev != "" {
			h.pairs[pairTerm(prev, w.fold)] = true
		}
		prev = w.fold
	}
}

// span is a word of the text that matches.
type span struct {
	start, end int
	fold       string
	bare       bool
	paired     bool // stands next to its neighbour in the query
}

func (h *Highlighter) spans(text string) []span {
	var out []span
	prevEnd, prevFold := -1, ""
	var buf []byte
	for t := range vi.Tokens(text) {
		// Most words are none of the query's; telling that must be cheap.
		if buf = vi.AppendFold(buf[:0], t.Text); !h.loose[string(buf)] {
			prevFold = ""
			continue
		}
		canonical := canonicalTerm(t.Text)
		fold := vi.Fold(canonical)
		e := h.folds[fold]
		if e == nil || !e.bare && !e.canonical[canonical] {
			prevFold = ""
			continue
		}
		paired := prevFold != "" && h.pairs[pairTerm(prevFold, fold)]
		if paired && len(out) > 0 && out[len(out)-1].end == prevEnd {
			out[len(out)-1].paired = true
		}
		out = append(out, span{t.Start, t.End, fold, e.bare, paired})
		prevEnd, prevFold = t.End, fold
	}
	return slices.DeleteFunc(out, func(s span) bool { return s.bare && !s.paired && len(h.pairs) > 0 })
}

// Mark cuts the whole text into fragments.
func (h *Highlighter) Mark(text string) []Fragment {
	return fragments(text, 0, len(text), h.spans(text))
}

// Snippet is the stretch of about size bytes that has most of the query, with
// "…" where it was cut. Without any match it is the beginning of the text.
func (h *Highlighter) Snippet(text string, size int) []Fragment {
	text = clipBytes(text, maxSnippetSource)
	spans := h.spans(text)
	from, to := bestWindow(spans, size)
	from, to = wordBounds(text, from, to, size)
	out := fragments(text, from, to, spans)
	if from > 0 {
		out = append([]Fragment{{Text: "…\u00a0"}}, out...)
	}
	if to < len(text) {
		out = append(out, Fragment{Text: "\u00a0…"})
	}
	for i := range out { // one line after another reads as one sentence otherwise
		out[i].Text = lineBreaks.Replace(out[i].Text)
	}
	return out
}

var lineBreaks = strings.NewReplacer(".\n", ". ", ";\n", "; ", ":\n", ": ", ",\n", ", ", "\n", " · ")

// bestWindow slides a window over the matches and takes the one with the most
// different words, pairs counting double.
func bestWindow(spans []span, size int) (from, to int) {
	best, counts, score := 0, map[string]int{}, 0
	weigh := func(s span) int {
		if s.paired {
			return 3
		}
		return 1
	}
	j := 0
	for i, s := range spans {
		for j < len(spans) && spans[j].end-s.start <= size {
			if counts[spans[j].fold]++; counts[spans[j].fold] == 1 {
				score += 2
			}
			score += weigh(spans[j])
			j++
		}
		if score > best {
			best, from, to = score, s.start, spans[max(j-1, i)].end
		}
		if j > i {
			if counts[s.fold]--; counts[s.fold] == 0 {
				score -= 2
			}
			score -= weigh(s)
		} else {
			j = i + 1
		}
	}
	return from, to
}

// wordBounds widens a window to about size bytes, starting at the sentence if
// that is near and never inside a word.
func wordBounds(text string, from, to, size int) (int, int) {
	lead := max(from-size/3, 0)
	if i := strings.LastIndexAny(text[lead:from], ".\n;"); i >= 0 {
		from = lead + i + 1
	} else if lead > 0 {
		if i := strings.IndexAny(text[lead:from], " \n"); i >= 0 {
			from = lead + i + 1
		}
	} else {
		from = 0
	}
	for from < len(text) && (text[from] == ' ' || text[from] == '\n') {
		from++
	}
	to = max(to, min(from+size, len(text)))
	if to < len(text) {
		if i := strings.LastIndexAny(text[from:to], " \n"); i > 0 {
			to = from + i
		}
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	return from, to
}

// fragments cuts text[from:to] at its matches; neighbours separated by a single
// space are marked as one.
func fragments(text string, from, to int, spans []span) []Fragment {
	var out []Fragment
	at := from
	for i := 0; i < len(spans); i++ {
		s := spans[i]
		if s.start < at || s.end > to {
			continue
		}
		end := s.end
		for i+1 < len(spans) && spans[i+1].end <= to && text[end:spans[i+1].start] == " " {
			i++
			end = spans[i].end
		}
		if s.start > at {
			out = append(out, Fragment{Text: text[at:s.start]})
		}
		out = append(out, Fragment{text[s.start:end], true})
		at = end
	}
	if at < to {
		out = append(out, Fragment{Text: text[at:to]})
	}
	return out
}

func clipBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// ProcedureText is the running text a procedure is found by besides its name.
func ProcedureText(p *data.Procedure) string {
	var b strings.Builder
	line := func(parts ...string) {
		for _, s := range parts {
			if s != "" {
				b.WriteString(s)
				b.WriteByte('\n')
			}
		}
	}
	line(p.Description, p.Result)
	for _, d := range p.Documents {
		line(d.Name)
	}
	line(p.Conditions, p.Steps, p.Authority, p.ReceptionAddress, p.Decision)
	for _, l := range p.LegalBasis {
		line(l.Number, l.Title)
	}
	for _, m := range p.Methods {
		line(m.Note)
	}
	return b.String()
}

// ArticleText is the running text of an article.
func ArticleText(a *data.Article) string {
	if a.BodyIsLead || a.Lead == "" {
		return a.Body
	}
	return a.Lead + "\n" + a.Body
}
