package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
)

// TestTakeEffect: what is scheduled comes at midnight in Viet Nam, and at once
// where a server starts after it.
func TestTakeEffect(t *testing.T) {
	var clock atomic.Int64
	at := func(s string) {
		when, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		clock.Store(when.Unix())
	}
	now := func() time.Time { return time.Unix(clock.Load(), 0) }
	at("2026-11-30T16:00:00Z")
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "tracuu.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p := data.Procedure{Code: "1.000001", Name: "Cũ", OfficialName: "Cũ", Status: data.StatusActive}
	if _, err := db.SaveProcedures(t.Context(), []data.Procedure{p}); err != nil {
		t.Fatal(err)
	}
	target := data.Target{Kind: data.KindProcedure, Key: p.Code}
	for day, name := range map[data.Date]string{"2026-12-01": `"Mới"`, "2026-12-05": `"Mới hơn"`} {
		r := data.Revision{Target: target, Base: 1, Was: data.Fields{"name": []byte(`"Cũ"`)}, Fields: data.Fields{"name": []byte(name)}, Day: day}
		if _, err := db.Schedule(t.Context(), r, "Cũ", data.Edit{Who: "lan"}); err != nil {
			t.Fatal(err)
		}
	}
	run := func() (stop func()) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			takeEffect(ctx, db, now, time.Millisecond, slog.New(slog.DiscardHandler))
		}()
		return func() { cancel(); <-done }
	}
	name := func() string {
		p, err := db.Procedure(t.Context(), p.Code)
		if err != nil {
			t.Fatal(err)
		}
		return p.Name
	}
	becomes := func(want string) {
		t.Helper()
		for range 2000 {
			if name() == want {
				return
			}
			time.Sleep(time.Millisecond)
		}
		t.Fatalf("the name is %q, want %q", name(), want)
	}
	stop := run()
	at("2026-11-30T16:59:59Z") // a second before midnight
	time.Sleep(20 * time.Millisecond)
	if name() != "Cũ" {
		t.Error("the change comes before its day")
	}
	at("2026-11-30T17:00:00Z")
	becomes("Mới")
	stop()
	at("2026-12-20T01:00:00Z")
	stop = run()
	defer stop()
	becomes("Mới hơn")
}
