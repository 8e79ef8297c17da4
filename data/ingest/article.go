package ingest

import (
	"errors"
	"html"
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"

	"tracuu/data"
)

// article reads one record of an article; source is what it is from if it
// does not say. The error says in Vietnamese why it cannot be taken.
func article(f fields, source string) (data.Article, error) {
	a := data.Article{
		Source:      line(f.text("source")),
		SourceID:    line(f.text("id", "source_id")),
		Title:       line(plain(f.text("title"))),
		Lead:        paragraphs(plain(f.text("lead", "summary"))),
		Body:        paragraphs(plain(f.text("body", "text"))),
		Author:      line(f.text("author")),
		Category:    line(f.text("category")),
		URL:         webAddress(f.text("url")),
		Photos:      photos(f),
		Attachments: attachments(f),
		SourceViews: f.count(math.MaxInt32, "views", "view_count"),
	}
	if a.Source == "" {
		a.Source = source
	}
	if a.SourceID == "" {
		a.SourceID = a.URL
	}
	if strings.EqualFold(line(f.text("body_kind")), "lead only") && a.Body != "" {
		a.Lead, a.BodyIsLead = a.Body, true
	}
	a.TitleDerived = strings.HasPrefix(strings.ToLower(f.text("title_kind")), "first sentence")
	if a.Title == "" {
		a.Title, a.TitleDerived = firstSentence(a.Lead+"\n"+a.Body), true
	}
	a.Published, a.PublishedTrust = published(f)
	switch {
	case *f.err != nil:
		return data.Article{}, *f.err
	case a.SourceID == "":
		return data.Article{}, errors.New(`thiếu mã tin ("id") và địa chỉ ("url"): hãy điền một trong hai để nhận ra tin khi nạp lại`)
	case a.Title == "":
		return data.Article{}, errors.New(`không có tiêu đề ("title") lẫn nội dung ("body"): hãy điền ít nhất một trong hai`)
	}
	return a, nil
}

var (
	breakRE = regexp.MustCompile(`(?i)<(?:br|p|/p|/div|/li|/h[1-6]|/tr|/blockquote)(?:\s[^<>]*)?/?>`)
	// tagRE knows the tags that news carries; "a<b và c>d" is none.
	tagRE = regexp.MustCompile(`(?i)</?(?:a|abbr|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|` +
		`dd|del|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|` +
		`li|link|main|map|mark|meta|nav|object|ol|option|p|param|picture|pre|q|s|script|section|select|small|source|span|strike|strong|` +
		`style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|o:p)(?:\s+[a-z:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*\s*/?>`)
)

// bracketRE finds prose in angle brackets ("a<b và c>d"): a tag has letters
// beyond ASCII in the values of its attributes alone, a comment begins with "!".
var bracketRE = regexp.MustCompile(`<([^!<>="'][^<>="']*[^\x00-\x7f<>="'][^<>="']*|[^\x00-\x7f][^<>="']*)>`)

// noMarkup takes every tag out.
var noMarkup = bluemonday.StrictPolicy()

// plain turns HTML into its text: blocks become lines; tags, scripts, styles,
// frames and comments go; entities are decoded, and what was markup before it
// was encoded goes likewise. Text that is none stays as it is. What comes out
// is text and not safe as HTML.
func plain(s string) string {
	if s = text(s); strings.Contains(s, "<") && breakRE.MatchString(s) {
		s = text(s)
	}
	return s
}

func text(s string) string {
	if strings.Contains(s, "<") && (tagRE.MatchString(s) || strings.Contains(s, "<!--")) {
		s = bracketRE.ReplaceAllString(s, "&lt;$1&gt;")
		s = breakRE.ReplaceAllString(s, "\n$0")
		s = noMarkup.Sanitize(s)
	}
	return html.UnescapeString(s)
}

// firstSentence makes a title of the first sentence of the first paragraph
// that says something, cut at a word.
func firstSentence(paragraphs string) string {
	const longest = 120 // runes
	for s := range strings.SplitSeq(paragraphs, "\n") {
		if saysNothing(s) {
			continue
		}
		for i, r := range s {
			if (r == '.' || r == '!' || r == '?') && endsSentence(s[:i], s[i+1:]) {
				s = s[:i+1]
				break
			}
		}
		if s = strings.TrimSuffix(s, "."); utf8.RuneCountInString(s) <= longest {
			return s
		}
		cut := string([]rune(s)[:longest-1])
		if i := strings.LastIndexByte(cut, ' '); i > 0 {
			cut = cut[:i]
		}
		return strings.TrimRight(cut, " ,;:-–") + "…"
	}
	return ""
}

// endsSentence reports whether a stop between before and after ends a
// sentence: a new one follows, and the stop does not belong to an abbreviation
// ("TP. Nha Trang", "Lê Quốc Th. cho biết").
func endsSentence(before, after string) bool {
	rest := strings.TrimLeft(after, `"'”’)`)
	if !strings.HasPrefix(rest, " ") {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, ` "'“‘(-–`))
	if !unicode.IsUpper(next) && !unicode.IsDigit(next) {
		return false
	}
	word := before[strings.LastIndexByte(before, ' ')+1:]
	return !strings.ContainsFunc(word, unicode.IsUpper) || strings.ContainsFunc(word, isVowel) && utf8.RuneCountInString(word) > 2
}

// maxPixels bounds the sides of a photo that make sense.
const maxPixels = 50_000

func photos(f fields) []data.Photo {
	var out []data.Photo
	for _, p := range f.objects("photos", "url") {
		photo := data.Photo{
			URL:     webAddress(p.text("url")),
			Caption: line(plain(p.text("caption"))),
			Alt:     line(plain(p.text("alt"))),
			Width:   int(p.count(maxPixels, "width")),
			Height:  int(p.count(maxPixels, "height")),
		}
		if photo.URL != "" {
			out = append(out, photo)
		}
	}
	return out
}

func attachments(f fields) []data.Attachment {
	var out []data.Attachment
	for _, a := range f.objects("attachments", "url") {
		file := data.Attachment{URL: webAddress(a.text("url")), Title: line(plain(a.text("title")))}
		if file.URL != "" {
			out = append(out, file)
		}
	}
	return out
}
