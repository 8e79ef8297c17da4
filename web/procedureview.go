package web

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// paperCase is the papers of a case as the page shows them.
type paperCase struct {
	format.Case
	Title  cutText // its name
	Papers int
	Runs   []paperRun
	Folds  bool // it can be folded away
	Open   bool // and is not
}

// forAllRE finds the names of cases that are none: what stands there is asked
// of everybody.
var forAllRE = regexp.MustCompile(`(?i)^(giấy tờ|thành phần|lưu ý|hồ sơ gồm)`)

// foldCases is how many lines of papers there may be before all cases but the
// first are folded: a reader is in one of them.
const foldCases = 12

func paperCases(docs []data.Document) (out []paperCase) {
	cases := format.Cases(docs)
	for i, c := range cases {
		p := paperCase{
			Case: c, Title: cutAt(c.Name, 200, 150), Open: i == 0,
			Folds: c.Name != "" && !forAllRE.MatchString(c.Name) && len(cases) > 1 && len(docs) > foldCases,
		}
		for _, l := range c.Lines {
			if !l.IsNote() {
				p.Papers++
			}
		}
		p.Runs = paperRuns(c.Lines)
		out = append(out, p)
	}
	return out
}

// paperRun is lines of a case that stand together: papers with what is short
// between them, or notes that are folded away.
type paperRun struct {
	Notes bool
	Lines []format.CaseLine
}

// foldNotes is how many letters of notes may stand between papers.
const foldNotes = 400

func paperRuns(lines []format.CaseLine) (out []paperRun) {
	add := func(notes bool, ls []format.CaseLine) {
		switch last := len(out) - 1; {
		case len(ls) == 0:
		case last >= 0 && !notes && !out[last].Notes:
			out[last].Lines = append(out[last].Lines, ls...)
		default:
			out = append(out, paperRun{notes, slices.Clone(ls)})
		}
	}
	for len(lines) > 0 {
		n, letters := 0, 0
		for n < len(lines) && lines[n].IsNote() {
			letters += utf8.RuneCountInString(lines[n].Name)
			n++
		}
		notes := n
		for n < len(lines) && notes > 0 && lines[notes-1].Heads { // it stays with what it heads
			notes--
		}
		add(notes > 1 && letters > foldNotes, lines[:notes])
		end := n
		for end < len(lines) && !lines[end].IsNote() {
			end++
		}
		add(false, lines[notes:end])
		lines = lines[end:]
	}
	return out
}

// parted is a list of which the rest is folded away.
type parted[T any] struct{ Head, Rest []T }

// part folds what a list has beyond so many; one or two more are shown.
func part[T any](all []T, most int) parted[T] {
	if len(all) <= most+2 {
		return parted[T]{Head: all}
	}
	return parted[T]{all[:most], all[most:]}
}

// How many of a list are shown before the rest is folded away.
const (
	mostFees    = 5
	mostLaws    = 5
	mostMethods = 4
)

// cutText is a text of which the rest is folded away.
type cutText struct{ Head, Rest string }

// cut folds what is beyond a few lines of a text that should have been one.
func cut(s string) cutText { return cutAt(s, 500, 250) }

// cutAt folds what is beyond so many shown letters of a text of more than most.
func cutAt(s string, most, shown int) (c cutText) {
	if utf8.RuneCountInString(s) <= most {
		return cutText{Head: s}
	}
	c.Head, c.Rest = format.Cut(s, shown)
	if !strings.ContainsAny(c.Head[len(c.Head)-1:], ".;,") {
		c.Head += "…"
	}
	return c
}

// methodView is a way to file as the page shows it.
type methodView struct {
	format.Method
	FeeParts parted[data.Fee]
	Due      *due
}

// commonDue is the day that all ways to file have in common, nil if they do not.
func commonDue(ms []methodView) *due {
	for _, m := range ms {
		if m.Due == nil || m.Due.Day != ms[0].Due.Day {
			return nil
		}
	}
	if len(ms) == 0 {
		return nil
	}
	return ms[0].Due
}

// methodViews are the ways to file, each with the day a dossier handed in today
// is done on. rules has one of each way of reckoning that day.
func (s *Server) methodViews(ctx context.Context, p *data.Procedure) (out []methodView, rules []*due) {
	for _, m := range format.Methods(language(ctx), p.Methods, format.SameTerms) {
		v := methodView{m, part(m.Fees, mostFees), s.dueOn(ctx, p, m.Method)}
		out = append(out, v)
		if v.Due != nil && !slices.ContainsFunc(rules, func(d *due) bool { return d.Rule == v.Due.Rule && d.Day == v.Due.Day }) {
			rules = append(rules, v.Due)
		}
	}
	return out, rules
}

