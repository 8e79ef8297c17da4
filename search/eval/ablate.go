package eval

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"tracuu/search"
)

// Ablation is what switching off one part of the search costs: the shares of
// answerable queries that lose their hit, below 0 where they win.
type Ablation struct {
	Part  string   `json:"part"`
	Hit1  Ratio    `json:"hit@1"`
	Hit5  Ratio    `json:"hit@5"`
	Worst KindLoss `json:"worst"` // the kind of query that loses most, both measures taken together
}

// KindLoss is what one kind of query loses; Kind is empty where none loses.
type KindLoss struct {
	Kind string `json:"kind"`
	Hit1 Ratio  `json:"hit@1"`
	Hit5 Ratio  `json:"hit@5"`
}

// Ablate asks the queries once with all parts of the search and once without
// each. The part that costs most hits comes first; off gives the search without
// some parts.
func (r Runner) Ablate(ctx context.Context, queries []Query, off func(search.Part) Searcher) ([]Ablation, error) {
	measure := func(parts search.Part) (Report, error) {
		r.Search = off(parts)
		outcomes, err := r.Run(ctx, queries)
		return Measure(outcomes), err
	}
	whole, err := measure(0)
	if err != nil {
		return nil, err
	}
	var out []Ablation
	parts := search.Parts()
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		without, err := measure(parts[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		a := Ablation{Part: name, Hit1: whole.All.Hit1 - without.All.Hit1, Hit5: whole.All.Hit5 - without.All.Hit5}
		for i, row := range whole.Kinds { // both reports have the same kinds
			lost := KindLoss{row.Kind, row.Hit1 - without.Kinds[i].Hit1, row.Hit5 - without.Kinds[i].Hit5}
			if lost.Hit1+lost.Hit5 > a.Worst.Hit1+a.Worst.Hit5 { // never for a kind without answers, whose shares are NaN
				a.Worst = lost
			}
		}
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b Ablation) int {
		return cmp.Or(cmp.Compare(b.Hit1, a.Hit1), cmp.Compare(b.Hit5, a.Hit5))
	})
	return out, nil
}

// WriteAblation writes a line a part: how many points hit@1 and hit@5 change
// without it over all queries, then the kind that loses most and what it loses.
func WriteAblation(w io.Writer, parts []Ablation) error {
	rows := [][]string{{"without", "hit@1", "hit@5", "most-of-all", "hit@1", "hit@5"}}
	lost := func(x Ratio) string { // as a change, in points; adding 0 makes -0 a 0
		return fmt.Sprintf("%+.1f", math.Round(-1000*float64(x))/10+0)
	}
	for _, a := range parts {
		row := []string{a.Part, lost(a.Hit1), lost(a.Hit5), "-", "-", "-"}
		if k := a.Worst; k.Kind != "" {
			row = append(row[:3], k.Kind, lost(k.Hit1), lost(k.Hit5))
		}
		rows = append(rows, row)
	}
	var out bytes.Buffer
	writeColumns(&out, rows, true)
	_, err := w.Write(out.Bytes())
	return err
}
