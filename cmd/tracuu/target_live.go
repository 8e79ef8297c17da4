package main

import (
	"context"
	"fmt"

	"tracuu/data"
)

// follow leads on to what has taken the place of a target, as a scan does: the
// shown successor of a procedure, the heir of an agency.
func (t *targets) follow(ctx context.Context, a aim) (aim, error) {
	named := targetText(a.Target)
	switch {
	case a.Procedure != nil:
		last, replaced, err := t.store.Successor(ctx, *a.Procedure)
		if err != nil || len(replaced) == 0 || last.Visibility != data.Shown {
			return a, err
		}
		a.Procedure, a.Title, a.Key, a.Followed = &last, last.Name, last.Code, named
	case a.Kind == data.KindAgency:
		heir, err := t.store.Heir(ctx, a.Key)
		if err != nil || heir.Slug == a.Key {
			return a, err
		}
		a.Title, a.Key, a.Followed = heir.Name, heir.Slug, named
	}
	return a, nil
}

// shutReason tells why a scan shows nothing of a target that is there, empty if
// it does. What the site has hidden, a code still shows.
func (t *targets) shutReason(a aim) string {
	if a.Kind == data.KindAddress {
		return t.outsideReason(a.Key)
	}
	return ""
}

// live follows a target to what has taken its place and refuses what should not
// be put on a wall any more.
func (t *targets) live(ctx context.Context, a aim) (aim, error) {
	a, err := t.follow(ctx, a)
	if err != nil {
		return aim{}, err
	}
	reason := t.shutReason(a)
	switch p := a.Procedure; {
	case a.Article != nil && a.Article.Visibility != data.Shown:
		reason = "bài viết đã gỡ khỏi trang"
	case p != nil && p.Status == data.StatusRepealed:
		reason = "thủ tục đã bãi bỏ và không có thủ tục thay thế trong dữ liệu"
	case p != nil && p.Visibility != data.Shown:
		reason = "thủ tục đã gỡ khỏi trang"
	}
	if reason != "" {
		return aim{}, &targetError{shorten(targetText(a.Target)), reason}
	}
	return a, nil
}

// followedNote tells that something else is opened than was named.
func followedNote(a aim) string {
	what := "thủ tục"
	if a.Kind == data.KindAgency {
		what = "cơ quan"
	}
	return fmt.Sprintf("Lưu ý: %s đã được thay bằng %s (%s); mã dẫn tới %s thay thế.", a.Followed, targetText(a.Target), a.Title, what)
}
