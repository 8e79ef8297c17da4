package eval

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/search"
)

func TestHouse(t *testing.T) {
	t.Parallel()
	if qs, err := House(); err != nil || len(qs) < 360 {
		t.Errorf("%d queries, %v", len(qs), err)
	}
}

func TestStand(t *testing.T) {
	t.Parallel()
	s := func(_ context.Context, text string, _ int) (search.Match, []Ranked, error) {
		if text == "lỗi" {
			return "", nil, errors.ErrUnsupported
		}
		return search.MatchCertain, []Ranked{{IDs: []string{"1"}}, {IDs: []string{"2", "3"}}}, nil
	}
	for _, c := range []struct {
		accepted []string
		want     Standing
	}{
		{[]string{"1"}, Standing{1, true}},
		{[]string{"3"}, Standing{2, true}},
		{[]string{"4"}, Standing{0, true}},
		{nil, Standing{0, true}},
	} {
		if got, err := Stand(t.Context(), s, Query{Text: "x", Accepted: c.accepted}); err != nil || got != c.want {
			t.Errorf("%v: %+v, %v", c.accepted, got, err)
		}
	}
	if _, err := Stand(t.Context(), s, Query{Text: "lỗi"}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("error %v", err)
	}
}

func TestTrial(t *testing.T) {
	t.Parallel()
	right, none := []string{"1"}, []string(nil)
	var got Trial
	ids := func(moves []Move) (out []string) {
		for _, m := range moves {
			out = append(out, m.Query.ID)
		}
		return out
	}
	for _, c := range []struct {
		id            string
		accepted      []string
		before, after Standing
	}{
		{"same", right, Standing{1, true}, Standing{1, false}},
		{"found", right, Standing{0, false}, Standing{1, true}},
		{"raised", right, Standing{4, false}, Standing{1, false}},
		{"sunk", right, Standing{1, true}, Standing{2, true}},
		{"gone", right, Standing{5, false}, Standing{6, false}},
		{"sure of nothing", none, Standing{}, Standing{0, true}},
		{"unsure again", none, Standing{0, true}, Standing{}},
		{"deep", right, Standing{9, false}, Standing{7, false}},
	} {
		got.Add(Query{ID: c.id, Accepted: c.accepted}, c.before, c.after)
	}
	want := Trial{Queries: 8, Answerable: 6, Before: Hits{2, 4}, After: Hits{3, 4}, Won: got.Won, Lost: got.Lost}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"found", "raised", "unsure again"}, {"sunk", "gone", "sure of nothing"}}, [][]string{ids(got.Won), ids(got.Lost)}); diff != "" {
		t.Error(diff)
	}
}
