// Package target reads what people name when they say where a code should
// lead: a procedure by its code, an article by its number, a short code, a
// field, an agency, a page of this site or an address outside.
//
// Start with [Reader.Find], which looks up what was named; [Reader.Live] then
// goes on to what has taken its place and refuses what should not hang on a
// wall, and [Reader.EnsureCode] answers its code. What cannot be is an *[Error]
// that says in Vietnamese why, and what to do.
package target

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web"
	"tracuu/web/paths"
)

// Help names what a target may be, for help texts.
const Help = "mã thủ tục, số bài viết, mã ngắn, linh-vuc/…, co-quan/…, đường dẫn của trang này bắt đầu bằng /, hoặc địa chỉ https được phép"

// maxTarget bounds a target in bytes; no page worth leading to is addressed by
// more.
const maxTarget = 1000

// Error is something that a person named and a code cannot lead to.
type Error struct {
	Typed string // empty where the reason names it
	Reason
}

func (e *Error) Error() string {
	if e.Typed == "" {
		return e.Reason.String()
	}
	return e.Typed + ": " + e.Reason.String()
}

// Unfit is the error of something that cannot be.
func Unfit(typed, what string) *Error { return &Error{typed, Reason{What: what}} }

// Reason is why something cannot be, in Vietnamese.
type Reason struct {
	What    string // what is wrong, and what to do wherever one is
	Command string // how the command line mends it, to follow What there; may be empty
}

func (r Reason) String() string { return r.What + r.Command }

// Aim is a target that exists, with what it leads to.
type Aim struct {
	data.Target
	Title     string
	Procedure *data.Procedure // set for data.KindProcedure
	Article   *data.Article   // set for data.KindArticle
	Link      *data.Link      // the code the person named, nil if something else was named
	Followed  string          // the target that this has taken the place of, as Text has it; empty if none
}

// Sample reports whether the target is sample content.
func (a Aim) Sample() bool {
	return a.Procedure != nil && a.Procedure.Sample || a.Article != nil && a.Article.Sample
}

// Unnamed reports whether the target is something without a name of its own.
func (a Aim) Unnamed() bool { return a.Kind == data.KindPage || a.Kind == data.KindAddress }

// Store is what is asked about what people name, and where codes are kept.
type Store interface {
	web.TitleStore
	web.LinkStore
	NameStore
	Settings(ctx context.Context) (data.Settings, error)
	Link(ctx context.Context, code string) (data.Link, error)
	AudienceProcedures(ctx context.Context, slug string, offset, limit int) (data.Audience, []data.ProcedureRow, error)
	Successor(ctx context.Context, p data.Procedure) (last data.Procedure, replaced []string, err error)
	Heir(ctx context.Context, slug string) (data.Agency, error)
}

// Reader reads what people name. Make it with NewReader.
type Reader struct {
	Store     Store
	PublicURL string   // where codes lead now
	own       []string // hosts of this site, the former ones too
	allowed   []string // hosts outside, see data.Settings
}

// NewReader reads by the settings as they are now.
func NewReader(ctx context.Context, store Store, publicURL string) (*Reader, error) {
	s, err := store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	own := append([]string{paths.HostOf(publicURL)}, s.FormerHosts...)
	if s.PublicURL != "" {
		own = append(own, paths.HostOf(s.PublicURL))
	}
	return &Reader{store, publicURL, own, s.AllowedHosts}, nil
}

