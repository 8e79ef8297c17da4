package web

import (
	"context"
	"errors"
	"fmt"

	"tracuu/data"
)

// pageCode is the code shown on a page, empty while it opens nothing. A page
// that was opened by a code needs no new one: it shows that code where it has
// none of its own. A page is worth reading without a code, so what hinders one
// is only logged.
func (s *Server) pageCode(ctx context.Context, target data.Target) string {
	link, err := s.Store.TargetLink(ctx, target, 0)
	if errors.Is(err, data.ErrNotFound) {
		if by := arrivalOf(ctx).code; by != "" {
			return by
		}
		link, err = s.makeCode(ctx, target)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		s.Log.Warn("a page is shown before its code is made", "kind", target.Kind, "key", target.Key)
		return ""
	case err != nil:
		s.Log.Error("make a short code", "kind", target.Kind, "key", target.Key, "error", err)
		return ""
	case link.Standing(s.counter.today()) != data.StandingOpen:
		return ""
	}
	return link.Code
}

// makeCode makes the default code of a target, or gives up after CodeWait. The
// store cannot be called back from waiting for another writer, so the making
// goes on by itself then, one at a time, and the next reader sees the code.
func (s *Server) makeCode(ctx context.Context, target data.Target) (data.Link, error) {
	waiting, stop := context.WithTimeout(ctx, s.CodeWait)
	defer stop()
	late := fmt.Errorf("make a code: %w", context.DeadlineExceeded)
	select {
	case s.making <- struct{}{}:
	case <-waiting.Done():
		return data.Link{}, late
	}
	var link data.Link
	done := make(chan error, 1)
	go func() {
		defer func() { <-s.making }()
		var err error
		link, err = Coder{s.Store, s.Settings().PublicURL}.Ensure(context.WithoutCancel(ctx), target, 0, data.Edit{Who: "tracuu"})
		done <- err
	}()
	select {
	case err := <-done:
		return link, err
	case <-waiting.Done():
		return data.Link{}, late
	}
}
