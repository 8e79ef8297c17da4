package crawl

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	// wastedRE are parameters that change nothing of what a page says: sessions,
	// where the reader came from, how a list is sorted, a version to print.
	wastedRE  = regexp.MustCompile(`(?i)^(?:utm_\w+|fbclid|gclid|zarsrc|_ga|phpsessid|jsessionid|aspsessionid\w*|sid|session(?:_?id)?|sort(?:by)?|order(?:by)?|dir|print|in|redirect|returnurl|doaslanguageid|p_p_state|p_p_mode|p_auth)$`)
	sessionRE = regexp.MustCompile(`(?i);jsessionid=[^/?]*|/\(s\([a-z0-9]+\)\)`)
	fileRE    = regexp.MustCompile(`(?i)^\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|webp|svg|ico|css|js|json|mp[34]|avi|wmv|woff2?|ttf|eot|apk|exe)$`)
)

// languages are the parts of paths that switch the language of a page.
var languages = []string{"en", "vi", "vn", "en-us", "vi-vn"}

// Key is the one form of an address that all the addresses of a page have in
// common, as far as they tell: without session, sort order and fragment, and
// with one switch of language at the most, however many stand in a row. It is
// empty for what is no web page: another scheme, a file, a path that repeats
// itself.
func Key(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	u.Host = strings.ToLower(u.Host)
	if u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":80")
	} else {
		u.Host = strings.TrimSuffix(u.Host, ":443")
	}
	u.Path, u.RawPath = sessionRE.ReplaceAllString(u.Path, ""), ""
	if fileRE.MatchString(path.Ext(u.Path)) {
		return ""
	}
	var parts []string
	switched, times := false, map[string]int{}
	for part := range strings.SplitSeq(u.Path, "/") {
		if slices.Contains(languages, strings.ToLower(part)) {
			if switched {
				continue
			}
			switched = true
		}
		if times[part]++; part != "" && times[part] > 2 {
			return ""
		}
		parts = append(parts, part)
	}
	if u.Path = strings.Join(parts, "/"); u.Path == "" {
		u.Path = "/"
	}
	q := u.Query()
	for name := range q {
		if wastedRE.MatchString(name) {
			q.Del(name)
		}
	}
	u.RawQuery, u.ForceQuery = q.Encode(), false
	return u.String()
}
