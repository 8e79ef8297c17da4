package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"

	"tracuu/data"
	"tracuu/qr"
)

// LinkStore keeps short codes.
type LinkStore interface {
	TargetLink(ctx context.Context, target data.Target, placement int64) (data.Link, error)
	InsertLink(ctx context.Context, l data.Link, by data.Edit) error
}

// linkTries bounds the drawing of codes. With 32⁷ codes even a store of ten
// million makes three misses in a row a one in 27 million event.
const linkTries = 5

// EnsureLink answers the code of a target at a place and makes one on first
// need; placement 0 asks for its default code.
func EnsureLink(ctx context.Context, store LinkStore, target data.Target, placement int64, by data.Edit) (data.Link, error) {
	for range linkTries {
		link, err := store.TargetLink(ctx, target, placement)
		if !errors.Is(err, data.ErrNotFound) {
			return link, err
		}
		code, err := qr.NewCode(rand.Reader)
		if err != nil {
			return data.Link{}, fmt.Errorf("draw a code: %w", err)
		}
		// A conflict means that the code is taken, or that somebody else has
		// just made one for this target: looking again tells.
		link = data.Link{Code: code.String(), Target: target, Default: placement == 0, PlacementID: placement}
		if err := store.InsertLink(ctx, link, by); err != nil && !errors.Is(err, data.ErrConflict) {
			return data.Link{}, err
		}
	}
	return data.Link{}, fmt.Errorf("code for %s %s: %w", target.Kind, target.Key, data.ErrConflict)
}

// TitleStore finds what a code can lead to.
type TitleStore interface {
	Procedure(ctx context.Context, code string) (data.Procedure, error)
	Article(ctx context.Context, id int64) (data.Article, error)
}

// TargetTitle is the name of what a code leads to.
func TargetTitle(ctx context.Context, store TitleStore, t data.Target) (string, error) {
	if t.Kind == data.KindProcedure {
		p, err := store.Procedure(ctx, t.Key)
		return p.Name, err
	}
	id, err := strconv.ParseInt(t.Key, 10, 64)
	if err != nil {
		return "", fmt.Errorf("code leads to article %q: %w", t.Key, err)
	}
	a, err := store.Article(ctx, id)
	return a.Title, err
}
