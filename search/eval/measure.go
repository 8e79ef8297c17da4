package eval

import (
	"maps"
	"math"
	"slices"
	"time"

	"tracuu/search"
)

// Measure judges outcomes. Queries that are Unjudged are only counted.
//
// A hit is right if its id or one of its variants is accepted and no hit before
// it has brought the same: the second of two hits for one id is worth nothing.
// Over the answerable queries (those with accepted ids) it takes the mean of
//
//   - hit@k: 1 if one of the first k hits is right;
//   - MRR@10: 1/rank of the first right hit among ten, or 0;
//   - nDCG@10: the sum of 1/log2(rank+1) over the right hits among ten, divided
//     by the same sum for the best list there could be: as many right hits from
//     rank 1 as there are accepted ids, ten at the most, where accepted ids
//     that one of the ten hits folds together count once;
//   - certain: 1 if the match is certain;
//   - wrong-certain: 1 if it is and the first hit is not right or missing.
//
// False-certain is the share of the other queries, those that nothing should
// answer, whose match is certain. Times are over all judged queries.
func Measure(outcomes []Outcome) Report {
	report := Report{Kinds: []Row{}}
	var judged []Outcome
	byKind := map[string][]Outcome{}
	for _, o := range outcomes {
		if o.Query.Unjudged {
			report.Unjudged++
			continue
		}
		judged = append(judged, o)
		byKind[o.Query.kind()] = append(byKind[o.Query.kind()], o)
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		report.Kinds = append(report.Kinds, measureRow(kind, byKind[kind]))
	}
	report.All = measureRow("all", judged)
	return report
}

func measureRow(kind string, outcomes []Outcome) Row {
	var hit1, hit3, hit5, mrr, ndcg, certain, wrong, falseCertain mean
	times := make([]time.Duration, 0, len(outcomes))
	for _, o := range outcomes {
		times = append(times, o.Took)
		sure := o.Match == search.MatchCertain
		if len(o.Query.Accepted) == 0 {
			falseCertain.addIf(sure)
			continue
		}
		ranks, wanted := rightRanks(o.Query.Accepted, o.Hits)
		first := math.MaxInt
		reciprocal := 0.0
		if len(ranks) > 0 {
			first = ranks[0]
			reciprocal = 1 / float64(first)
		}
		hit1.addIf(first <= 1)
		hit3.addIf(first <= 3)
		hit5.addIf(first <= 5)
		mrr.add(reciprocal)
		ndcg.add(gain(ranks) / idealGain(wanted))
		certain.addIf(sure)
		wrong.addIf(sure && first != 1)
	}
	slices.Sort(times)
	return Row{
		Kind:         kind,
		Queries:      len(outcomes),
		Answerable:   hit1.n,
		Unanswerable: falseCertain.n,
		Hit1:         hit1.ratio(),
		Hit3:         hit3.ratio(),
		Hit5:         hit5.ratio(),
		MRR:          mrr.ratio(),
		NDCG:         ndcg.ratio(),
		Certain:      certain.ratio(),
		WrongCertain: wrong.ratio(),
		FalseCertain: falseCertain.ratio(),
		P50:          milliseconds(percentile(times, 50)),
		P99:          milliseconds(percentile(times, 99)),
	}
}

// rightRanks gives the ranks, from 1, of the right hits among the first Depth,
// and how many right hits there could be at the most: one for each accepted id,
// less those that these hits fold together.
func rightRanks(accepted []string, hits []Ranked) (ranks []int, wanted int) {
	missing := make(map[string]bool, len(accepted))
	for _, id := range accepted {
		missing[id] = true
	}
	for i, hit := range hits[:min(len(hits), Depth)] {
		before := len(missing)
		for _, id := range hit.IDs {
			delete(missing, id)
		}
		if len(missing) < before {
			ranks = append(ranks, i+1)
		}
	}
	return ranks, len(ranks) + len(missing)
}

// gain is the discounted cumulative gain of right hits at the given ranks.
func gain(ranks []int) float64 {
	sum := 0.0
	for _, rank := range ranks {
		sum += 1 / math.Log2(float64(rank)+1)
	}
	return sum
}

// idealGain is the gain of n right hits in front, or Depth of them.
func idealGain(n int) float64 {
	sum := 0.0
	for rank := range min(n, Depth) {
		sum += 1 / math.Log2(float64(rank)+2)
	}
	return sum
}

// percentile is the smallest of the sorted times that at least p percent of
// them do not exceed (nearest rank: the one at place ⌈p·n/100⌉); 0 of none.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	place := (p*len(sorted) + 99) / 100
	return sorted[place-1]
}

func milliseconds(d time.Duration) float64 {
	return float64(d) / float64(time.Millisecond)
}

// mean is a running mean.
type mean struct {
	n   int
	sum float64
}

func (m *mean) add(x float64) {
	m.n++
	m.sum += x
}

func (m *mean) addIf(yes bool) {
	if yes {
		m.add(1)
	} else {
		m.add(0)
	}
}

// ratio is NaN if nothing was added.
func (m *mean) ratio() Ratio { return Ratio(m.sum / float64(m.n)) }
