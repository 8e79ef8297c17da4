package admin_test

import (
	"strings"

	"tracuu/data"
)

// plainCleaner takes what is typed as it is: what cleaning does is tested where
// it is done.
type plainCleaner struct{}

func (plainCleaner) Line(s string) string       { return strings.Join(strings.Fields(s), " ") }
func (plainCleaner) Text(s string) string       { return s }
func (plainCleaner) Joined(s string) string     { return s }
func (plainCleaner) Paragraphs(s string) string { return s }
func (plainCleaner) List(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })
}

func (plainCleaner) Keywords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == ',' })
}
func (plainCleaner) Paper(s string) string           { return s }
func (plainCleaner) Case(s string) string            { return s }
func (plainCleaner) Limit(s, _ string) data.Duration { return data.Duration{Text: s} }
func (plainCleaner) Law(number, title string) data.LegalRef {
	return data.LegalRef{Number: number, Title: title}
}

func (plainCleaner) Name(official string) string { return strings.TrimPrefix(official, "Thủ tục ") }

func (plainCleaner) Fees(s string) (out []data.Fee) {
	for l := range strings.Lines(s) {
		out = append(out, data.Fee{Text: strings.TrimSpace(l)})
	}
	return out
}

func (plainCleaner) Address(s string) string {
	if strings.HasPrefix(s, "https://") {
		return s
	}
	return ""
}

func (plainCleaner) Day(s string) (data.Date, bool) {
	_, ok := data.Date(s).Time()
	return data.Date(s), ok
}
