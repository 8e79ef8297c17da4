package target

import (
	"context"
	"fmt"

	"tracuu/data"
)

// Follow leads on to what has taken the place of a target, as a scan does: the
// shown successor of a procedure, the heir of an agency.
func (t *Reader) Follow(ctx context.Context, a Aim) (Aim, error) {
	named := Text(a.Target)
	switch {
	case a.Procedure != nil:
		last, replaced, err := t.Store.Successor(ctx, *a.Procedure)
		if err != nil || len(replaced) == 0 || last.Visibility != data.Shown {
			return a, err
		}
		a.Procedure, a.Title, a.Key, a.Followed = &last, last.Name, last.Code, named
	case a.Kind == data.KindAgency:
		heir, err := t.Store.Heir(ctx, a.Key)
		if err != nil || heir.Slug == a.Key {
			return a, err
		}
		a.Title, a.Key, a.Followed = heir.Name, heir.Slug, named
	}
	return a, nil
}

// Shut tells why a scan shows nothing of a target that is there; the zero
// Reason if it does. What the site has hidden, a code still shows.
func (t *Reader) Shut(a Aim) Reason {
	if a.Kind == data.KindAddress {
		return t.outsideReason(a.Key)
	}
	return Reason{}
}

// Live follows a target to what has taken its place and refuses what should not
// be put on a wall any more, with an *Error.
func (t *Reader) Live(ctx context.Context, a Aim) (Aim, error) {
	a, err := t.Follow(ctx, a)
	if err != nil {
		return Aim{}, err
	}
	reason := t.Shut(a)
	switch p := a.Procedure; {
	case a.Article != nil && a.Article.Visibility != data.Shown:
		reason.What = "bài viết đã gỡ khỏi trang"
	case p != nil && p.Status == data.StatusRepealed:
		reason.What = "thủ tục đã bãi bỏ và không có thủ tục thay thế trong dữ liệu"
	case p != nil && p.Visibility != data.Shown:
		reason.What = "thủ tục đã gỡ khỏi trang"
	}
	if reason != (Reason{}) {
		return Aim{}, &Error{Shorten(Text(a.Target)), reason}
	}
	return a, nil
}

// FollowedNote tells that something else is opened than was named.
func (a Aim) FollowedNote() string {
	what := "thủ tục"
	if a.Kind == data.KindAgency {
		what = "cơ quan"
	}
	return fmt.Sprintf("%s đã được thay bằng %s (%s); mã dẫn tới %s thay thế.", a.Followed, Text(a.Target), a.Title, what)
}
