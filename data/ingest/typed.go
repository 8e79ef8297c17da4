package ingest

import (
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// Typed cleans what people type or paste into a form by the rules of imports.
// What a word processor leaves in a paste goes: markup, soft hyphens, bullets
// of symbol fonts.
type Typed struct{}

// Line is s as one line.
func (Typed) Line(s string) string { return line(plain(s)) }

// Text is s with its lines.
func (Typed) Text(s string) string { return block(plain(s)) }

// Joined is s put on one line, its lines parted by semicolons.
func (Typed) Joined(s string) string { return joined(plain(s)) }

// Paragraphs is s as paragraphs without blank lines between.
func (Typed) Paragraphs(s string) string { return paragraphs(plain(s)) }

// List is the lines of s, each once.
func (Typed) List(s string) []string {
	var out []string
	for l := range strings.SplitSeq(block(plain(s)), "\n") {
		out = append(out, line(trimBullet(l)))
	}
	return unique(out)
}

// Keywords is s cut at commas, semicolons and lines.
func (Typed) Keywords(s string) []string { return keywords(strings.Split(plain(s), "\n")) }

// Paper is the name of a paper of the dossier.
func (Typed) Paper(s string) string { return documentName(plain(s)) }

// Case is the heading of papers of one case.
func (Typed) Case(s string) string { return heading(plain(s)) }

// Limit reads a time limit.
func (Typed) Limit(s, note string) data.Duration { return duration(plain(s), note) }

// Fees reads the fees of one way to file, a line each.
func (Typed) Fees(s string) (out []data.Fee) {
	for l := range strings.SplitSeq(block(plain(s)), "\n") {
		out = append(out, fees(l)...)
	}
	if len(out) > 1 {
		for i := range out {
			out[i].AmountVND = 0 // which of them is due is not certain
		}
	}
	return out
}

// Law reads a legal text by its number and title.
func (Typed) Law(number, title string) data.LegalRef {
	return legalRef(line(plain(number)), line(plain(title)))
}

// Name is an official name for people.
func (Typed) Name(official string) string { return displayName(oneLine(vi.Repair(plain(official)))) }

// Address is s if it is an address on the web, else empty.
func (Typed) Address(s string) string { return webAddress(s) }

// Day reads a day in one of the ways people write it.
func (Typed) Day(s string) (data.Date, bool) {
	t, trust := parseTime(line(s))
	if trust == "" {
		return "", false
	}
	return data.NewDate(t), true
}
