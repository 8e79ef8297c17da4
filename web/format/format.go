// Package format writes what records hold the way people read it: numbers,
// times, the lines of long texts, the papers of each case. It rewords nothing.
package format

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/words"
)

// Hanoi is the country's time zone; it has had no summer time since 1975.
var Hanoi = time.FixedZone("+07", 7*60*60)

// Digits writes an integer of any size, 12345, as 12.345.
func Digits(n any) string { return words.Vietnamese().Number(n) }

// Published is a publication time in the portals' form, "28/04/2023 11:43
// SA": SA before noon, CH after it.
func Published(l *words.Language, a data.Article) string {
	if a.Published.IsZero() {
		return ""
	}
	t := a.Published.In(Hanoi)
	switch a.PublishedTrust {
	case data.TrustDay:
		return t.Format("02/01/2006")
	case data.TrustFetched:
		return l.T("ghi nhận ngày %s", t.Format("02/01/2006"))
	}
	half := l.T("SA")
	if t.Hour() >= 12 {
		half = l.T("CH")
	}
	return t.Format("02/01/2006 3:04 ") + half
}

// Size is the size of a file as people say it, "4,7 MB".
func Size(l *words.Language, bytes int64) string {
	value, unit := float64(bytes), "B"
	for _, larger := range []string{"kB", "MB", "GB"} {
		if value < 999.5 {
			break
		}
		value, unit = value/1000, larger
	}
	if unit == "B" || value >= 99.5 {
		return fmt.Sprintf("%.0f %s", value, unit)
	}
	whole, tenth, _ := strings.Cut(fmt.Sprintf("%.1f", value), ".")
	if tenth == "0" {
		return whole + " " + unit
	}
	return whole + l.T(",") + tenth + " " + unit
}

// Day is a day as people write it, "09/08/2022".
func Day(d data.Date) string {
	t, ok := d.Time()
	if !ok {
		return string(d)
	}
	return t.Format("02/01/2006")
}

// Line is one line of a long text with the depth its bullet tells.
type Line struct {
	Depth int // 0 plain, 1 "-", 2 "+" or "•"
	Head  bool
	Step  string // "Bước 1:" in front of it
	Text  string
}

// stepRE is the number of a step as the catalogue writes it.
var stepRE = regexp.MustCompile(`^Bước \d+[.:]?`)

// Lines takes a cleaned text apart for reading: bullets become depths, and
// "Bước 1:" stands out.
func Lines(s string) []Line {
	var out []Line
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		l := Line{Text: line}
		if head, ok := strings.CutPrefix(line, "*"); ok && strings.HasSuffix(head, ":") {
			line = strings.TrimSpace(head)
			l.Text = line
		}
		for depth, bullets := range []string{"", "-–*", "+•"} {
			if r := strings.TrimLeft(line, bullets); depth > 0 && r != line {
				l.Depth, l.Text = depth, strings.TrimSpace(r)
				break
			}
		}
		if l.Text == "" {
			continue
		}
		l.Step = stepRE.FindString(l.Text)
		l.Text = strings.TrimSpace(l.Text[len(l.Step):])
		l.Head = l.Depth == 0 && l.Step == "" && len(l.Text) < 200 && strings.HasSuffix(l.Text, ":")
		out = append(out, l)
	}
	return out
}
