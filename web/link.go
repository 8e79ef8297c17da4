package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/paths"
)

// LinkStore keeps short codes.
type LinkStore interface {
	TargetLink(ctx context.Context, target data.Target, placement int64) (data.Link, error)
	InsertLink(ctx context.Context, l data.Link, by data.Edit) error
}

// Coder gives targets their codes.
type Coder struct {
	Store     LinkStore
	PublicURL string // where codes lead now
}

// linkTries bounds the drawing of codes. With 32⁷ codes even a store of ten
// million makes three misses in a row a one in 27 million event.
const linkTries = 5

// Ensure answers the code of a target at a place and makes one on first need;
// placement 0 asks for its default code.
func (c Coder) Ensure(ctx context.Context, target data.Target, placement int64, by data.Edit) (data.Link, error) {
	for range linkTries {
		link, err := c.Store.TargetLink(ctx, target, placement)
		if !errors.Is(err, data.ErrNotFound) {
			return link, err
		}
		code, err := c.draw()
		if err != nil {
			return data.Link{}, fmt.Errorf("draw a code: %w", err)
		}
		// A conflict means that the code is taken, or that somebody else has
		// just made one for this target: looking again tells.
		link = data.Link{Code: code.String(), Target: target, Default: placement == 0, PlacementID: placement}
		if err := c.Store.InsertLink(ctx, link, by); err != nil && !errors.Is(err, data.ErrConflict) {
			return data.Link{}, err
		}
	}
	return data.Link{}, fmt.Errorf("code for %s %s: %w", target.Kind, target.Key, data.ErrConflict)
}

// draw draws codes until the symbol of one is such that cameras find it.
func (c Coder) draw() (qr.Code, error) {
	for {
		code, err := qr.NewCode(rand.Reader)
		if err != nil {
			return "", err
		}
		payload, err := qr.Payload(c.PublicURL, code)
		if err != nil {
			return "", err
		}
		symbol, err := qr.New(payload)
		if err != nil {
			return "", err
		}
		if symbol.Readable() {
			return code, nil
		}
	}
}

// TitleStore finds what a code can lead to.
type TitleStore interface {
	Procedure(ctx context.Context, code string) (data.Procedure, error)
	Article(ctx context.Context, id int64) (data.Article, error)
	FieldProcedures(ctx context.Context, slug string, offset, limit int) (data.Field, []data.ProcedureRow, error)
	Agency(ctx context.Context, slug string) (data.Agency, error)
}

// TargetTitle is the name of what a code leads to. What is no longer there is
// data.ErrNotFound.
func TargetTitle(ctx context.Context, store TitleStore, t data.Target) (string, error) {
	to, err := describe(ctx, store, t)
	return to.Title, err
}

// describe answers the name of a target and the address it has of its own.
func describe(ctx context.Context, store TitleStore, t data.Target) (suggestion, error) {
	switch t.Kind {
	case data.KindProcedure:
		p, err := store.Procedure(ctx, t.Key)
		return suggestion{Title: p.Name, URL: paths.Procedure(p.Code), Record: true}, err
	case data.KindArticle:
		id, err := articleNumber(t.Key)
		if err != nil {
			return suggestion{}, err
		}
		a, err := store.Article(ctx, id)
		return suggestion{Title: a.Title, URL: paths.Article(a.ID, a.Title), Record: true}, err
	case data.KindField:
		f, _, err := store.FieldProcedures(ctx, t.Key, 0, 0)
		return suggestion{Title: f.Name, URL: paths.Field(f.Slug), Record: true}, err
	case data.KindAgency:
		a, err := store.Agency(ctx, t.Key)
		return suggestion{Title: a.Name, URL: paths.Agency(a.Slug), Record: true}, err
	case data.KindPage:
		u, err := pageAddress(t.Key)
		if err != nil {
			return suggestion{}, err
		}
		if !OpensPage(t.Key) {
			return suggestion{}, fmt.Errorf("page %q: %w", t.Key, data.ErrNotFound)
		}
		return suggestion{Title: pageTitle(ctx, u), URL: u.String()}, nil
	case data.KindAddress:
		u, err := url.Parse(t.Key)
		if err != nil {
			return suggestion{}, fmt.Errorf("address %q: %w", t.Key, data.ErrNotFound)
		}
		return suggestion{Title: say(ctx, "Trang %s", u.Host+strings.TrimSuffix(u.EscapedPath(), "/")), URL: t.Key}, nil
	}
	return suggestion{}, fmt.Errorf("target of kind %q: %w", t.Kind, data.ErrNotFound)
}

// LeadsOn reports whether readers may be led to a target by its address alone:
// a page must be one of this site, an address one of an allowed host. Whether
// content is there is for the store to say.
func LeadsOn(t data.Target, allowed []string) bool {
	switch t.Kind {
	case data.KindPage:
		return OpensPage(t.Key)
	case data.KindAddress:
		return paths.Allowed(t.Key, allowed)
	}
	return true
}

// articleNumber reads the key of an article's target.
func articleNumber(key string) (int64, error) {
	id, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("article %q: %w", key, data.ErrNotFound)
	}
	return id, nil
}

// pageAddress reads the key of a page of this site, its path and query. What
// could be read as another host is not found.
func pageAddress(key string) (*url.URL, error) {
	u, err := url.Parse(key)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(key, "/") || strings.HasPrefix(key, "//") ||
		strings.ContainsRune(key, '\\') {
		return nil, fmt.Errorf("page %q: %w", key, data.ErrNotFound)
	}
	return u, nil
}

func pageTitle(ctx context.Context, u *url.URL) string {
	switch q := u.Query().Get("q"); {
	case u.Path == "/":
		return say(ctx, "Trang chủ")
	case u.Path == "/tim-kiem" && q != "":
		return say(ctx, "Tìm “%s”", q)
	case u.Path == "/tin-tuc" && u.Query().Get("chuyen-muc") != "":
		return say(ctx, "Tin tức: %s", u.Query().Get("chuyen-muc"))
	case u.Path == paths.Commune:
		return say(ctx, communeTitle)
	}
	if title, ok := listTitle(ctx, u.Path); ok {
		return title
	}
	return say(ctx, "Trang %s", u.Path)
}

// listTitle is the title of a page that lists.
func listTitle(ctx context.Context, path string) (title string, ok bool) {
	titles := map[string]string{
		"/thu-tuc": fieldsTitle, "/co-quan": agenciesTitle, "/doi-tuong": audiencesTitle, "/a-z": lettersTitle,
		"/tin-tuc": newsTitle, "/su-kien": eventsTitle,
	}
	for _, l := range levelPages() {
		titles["/cap/"+l.slug] = l.title
	}
	if title, ok = titles[path]; ok {
		return say(ctx, title), true
	}
	if slug, isEvent := strings.CutPrefix(path, paths.Event("")); isEvent {
		return eventTitle(language(ctx), slug)
	}
	if part, isLetter := strings.CutPrefix(path, "/a-z/"); isLetter {
		if letter, ok := letterOf(part); ok {
			return letterTitle(ctx, letter), true
		}
	}
	return "", false
}
