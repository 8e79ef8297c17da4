// Package charset finds out by content what encoding a Vietnamese file is in
// and gives its text in UTF-8: Unicode, Windows-1258, and the two encodings of
// the years before Unicode, TCVN3 (the fonts .VnTime) and VNI (the fonts
// VNI-Times), which declare nothing of themselves.
//
// Start with [Decode] for a file and [Text] for a cell or a line that is UTF-8
// already but may hold letters of those old fonts.
package charset

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// Names of encodings that no register of the web knows.
const (
	UTF8        = "utf-8"
	Windows1258 = "windows-1258"
	TCVN3       = "tcvn3"
	VNI         = "vni"
)

var utf8BOM = []byte("\ufeff")

// Decode gives the text of b in UTF-8, without its byte order mark, and the
// name of the encoding it was read in. Content counts before contentType, the
// server's header, which may be empty or wrong: first a byte order mark, then
// whether it is valid UTF-8, then what makes Vietnamese words of it. A byte that means
// nothing becomes U+FFFD, so the text is always valid.
func Decode(b []byte, contentType string) (text, name string) {
	switch {
	case bytes.HasPrefix(b, utf8BOM):
		return strings.ToValidUTF8(string(b[len(utf8BOM):]), "\ufffd"), UTF8
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return decoded(b[2:], unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)), "utf-16le"
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return decoded(b[2:], unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)), "utf-16be"
	case utf8.Valid(b):
		return Text(string(b))
	case mostlyUTF8(b):
		return strings.ToValidUTF8(string(b), "\ufffd"), UTF8
	}
	latin := decoded(b, charmap.Windows1252)
	text, name = norm.NFC.String(decoded(b, charmap.Windows1258)), Windows1258
	best := vietnamese(text)
	for _, old := range oldFonts {
		if s := old.convert(latin); !best.atLeast(vietnamese(s)) {
			text, name, best = s, old.name, vietnamese(s)
		}
	}
	if best.certain() {
		return text, name
	}
	if enc, name := declared(b, contentType); enc != nil {
		return decoded(b, enc), name
	}
	if best.words == 0 || best.share() >= 0.5 {
		return text, name
	}
	return latin, "windows-1252"
}

// Text mends s if its letters are those of an old font, and names the
// encoding: TCVN3 or VNI, else UTF8 and s as it is. Words enough must become
// Vietnamese by it, which they were not before.
func Text(s string) (text, name string) {
	if !hasOldLetters(s) {
		return s, UTF8
	}
	asIs := vietnamese(s)
	if asIs.words < 2 || asIs.share() > 0.6 {
		return s, UTF8
	}
	text, name = s, UTF8
	best := asIs
	for _, old := range oldFonts {
		converted := old.convert(s)
		if c := vietnamese(converted); c.certain() && c.good > best.good && c.share() > asIs.share()+0.3 {
			text, name, best = converted, old.name, c
		}
	}
	return text, name
}

// decoded reads b in enc; what cannot be read becomes U+FFFD.
func decoded(b []byte, enc encoding.Encoding) string {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		out = b
	}
	return strings.ToValidUTF8(string(out), "\ufffd")
}

var metaRE = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})`)

// declared is the encoding that the page's own meta element or the server
// names, nil if there is none or it says UTF-8, which the bytes are not.
func declared(b []byte, contentType string) (encoding.Encoding, string) {
	const head = 4096
	label := ""
	if m := metaRE.FindSubmatch(b[:min(len(b), head)]); m != nil {
		label = string(m[1])
	} else if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	}
	enc, name := charset.Lookup(label)
	if enc == nil || name == UTF8 || strings.HasPrefix(name, "utf-16") || name == "replacement" {
		return nil, ""
	}
	return enc, name
}

// mostlyUTF8 reports whether nearly all letters beyond ASCII are good UTF-8: a
// file cut in the middle of a letter is still that.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case r >= utf8.RuneSelf:
			good++
		}
		b = b[n:]
	}
	return good > 0 && bad*10 <= good
}
