// Package page reads a web page of a Vietnamese portal: what it is, judged by
// what stands on it and not by the status it came with, and the article or
// procedure on it.
//
// Start with [Read]. A record comes out raw, in the keys of the files that
// package ingest imports, and is cleaned and checked there like any other.
package page

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"tracuu/data/ingest/charset"
)

// Kind is what a page is.
type Kind string

// The kinds of pages. A section is a list of articles or a page about the
// office itself. Only articles and procedures have a record.
const (
	Article   Kind = "article"
	Procedure Kind = "procedure"
	Section   Kind = "section"
	Error     Kind = "error"
	Login     Kind = "login"
	NotFound  Kind = "not-found"
	Empty     Kind = "empty"
)

// Why says in Vietnamese why a page of a kind has no record.
func (k Kind) Why() string {
	switch k {
	case Section:
		return "trang chuyên mục hoặc giới thiệu, không phải một bài viết hay một thủ tục"
	case Error:
		return "trang báo lỗi của máy chủ: hãy tải lại trang gốc"
	case Login:
		return "trang đăng nhập: hãy lưu trang sau khi đã đăng nhập, hoặc bỏ qua"
	case NotFound:
		return "trang báo không tìm thấy nội dung: hãy kiểm tra lại địa chỉ"
	case Empty:
		return "trang không có chữ nào để đọc"
	}
	return ""
}

// Input is a page as it was saved or fetched.
type Input struct {
	URL         string // where it was fetched; empty: told by the page, or not known
	ContentType string // as the server said; may be empty or wrong
	Body        []byte
	Rules       Rules // of known sites
}

// Page is what was read.
type Page struct {
	Kind   Kind
	URL    string         // its canonical address; empty if not known
	Title  string         // as far as there is one
	Record map[string]any // of articles and procedures
	Links  []string       // where it leads, absolute, but for links it says not to follow
}

// MaxBytes is the longest page that is read.
const MaxBytes = 8 << 20

var (
	// ErrTooLong is a page longer than MaxBytes.
	ErrTooLong = fmt.Errorf("trang nặng hơn %d MiB nên không đọc: hãy kiểm tra xem có đúng là một trang web", MaxBytes>>20)
	errBroken  = errors.New("trang lồng quá nhiều lớp thẻ nên không đọc được: hãy lưu lại trang từ trình duyệt")
)

// Read tells what a page is and takes its record. Its errors are about the
// whole page and told in Vietnamese.
func Read(in Input) (Page, error) {
	if len(in.Body) > MaxBytes {
		return Page{}, ErrTooLong
	}
	text, _ := charset.Decode(in.Body, in.ContentType)
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Page{}, errBroken
	}
	d := newDocument(root, in.URL)
	p := Page{URL: d.address(), Title: d.pageTitle(), Links: d.links()}
	known := in.Rules.of(d.base)
	if known != nil && len(known.dropping) > 0 {
		known.drop(root)
		d = newDocument(root, in.URL)
	}
	if rec := d.procedure(); rec != nil {
		p.Kind, p.Record = Procedure, rec
		p.Title, _ = rec["name"].(string)
		return p, nil
	}
	if known != nil {
		if a, ok := known.article(d); ok {
			p.Kind, p.Record, p.Title = Article, a.record, a.title
			return p, nil
		}
	}
	b := d.findBody()
	if p.Kind = d.refusal(b); p.Kind != "" {
		return p, nil
	}
	a := d.article(b)
	if !a.dated && !d.saysArticle() {
		p.Kind = Section
		return p, nil
	}
	p.Kind, p.Record, p.Title = Article, a.record, a.title
	return p, nil
}

// resolve makes an address of the page absolute; empty if it leads nowhere on
// the web.
func (d *document) resolve(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return ""
	}
	if d.base != nil {
		u = d.base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
