package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
)

// Marks around what changes with every view. Cleaned text holds neither.
const (
	liveStart = "\x02"
	liveEnd   = "\x03"
)

// live marks a part of a page that changes with every view, such as how often
// it was read: the page is the same without it.
func live(v any) template.HTML {
	return template.HTML(liveStart + template.HTMLEscapeString(fmt.Sprint(v)) + liveEnd)
}

// parts takes a made page apart: body is what is sent, lasting what tells one
// version of the page from another.
func parts(made []byte) (body, lasting []byte) {
	if !bytes.Contains(made, []byte(liveStart)) {
		return made, made
	}
	for len(made) > 0 {
		before, rest, _ := bytes.Cut(made, []byte(liveStart))
		inside, after, _ := bytes.Cut(rest, []byte(liveEnd))
		body = append(append(body, before...), inside...)
		lasting = append(lasting, before...)
		made = after
	}
	return body, lasting
}

// entityTag names a version of a page. It is weak, for the page may come
// compressed and with other live parts.
func entityTag(lasting []byte) string {
	sum := sha256.Sum256(lasting)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}
