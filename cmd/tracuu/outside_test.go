package main

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
)

// answersOf is what addresses answer, and which were asked.
type answersOf struct {
	mu    sync.Mutex
	found map[string]data.OutsideCheck
	asked []string
}

func (a *answersOf) Check(_ context.Context, address string) data.OutsideCheck {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = append(a.asked, address)
	c, ok := a.found[address]
	if !ok {
		c = data.OutsideCheck{Problem: data.ProblemConnect}
	}
	c.Address = address
	return c
}

func (a *answersOf) take() []string {
	defer func() { a.asked = nil }()
	slices.Sort(a.asked)
	return a.asked
}

// TestOutsideWatch goes through the nights of two weeks.
func TestOutsideWatch(t *testing.T) {
	const good, gone, silent, code = "https://a.vn/tot", "https://a.vn/mat", "https://b.vn/im", "https://c.gov.vn/ma"
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	now := time.Date(2026, 11, 1, 19, 0, 0, 0, time.UTC) // 2 o'clock of 2 November in Vietnam
	clock := func() time.Time { return now }
	path := filepath.Join(t.TempDir(), "tracuu.db")
	db, err := sqlite.Open(ctx, path, clock)
	must(err)
	save := func(steps string) {
		t.Helper()
		_, err := db.SaveProcedures(ctx, []data.Procedure{{
			Code: "1.001193", OfficialName: "Khai sinh", Name: "Khai sinh", Status: data.StatusActive, SourceURL: good, Steps: steps,
			Meta: data.Meta{Visibility: data.Shown},
		}})
		must(err)
	}
	save("Xem " + gone + " và " + silent)
	must(db.InsertLink(ctx, data.Link{Code: "AAAA2222", Target: data.Target{Kind: data.KindAddress, Key: code}}, data.Edit{}))
	net := &answersOf{found: map[string]data.OutsideCheck{good: {Status: 200}, gone: {Status: 404, Problem: data.ProblemGone}, code: {Status: 200}}}
	watch := func() *outsideWatch {
		return &outsideWatch{db, net, clock, nil, slog.New(slog.NewTextHandler(io.Discard, nil))}
	}
	night := func() []string {
		t.Helper()
		_, err := watch().night(ctx)
		must(err)
		return net.take()
	}
	dead := func() (all []string) {
		t.Helper()
		failing, err := db.FailingOutside(ctx)
		must(err)
		for _, o := range failing {
			if o.Dead() {
				all = append(all, o.Address)
			}
		}
		return all
	}
	if got := night(); !slices.Equal(got, []string{gone, good, silent, code}) {
		t.Fatalf("the first night asks %q", got)
	}
	if got := night(); len(got) != 0 {
		t.Errorf("the same night asks %q again", got)
	}
	must(db.Close()) // a restart
	db, err = sqlite.Open(ctx, path, clock)
	must(err)
	defer db.Close()

	// Those that fail are asked the next nights; the silent ones because another
	// that was well answers.
	for i, wantDead := range []int{0, 2} {
		now = now.AddDate(0, 0, 1)
		got := night()
		if !slices.Contains(got, gone) || !slices.Contains(got, silent) || slices.Contains(got, code) && !slices.Contains(got, good) {
			t.Errorf("night %d asks %q", i+2, got)
		}
		if len(dead()) != wantDead {
			t.Errorf("after night %d dead are %q", i+2, dead())
		}
	}
	now = now.AddDate(0, 0, 1)
	net.found[gone] = data.OutsideCheck{Status: 200}
	night()
	if got := dead(); !slices.Equal(got, []string{silent}) {
		t.Errorf("one is back, dead are %q", got)
	}

	// Our own network is down: that is nothing about anybody.
	now = now.AddDate(0, 0, 8)
	failed := net.found
	net.found = nil
	if _, err := watch().night(ctx); err == nil {
		t.Error("a night without a network is none")
	}
	net.take()
	if got := dead(); !slices.Equal(got, []string{silent}) {
		t.Errorf("a night without a network: dead are %q", got)
	}
	net.found = failed
	now = now.AddDate(0, 0, 1)
	save("Không còn địa chỉ nào") // and the record is mended
	night()
	if got := dead(); len(got) != 0 {
		t.Errorf("nothing uses it, yet dead are %q", got)
	}
	if got := net.take(); slices.Contains(got, silent) {
		t.Errorf("what nothing uses is asked")
	}
	now = now.AddDate(-1, 0, 0) // the clock is set back
	if got := night(); len(got) == 0 {
		t.Error("a clock set back stops the checks")
	}
}

func TestNight(t *testing.T) {
	for hour, want := range map[int]bool{17: false, 18: true, 21: true, 22: false, 6: false} { // of UTC
		if got := isNight(time.Date(2026, 11, 1, hour, 30, 0, 0, time.UTC)); got != want {
			t.Errorf("%d:30 UTC: %v", hour, got)
		}
	}
}
