package web

import (
	"cmp"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"

	"tracuu/qr"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// typed is what somebody meant by what was typed or pasted for a code. One of
// its parts is set.
type typed struct {
	code    string   // to be read by readCodes
	foreign stranger // an address that is not ours
	own     string   // a page of ours that is no code, by its path and query
}

// stranger is a host that is not ours. It is shown in punycode, so that its
// letters deceive nobody.
type stranger struct {
	Host      string
	Imitating bool // written with letters of other scripts that look like Latin ones
}

// readTyped takes the code out of the code itself, or of the whole address that
// stands beside the symbol. own are the hosts of this site, languages those of
// its pages.
func readTyped(text string, own []string, languages []*words.Language) typed {
	text = unlabelled(visible(text))
	address := strings.Trim(text, around)
	if !strings.Contains(address, "//") {
		if !looksLikeHost(address) {
			return typed{code: text}
		}
		address = "//" + address // as it is printed, without https
	}
	var at *url.URL
	for _, reading := range backslashes(address) {
		u, err := url.Parse(reading)
		if err != nil || u.Host == "" || strings.ContainsFunc(u.Host, unicode.IsSpace) {
			return typed{code: text}
		}
		if !slices.Contains(own, paths.Host(u.Host)) {
			return typed{foreign: newStranger(u.Host)}
		}
		at = cmp.Or(at, u)
	}
	for _, l := range languages {
		at.Path = inVietnamese(l, at.Path)
	}
	return readOwn(at)
}

// readOwn reads an address of ours, in Vietnamese.
func readOwn(u *url.URL) typed {
	first, rest, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	switch strings.ToLower(first) {
	case "q", "kiem-tra", "ma":
		if code := cmp.Or(rest, u.Query().Get("ma")); code != "" {
			return typed{code: code}
		}
	}
	own := (&url.URL{Path: "/" + strings.TrimLeft(u.Path, "/"), RawQuery: u.RawQuery}).String()
	if !OpensPage(own) {
		own = "/"
	}
	return typed{own: own}
}

// backslashes gives an address as browsers read it, which take \ for /, and as
// programs do that pass over it: an address may say another host to each.
func backslashes(address string) []string {
	if !strings.Contains(address, `\`) {
		return []string{address}
	}
	return []string{strings.ReplaceAll(address, `\`, "/"), strings.ReplaceAll(address, `\`, "")}
}

// looksLikeHost tells an address without its scheme from a code with a dot in
// it.
func looksLikeHost(address string) bool {
	host, path, _ := strings.Cut(address, "/")
	name, port, _ := strings.Cut(host, ":")
	if !strings.Contains(name, ".") {
		return port != ""
	}
	if _, known := publicsuffix.PublicSuffix(strings.ToLower(name)); known || path != "" {
		return true
	}
	_, err := qr.ParseCode(spaced(name))
	return errors.Is(err, qr.ErrFormat) && len(readCodes(name)) == 0
}

func newStranger(host string) stranger {
	host = strings.ToLower(host)
	plain, err := idna.Punycode.ToUnicode(host)
	if err != nil {
		plain = host
	}
	st := stranger{Host: host, Imitating: strings.ContainsFunc(plain, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r)
	})}
	if ascii, err := idna.Punycode.ToASCII(plain); err == nil {
		st.Host = ascii
	}
	return st
}

// visible leaves of a text what can be seen of it, in the usual letters: no
// zero-width marks, plain digits for full-width ones, plain dashes and spaces.
func visible(s string) string {
	if isASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			return -1
		case unicode.Is(unicode.Pd, r) || r == '−':
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case r == '。':
			return '.'
		}
		return r
	}, norm.NFKC.String(s))
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// around is the punctuation that a sentence puts around a code or an address.
const around = " .,;:!?()[]<>\"'“”‘’"

// labelRE is what people copy with a code: "Mã:", "Mã của trang này:".
var labelRE = regexp.MustCompile(`(?i)^\s*m[ãa][^:/.]*:\s*`)

func unlabelled(s string) string { return strings.TrimPrefix(s, labelRE.FindString(s)) }
