package search

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// row is what ranking, grouping and facets know of a record. It is stored with
// the record's document, so that the index alone answers a search.
type row struct {
	Title    string // without what only marks the level
	Length   int    // words of the whole text
	Day      int    // of publication in days since 1970; 0 unknown or not news
	Field    string
	Agency   string
	Levels   []data.Level
	Audience []string
	Online   bool
	Repealed bool
	Issuer   string // province whose committee published the procedure; "?" for one that is not named, empty for a national one
}

// unknownIssuer is a province that a record does not name.
const unknownIssuer = "?"

// Separators of an encoded row and of the lists in it.
const (
	rowComma  = "\x1f"
	listComma = "\x1e"
)

// encode writes a row as text. Separators inside a value become spaces: one odd
// record must not make the others unreadable.
func (r row) encode() string {
	plain := func(value string) string { return strings.ReplaceAll(value, rowComma, " ") }
	list := func(values []string) string {
		values = slices.Clone(values)
		for i, v := range values {
			values[i] = strings.ReplaceAll(plain(v), listComma, " ")
		}
		return strings.Join(values, listComma)
	}
	var levels []string
	for _, l := range r.Levels {
		levels = append(levels, string(l))
	}
	flags := ""
	if r.Online {
		flags += "o"
	}
	if r.Repealed {
		flags += "r"
	}
	return strings.Join([]string{
		plain(r.Title), strconv.Itoa(r.Length), strconv.Itoa(r.Day), plain(r.Field), plain(r.Agency),
		list(levels), list(r.Audience), flags, plain(r.Issuer),
	}, rowComma)
}

// decodeRow reads what encode wrote; ok is false for anything else.
func decodeRow(s string) (r row, ok bool) {
	f := strings.Split(s, rowComma)
	if len(f) != 9 {
		return r, false
	}
	r.Title, r.Field, r.Agency, r.Issuer = f[0], f[3], f[4], f[8]
	r.Length, _ = strconv.Atoi(f[1])
	r.Day, _ = strconv.Atoi(f[2])
	if f[5] != "" {
		for l := range strings.SplitSeq(f[5], listComma) {
			r.Levels = append(r.Levels, data.Level(l))
		}
	}
	if f[6] != "" {
		r.Audience = strings.Split(f[6], listComma)
	}
	r.Online, r.Repealed = strings.Contains(f[7], "o"), strings.Contains(f[7], "r")
	return r, true
}

func procedureRow(p *data.Procedure, length int) row {
	r := row{
		Title: p.Name, Length: length, Field: p.Field, Agency: p.Agency, Levels: p.Levels, Audience: p.Audience,
		Repealed: p.Status == data.StatusRepealed,
	}
	if name, provincial := data.IssuerProvince(p); provincial {
		r.Issuer = cmp.Or(name, unknownIssuer)
	}
	for _, m := range p.Methods {
		r.Online = r.Online || m.Channel == data.ChannelOnline
	}
	return r
}

func articleRow(a *data.Article, title string, length int) row {
	r := row{Title: title, Length: length}
	if !a.Published.IsZero() {
		r.Day = int(a.Published.Unix() / (24 * 60 * 60))
	}
	return r
}

// levelMark is what names carry that differ in nothing but the level:
// "(cấp xã)", "(thực hiện tại cấp tỉnh)".
var levelMark = regexp.MustCompile(`(?i)\s*[(\[]\s*(?:thực hiện )?(?:tại |ở )?(?:cấp )?` + levels + `(?:\s*(?:,|và|hoặc|/)\s*(?:cấp )?` + levels + `)*\s*[)\]]\s*\.?$`)

const levels = `(?:trung ương|tw|bộ|tỉnh|huyện|xã|địa phương)`

// groupKey is the same for procedures that are one to the citizen: their names
// differ at most in a closing "(cấp xã)" and in spelling.
func groupKey(name string, words *lexis) string {
	name = levelMark.ReplaceAllString(name, "")
	var b strings.Builder
	for t := range vi.Tokens(name) {
		b.WriteString(words.name(words.spelt(t.Text)))
		b.WriteByte(' ')
	}
	return b.String()
}
