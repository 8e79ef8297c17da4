package eval

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// Run is what [WriteRun] wrote: the hits of each query by its id, best first.
// A hit has its own id and no variants, for the file does not know them.
type Run map[string][]Ranked

// ReadRun reads what [WriteRun] wrote: query id, document id, rank from 1, score
// and match between tabs. The lines of a query may stand anywhere; their ranks
// order them. What the file says wrong is an [InputError] under the given name.
func ReadRun(r io.Reader, name string) (Run, error) {
	type line struct {
		rank int
		hit  Ranked
	}
	lines := map[string][]line{}
	err := eachLine(r, name, func(n int, text []byte) error {
		bad := func(reason string) error { return &InputError{File: name, Line: n, Reason: reason} }
		cols := strings.Split(string(text), "\t")
		if len(cols) != 5 || cols[0] == "" || cols[1] == "" {
			return bad("cần đúng năm cột cách nhau bằng dấu Tab như tệp mà --run ghi: mã câu hỏi, mã tài liệu, thứ hạng, điểm, mức khớp")
		}
		rank, err := strconv.Atoi(cols[2])
		if err != nil || rank < 1 {
			return bad(fmt.Sprintf("thứ hạng là %q; cần một số nguyên từ 1", cols[2]))
		}
		score, err := strconv.ParseFloat(cols[3], 64)
		if err != nil {
			return bad(fmt.Sprintf("điểm là %q; cần một số", cols[3]))
		}
		if slices.ContainsFunc(lines[cols[0]], func(l line) bool { return l.rank == rank }) {
			return bad(fmt.Sprintf("câu hỏi %q đã có thứ hạng %d ở một dòng trước", cols[0], rank))
		}
		lines[cols[0]] = append(lines[cols[0]], line{rank, Ranked{IDs: []string{cols[1]}, Score: score}})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		return nil, &InputError{File: name, Reason: "không có kết quả nào; hãy chỉ ra tệp mà --run đã ghi"}
	}
	run := Run{}
	for id, ls := range lines {
		slices.SortFunc(ls, func(a, b line) int { return cmp.Compare(a.rank, b.rank) })
		for _, l := range ls {
			run[id] = append(run[id], l.hit)
		}
	}
	return run, nil
}

// LoadRun reads the run in a file, see [ReadRun].
func LoadRun(path string) (Run, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadRun(f, path)
}

// Comparison is one measuring beside an earlier one of the same queries. Its
// JSON names are stable.
type Comparison struct {
	Queries int      `json:"queries"` // compared: those with accepted ids
	Unasked int      `json:"unasked"` // of them, without a hit in the earlier run
	Won     int      `json:"won"`     // better nDCG@10 than before
	Lost    int      `json:"lost"`
	Same    int      `json:"same"`
	Before  Ratio    `json:"before"` // mean nDCG@10
	After   Ratio    `json:"after"`
	P       Ratio    `json:"p"`       // see [Compare]
	Changes []Change `json:"changes"` // the won and the lost, the biggest loss first, the biggest win last
}

// Change is a query that is answered better or worse than before.
type Change struct {
	ID         string  `json:"id"`
	Text       string  `json:"text"`
	Before     float64 `json:"before"` // nDCG@10
	After      float64 `json:"after"`
	RankBefore int     `json:"rank_before"` // of the first right hit among RunDepth; 0: none
	RankAfter  int     `json:"rank_after"`
}

// Permutations of [Compare], and the seed that fixes them.
const (
	permutations    = 10_000
	permutationSeed = 2026
)

// Compare sets outcomes beside an earlier run of their queries. Both are judged
// by the hits' own ids alone, since the run does not know variants: a hit whose
// variant is accepted counts on neither side, and the means are lower than those
// of [Measure] where names are folded. A query the run has no line for had no
// hits.
//
// P is the two-sided p-value of the mean difference in nDCG@10 by Fisher's
// paired randomisation test (Smucker, Allan, Carterette: A comparison of
// statistical significance tests for information retrieval evaluation, CIKM
// 2007): were both searches alike, each query's difference might as well have
// the other sign, and P is the share of 10,000 such worlds, drawn with a fixed
// seed, whose mean is as far from 0 as ours, which counts as one of them. It is
// NaN if nothing can be compared.
func Compare(before Run, after []Outcome) Comparison {
	c := Comparison{Changes: []Change{}}
	var was, is mean
	var differences []float64
	for _, o := range after {
		q := o.Query
		if q.Unjudged || len(q.Accepted) == 0 {
			continue
		}
		old, asked := before[q.ID]
		if !asked {
			c.Unasked++
		}
		own := make([]Ranked, len(o.Hits))
		for i, hit := range o.Hits {
			own[i] = Ranked{IDs: hit.IDs[:1]}
		}
		change := Change{
			ID: q.ID, Text: q.Text, Before: ndcg(q.Accepted, old), After: ndcg(q.Accepted, own),
			RankBefore: firstRight(q.Accepted, old), RankAfter: firstRight(q.Accepted, own),
		}
		was.add(change.Before)
		is.add(change.After)
		differences = append(differences, change.After-change.Before)
		switch {
		case change.After > change.Before:
			c.Won++
		case change.After < change.Before:
			c.Lost++
		default:
			c.Same++
			continue
		}
		c.Changes = append(c.Changes, change)
	}
	slices.SortStableFunc(c.Changes, func(a, b Change) int { return cmp.Compare(a.After-a.Before, b.After-b.Before) })
	c.Queries, c.Before, c.After, c.P = was.n, was.ratio(), is.ratio(), significance(differences)
	return c
}

func ndcg(accepted []string, hits []Ranked) float64 {
	ranks, wanted := rightRanks(accepted, hits)
	return gain(ranks) / idealGain(wanted)
}

// firstRight is the rank, from 1, of the first hit among RunDepth that has an
// accepted id; 0 if none has.
func firstRight(accepted []string, hits []Ranked) int {
	for i, hit := range hits[:min(len(hits), RunDepth)] {
		if slices.ContainsFunc(hit.IDs, func(id string) bool { return slices.Contains(accepted, id) }) {
			return i + 1
		}
	}
	return 0
}

// significance is the p-value of the mean of paired differences, see [Compare].
func significance(differences []float64) Ratio {
	if len(differences) == 0 {
		return Ratio(math.NaN())
	}
	observed := 0.0
	var moved []float64 // a difference of 0 has no sign to exchange
	for _, d := range differences {
		observed += d
		if d != 0 {
			moved = append(moved, d)
		}
	}
	const rounding = 1e-9 // sums of the same numbers in another order
	rng := rand.New(rand.NewPCG(permutationSeed, 0))
	asFar := 1
	for range permutations - 1 {
		sum := 0.0
		for _, d := range moved {
			if rng.Uint64()&1 == 0 {
				d = -d
			}
			sum += d
		}
		if math.Abs(sum) >= math.Abs(observed)-rounding {
			asFar++
		}
	}
	return Ratio(asFar) / permutations
}

// shownChanges is how many losses, and how many wins, a comparison lists.
const shownChanges = 20

// Write writes the comparison for a terminal: the counts, the means with the
// p-value, and the biggest losses and wins.
func (c Comparison) Write(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "So với lần đo trước: %d câu hơn, %d câu kém, %d câu như cũ.\n", c.Won, c.Lost, c.Same)
	fmt.Fprintf(&out, "nDCG@10 trung bình %s → %s (%+.3f), p = %.4f", c.Before, c.After, float64(c.After-c.Before), float64(c.P))
	if c.P < 0.05 {
		out.WriteString(": khác biệt khó là ngẫu nhiên.\n")
	} else {
		out.WriteString(": có thể chỉ là ngẫu nhiên.\n")
	}
	out.WriteString("Cả hai lần chấm theo mã của chính kết quả, không kể các bản cùng tên gộp trong đó.\n")
	if c.Unasked > 0 {
		fmt.Fprintf(&out, "%d câu không có dòng nào trong lần đo trước, tính như không có kết quả.\n", c.Unasked)
	}
	losses := c.Changes[:c.Lost]
	wins := slices.Clone(c.Changes[c.Lost:])
	slices.Reverse(wins)
	writeChanges(&out, "Kém đi nhiều nhất", losses)
	writeChanges(&out, "Hơn lên nhiều nhất", wins)
	_, err := w.Write(out.Bytes())
	return err
}

func writeChanges(out *bytes.Buffer, title string, changes []Change) {
	if len(changes) == 0 {
		return
	}
	shown := changes[:min(len(changes), shownChanges)]
	fmt.Fprintf(out, "\n%s (%d trong %d câu):\n", title, len(shown), len(changes))
	rows := [][]string{{"nDCG@10", "hạng", "mã câu", "câu hỏi"}}
	for _, c := range shown {
		rows = append(rows, []string{
			fmt.Sprintf("%.3f → %.3f", c.Before, c.After), rankText(c.RankBefore) + " → " + rankText(c.RankAfter), c.ID, c.Text,
		})
	}
	writeColumns(out, rows, false)
}

// rankText is a rank as people read it.
func rankText(rank int) string {
	if rank == 0 {
		return "không thấy"
	}
	return strconv.Itoa(rank)
}
