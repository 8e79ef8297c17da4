package main

import (
	"context"
	"log/slog"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/web"
	"tracuu/web/format"
)

// preview is the public site as the staff's room, made before it, tries pages
// on it.
type preview struct{ *web.Server }

// takeEffect shows what staff have scheduled once its day has begun in Viet
// Nam; what came due while no server ran comes at once.
func takeEffect(ctx context.Context, store *sqlite.DB, now func() time.Time, every time.Duration, log *slog.Logger) {
	for {
		n, err := store.TakeEffect(ctx, data.NewDate(now().In(format.Hanoi)))
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error("a scheduled change has not taken effect", "error", err, "next_try_in", every)
		}
		if n > 0 {
			log.Info("scheduled changes took effect", "changes", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}