// Find reads a target as people name it and looks it up. The error is a
// *Error unless the store fails.
//
// A number of eight digits is a short code if there is such a code, else an
// article.
func (t *Reader) Find(ctx context.Context, typed string) (Aim, error) {
	typed = strings.TrimSpace(typed)
	bad := func(reason string) (Aim, error) { return Aim{}, Unfit(Shorten(typed), reason) }
	lower := strings.ToLower(typed)
	switch {
	case typed == "":
		return bad("chưa ghi đích; cần " + Help)
	case len(typed) > maxTarget:
		return bad(fmt.Sprintf("dài quá %d byte", maxTarget))
	case !utf8.ValidString(typed) || strings.ContainsFunc(typed, unicode.IsControl):
		return bad("có ký tự điều khiển hoặc không phải UTF-8; hãy gõ lại")
	case strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://"):
		return t.findAddress(ctx, typed)
	case strings.HasPrefix(lower, "linh-vuc/") || strings.HasPrefix(lower, "co-quan/"):
		return t.findPage(ctx, "/"+typed)
	case strings.HasPrefix(typed, "/"):
		return t.findPage(ctx, typed)
	}
	if c, err := data.ParseProcedureCode(typed); err == nil {
		return t.Load(ctx, data.Target{Kind: data.KindProcedure, Key: c.Code})
	}
	code, codeErr := qr.ParseCode(typed)
	if codeErr == nil {
		a, err := t.findCode(ctx, code)
		var unknown *Error
		if !errors.As(err, &unknown) {
			return a, err
		}
	}
	if id, err := strconv.ParseInt(typed, 10, 64); err == nil {
		return t.Load(ctx, data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)})
	}
	switch {
	case codeErr == nil:
		return bad("không có mã ngắn này; hãy so lại với mã in cạnh mã QR")
	case errors.Is(codeErr, qr.ErrCheck):
		return bad(codeErr.Error())
	}
	return bad("không có thủ tục, bài viết hay mã ngắn nào như vậy. Ví dụ đúng: 1.001193, 27, 7K3M-9QXA, linh-vuc/ho-tich")
}

// findCode finds what a short code leads to; the answer keeps the code.
func (t *Reader) findCode(ctx context.Context, code qr.Code) (Aim, error) {
	link, err := t.Store.Link(ctx, code.String())
	if errors.Is(err, data.ErrNotFound) {
		return Aim{}, Unfit(code.Print(), "không có mã ngắn này")
	}
	if err != nil {
		return Aim{}, err
	}
	a, err := t.Load(ctx, link.Target)
	a.Link = &link
	return a, err
}

// Load looks a target up. The error is a *Error if there is no such
// thing.
func (t *Reader) Load(ctx context.Context, target data.Target) (a Aim, err error) {
	a.Target = target
	var missing Reason
	switch target.Kind {
	case data.KindProcedure:
		var p data.Procedure
		p, err = t.Store.Procedure(ctx, target.Key)
		a.Procedure, a.Title, a.Key = &p, p.Name, p.Code
		missing.What = "không có thủ tục mang mã này"
	case data.KindArticle:
		var n data.Article
		var id int64
		if id, err = strconv.ParseInt(target.Key, 10, 64); err == nil {
			n, err = t.Store.Article(ctx, id)
		}
		a.Article, a.Title = &n, n.Title
		missing.What = "không có thủ tục, bài viết hay mã ngắn nào như vậy"
	case data.KindField:
		missing.What = "không có lĩnh vực này; xem tên trên địa chỉ trang /linh-vuc/…"
	case data.KindAgency:
		missing = Reason{"không có cơ quan này", "; xem các cơ quan bằng tracuu config list"}
	case data.KindPage:
		missing.What = "không có trang này. Mã QR mở được: " + pageHelp
	default:
		missing.What = "không phải địa chỉ đúng"
	}
	if a.Procedure == nil && a.Article == nil {
		a.Title, err = web.TargetTitle(ctx, t.Store, target)
	}
	if err == nil && target.Kind == data.KindPage {
		err = t.checkSubject(ctx, target.Key)
	}
	if errors.Is(err, data.ErrNotFound) {
		return Aim{Target: target}, &Error{Text(target), missing}
	}
	return a, err
}

// Text names a target the way [Reader.Find] reads it.
func Text(t data.Target) string {
	switch t.Kind {
	case data.KindField:
		return "linh-vuc/" + t.Key
	case data.KindAgency:
		return "co-quan/" + t.Key
	}
	return t.Key
}

// OfHistory names a target that the history of a code keeps, as Text does.
func OfHistory(s string) string {
	kind, key, _ := strings.Cut(s, " ")
	return Text(data.Target{Kind: data.Kind(kind), Key: key})
}

// Shorten is s for a line of a report.
func Shorten(s string) string {
	const longest = 60
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '�'
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
