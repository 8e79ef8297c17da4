package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/search"
	"tracuu/web/api"
	"tracuu/web/format"
)

// TestCareFollowed lets an index follow what staff teach, the day and the
// content; the search of the command line goes by the same.
func TestCareFollowed(t *testing.T) {
	t.Parallel()
	ctx, dir := t.Context(), t.TempDir()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, format.Hanoi)
	clock := func() time.Time { return now }
	f, err := openFolder(ctx, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	procedures, articles, err := sample.Load()
	if err == nil {
		_, err = f.store.FillIfEmpty(ctx, procedures, articles, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	ix, _, err := f.ownIndex(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	follower := careFollower{ix: ix.Index, store: f.store}
	first := func() string {
		t.Helper()
		_, seq, err := f.store.Stamp(ctx)
		if err == nil {
			err = follower.follow(ctx, seq, nil, now)
		}
		if err != nil {
			t.Fatal(err)
		}
		res, err := ix.Search(ctx, search.Query{Text: "vieejc cuar bes"})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Hits) > 0 && res.Match == search.MatchCertain {
			return res.Hits[0].ID
		}
		return ""
	}
	bet := data.CareRule{
		Kind: data.CareBet, State: data.CareLive, Typed: "việc của bé", Until: "2026-11-24",
		Target: data.Target{Kind: data.KindProcedure, Key: "1.001193"},
	}
	if got := first(); got != "" {
		t.Fatalf("found %s before it was taught", got)
	}
	if _, err := f.store.SaveCareRule(ctx, bet, data.Edit{Who: "lan"}); err != nil {
		t.Fatal(err)
	}
	if got := first(); got != "1.001193" {
		t.Errorf("taught, yet %q is first", got)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	e := &env{stdout: &out, stderr: &errs, now: clock}
	if err := (&searchCmd{Query: []string{"viec cua be"}, Limit: 3, JSON: true}).Run(ctx, e, &shared{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	var res api.Result
	if err := json.Unmarshal(out.Bytes(), &res); err != nil {
		t.Fatal(err)
	}
	if len(res.Hits) == 0 || res.Hits[0].ID != "1.001193" || len(res.Hits[0].Why) == 0 || res.Hits[0].Why[0].By != search.ByStaff {
		t.Errorf("the command line answers %s", out.String())
	}
	if ix, _, err = f.ownIndex(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	follower = careFollower{ix: ix.Index, store: f.store}
	for range 2 {
		if got := first(); got != "1.001193" {
			t.Errorf("on %s %q is first", now.Format(time.DateOnly), got)
		}
		now = now.AddDate(0, 0, 1)
	}
	if got := first(); got != "" {
		t.Errorf("expired, yet %s is first", got)
	}
	if err := f.store.Close(); err != nil {
		t.Error(err)
	}
}
