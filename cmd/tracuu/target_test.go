package main

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/web/target"
)

// TestSuccessorHidden leads a code where a scan leads: never to a procedure the
// site has hidden, unless the code is its own.
func TestSuccessorHidden(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "tracuu.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p := func(code, next string) data.Procedure {
		return data.Procedure{Code: code, Name: "Thủ tục " + code, Status: data.StatusActive, ReplacedBy: next}
	}
	// Real records hide the sample.
	sample := p("1.000004", "")
	sample.Sample = true
	if _, err = db.FillIfEmpty(ctx, []data.Procedure{sample}, nil, nil); err != nil {
		t.Fatal(err)
	}
	_, err = db.SaveProcedures(ctx, []data.Procedure{p("1.000001", "1.000002"), p("1.000002", ""), p("1.000003", "1.000004")})
	if err != nil {
		t.Fatal(err)
	}
	f := &folder{store: db}
	public, err := newAddress("https://tinh.gov.vn")
	if err != nil {
		t.Fatal(err)
	}
	ts, err := target.NewReader(ctx, f.store, public.url)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"1.000001": "1.000002", "1.000003": "1.000003", "1.000004": "1.000004"} {
		var v linkView
		if err := f.viewTarget(ctx, &v, data.Link{Target: data.Target{Kind: data.KindProcedure, Key: code}}, public); err != nil || v.LeadsTo != want {
			t.Errorf("%s leads to %q, want %q (%v)", code, v.LeadsTo, want, err)
		}
		a, err := ts.Find(ctx, code)
		if err != nil {
			t.Fatal(err)
		}
		a, err = ts.Live(ctx, a)
		if hidden := (*target.Error)(nil); code == "1.000004" {
			if !errors.As(err, &hidden) {
				t.Errorf("%s may hang: %v", code, err)
			}
		} else if err != nil || a.Key != want {
			t.Errorf("a poster of %s is of %q, want %q (%v)", code, a.Key, want, err)
		}
	}
}

func TestParseDay(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]data.Date{
		"": "", "2026-11-23": "2026-11-23", "3/1/2026": "2026-01-03", "2020-01-01": "2020-01-01", "2076-11-23": "2076-11-23",
		"2019-12-31": "-", "2076-11-24": "-", "9999-12-31": "-", "0001-01-01": "-", "31/02/2026": "-", "23-11-2026": "-",
	} {
		if got, err := parseDay(typed, "2026-11-23"); (err != nil) != (want == "-") || err == nil && got != want {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}