// brief is what the top of the page says of fees or times: a line for each
// channel that differs, or nothing where the record is silent.
type brief []briefLine

type briefLine struct {
	Channels, Text string
	Record         bool // the text is the record's
}

// How much the top of the page says.
const (
	briefLines   = 3
	briefLetters = 60
)

// feeBrief and timeBrief tell in a few words what the section below has in
// full; where that would not be enough words, they say so.
func feeBrief(ctx context.Context, ms []data.Method) brief {
	return newBrief(ctx, format.Methods(language(ctx), ms, format.SameFees), words.M("Có nhiều mức, xem bên dưới"), func(m data.Method) (string, bool) {
		switch n := len(m.Fees); {
		case n > 1:
			return language(ctx).N("%s mức thu", n), false
		case n == 1:
			return shortly(ctx, m.Fees[0].Text)
		}
		return "", false
	})
}

func timeBrief(ctx context.Context, ms []data.Method) brief {
	return newBrief(ctx, format.Methods(language(ctx), ms, format.SameTime), words.M("Có nhiều thời hạn, xem bên dưới"), func(m data.Method) (string, bool) {
		if text, ours := format.Duration(language(ctx), m.Duration); ours {
			return text, false
		}
		return shortly(ctx, m.Duration.Text)
	})
}

// newBrief says several where it is not the channel that tells the lines apart,
// or where there are too many of them.
func newBrief(ctx context.Context, ms []format.Method, several string, tell func(data.Method) (text string, record bool)) (out brief) {
	said, again, alike := false, false, true
	seen := map[string]bool{}
	for _, m := range ms {
		text, record := tell(m.Method)
		said = said || text != ""
		line := briefLine{m.Channels, cmp.Or(text, say(ctx, "không ghi")), record}
		alike = alike && (len(out) == 0 || line.Text == out[0].Text)
		for c := range strings.SplitSeq(m.Channels, " · ") {
			again = again || seen[c]
			seen[c] = true
		}
		out = append(out, line)
	}
	switch {
	case !said:
		return nil
	case len(out) == 1:
		out[0].Channels = ""
	case again || len(out) > briefLines:
		return brief{{Text: say(ctx, several)}}
	case alike: // each has so much to say that one is sent to all of it
		return brief{{Text: out[0].Text, Record: out[0].Record}}
	}
	return out
}

// shortly is a text if it is short. Conditions in brackets are left to the full
// text, and so is what says nothing without its end. record tells whether the
// words are those of s.
func shortly(ctx context.Context, s string) (text string, record bool) {
	head, _, _ := strings.Cut(s, " (")
	switch {
	case utf8.RuneCountInString(s) <= briefLetters:
		return s, true
	case utf8.RuneCountInString(head) <= briefLetters:
		return head + " " + say(ctx, "(xem chi tiết)"), true
	}
	return say(ctx, "Xem chi tiết bên dưới"), false
}

// beginning is a name, or the beginning of a long one.
func beginning(s string, letters int) string {
	head, rest := format.Cut(s, letters)
	if rest == "" {
		return s
	}
	return strings.TrimRight(head, " ,;.-–") + "…"
}

// onwardText says on the button where it leads.
func onwardText(ctx context.Context, to paths.Onward, online bool) string {
	host := paths.HostOf(to.URL)
	portal := strings.HasSuffix("."+host, "."+paths.HostOf(paths.Portal))
	switch {
	case portal && online:
		return say(ctx, "Nộp trực tuyến trên Cổng Dịch vụ công quốc gia")
	case portal && to.Exact:
		return say(ctx, "Xem trên Cổng Dịch vụ công quốc gia")
	case portal:
		return say(ctx, "Mở Cổng Dịch vụ công quốc gia")
	case online:
		return say(ctx, "Nộp trực tuyến trên trang %s", host)
	}
	return say(ctx, "Xem trên trang %s", host)
}

// audienceLetters is about two lines of a phone.
const audienceLetters = 80

// citizens are who most readers are.
const citizens = "Công dân Việt Nam"

// audience is who a procedure is for, in a line, and how many of them it leaves
// to the facts below. Citizens come first: most readers look for themselves.
func audience(p *data.Procedure) (line string, more int) {
	all := slices.Clone(p.Audience)
	slices.SortStableFunc(all, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == citizens:
			return -1
		case b == citizens:
			return 1
		}
		return 0
	})
	for i, a := range all {
		if i > 0 && utf8.RuneCountInString(line)+utf8.RuneCountInString(a) > audienceLetters {
			return line, len(all) - i
		}
		if i > 0 {
			line += "; "
		}
		line += a
	}
	return line, 0
}
