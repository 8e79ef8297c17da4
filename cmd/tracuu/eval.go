package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/search"
	"tracuu/search/eval"
)

type evalCmd struct {
	Queries  string   `env:"TRACUU_EVAL_QUERIES" required:"" placeholder:"TỆP" help:"Bộ câu hỏi, mỗi dòng một câu dạng JSON."`
	Corpus   string   `env:"TRACUU_EVAL_CORPUS" placeholder:"TỆP" help:"Đo trên tệp này, bằng một chỉ mục tạm; không có thì đo trên thư mục dữ liệu."`
	Qrels    string   `env:"TRACUU_EVAL_QRELS" placeholder:"TỆP" help:"Đáp án dạng TSV (mã câu hỏi, mã tài liệu, 1)."`
	Kind     string   `env:"TRACUU_EVAL_KIND" enum:",procedure,article" default:"" placeholder:"LOẠI" help:"Chỉ tìm procedure hoặc article."`
	Twins    []string `env:"TRACUU_EVAL_TWINS" placeholder:"TÊN,…" help:"Thêm bản sao của từng câu: bare,telex,vni,nospace,typo."`
	RunOut   string   `env:"TRACUU_EVAL_RUN" name:"run" placeholder:"TỆP" help:"Ghi 50 kết quả đầu của từng câu ra tệp TSV."`
	Against  string   `env:"TRACUU_EVAL_AGAINST" placeholder:"TỆP" help:"So với lần đo mà --run đã ghi ra tệp này: câu nào hơn, câu nào kém, có phải ngẫu nhiên không."`
	Failures int      `env:"TRACUU_EVAL_FAILURES" placeholder:"SỐ" help:"Liệt kê chừng này câu sai ở vị trí đầu của mỗi loại câu hỏi."`
	Ablate   bool     `env:"TRACUU_EVAL_ABLATE" xor:"mode" help:"Đo khi lần lượt tắt từng phần của tìm kiếm: mất phần đó thì kém đi bao nhiêu điểm."`
	Tune     bool     `env:"TRACUU_EVAL_TUNE" xor:"mode" help:"Tìm trọng số xếp hạng thủ tục theo bộ câu hỏi, kiểm chéo năm phần, rồi in ra."`
	JSON     bool     `env:"TRACUU_EVAL_JSON" name:"json" help:"In bảng số dạng JSON."`
}

// twinSeed fixes the slips that twins are made with.
const twinSeed = 2026

// Run measures the search.
func (c *evalCmd) Run(ctx context.Context, e *env, sh *shared) (err error) {
	if err := c.check(); err != nil {
		return err
	}
	queries, err := eval.Load(c.Queries, c.Qrels)
	if err != nil {
		return err
	}
	twins, err := eval.Twins(queries, c.Twins, twinSeed)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	queries = append(queries, twins...)
	var before eval.Run
	if c.Against != "" { // read first: --run may write to the same file
		if before, err = eval.LoadRun(c.Against); err != nil {
			return err
		}
	}
	if c.RunOut != "" { // better told now than after the measuring
		if err := writable(c.RunOut); err != nil {
			return err
		}
	}
	f, ix, closeAll, err := c.open(ctx, e, sh)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeAll()) }()
	province, err := f.province(ctx, sh)
	if err != nil {
		return err
	}
	ix.SetProvince(province)
	switch {
	case c.Tune:
		return tune(ctx, e, ix, queries)
	case c.Ablate:
		return c.ablate(ctx, e, f, ix, queries)
	}
	runner := eval.Runner{Search: c.searcher(f, ix, 0), Limit: eval.Depth, Now: e.now}
	if c.RunOut != "" || c.Against != "" || c.Failures > 0 {
		runner.Limit = eval.RunDepth
	}
	outcomes, err := runner.Run(ctx, queries)
	if err != nil {
		return err
	}
	if c.RunOut != "" {
		if err := writeRun(c.RunOut, outcomes); err != nil {
			return err
		}
	}
	m := measurement{Report: eval.Measure(outcomes)}
	if c.Against != "" {
		against := eval.Compare(before, outcomes)
		m.Against = &against
	}
	if c.Failures > 0 {
		m.Failures = eval.Failures(outcomes, c.Failures)
	}
	if c.JSON {
		return writeJSON(e.stdout, m)
	}
	return m.write(e.stdout, func(id string) string { return f.procedureName(ctx, id) })
}

// check refuses flags that another mode would leave unheeded.
func (c *evalCmd) check() error {
	switch {
	case (c.Ablate || c.Tune) && (c.RunOut != "" || c.Against != "" || c.Failures != 0):
		return fmt.Errorf("%w: --ablate và --tune không đi cùng --run, --against và --failures; hãy chạy riêng", errUsage)
	case c.Tune && c.JSON:
		return fmt.Errorf("%w: --tune không in dạng JSON; hãy bỏ --json", errUsage)
	case c.Failures < 0:
		return fmt.Errorf("%w: --failures phải là số từ 0 trở lên", errUsage)
	}
	return nil
}

// writable reports whether a run can be written, and leaves alone what an
// earlier measuring has written there.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o644)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("không ghi được tệp %s: %w", path, err)
	}
	return nil
}

// measurement is what eval prints.
type measurement struct {
	eval.Report
	Against  *eval.Comparison    `json:"against,omitempty"`
	Failures []eval.KindFailures `json:"failures,omitempty"`
}

// write writes it as text, a blank line between its parts.
func (m measurement) write(w io.Writer, title func(id string) string) error {
	if err := m.WriteTable(w); err != nil {
		return err
	}
	if m.Against != nil {
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
		if err := m.Against.Write(w); err != nil {
			return err
		}
	}
	if m.Failures == nil {
		return nil
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return eval.WriteFailures(w, m.Failures, title)
}

// procedureName is the name of a procedure, empty for what is none.
func (f *folder) procedureName(ctx context.Context, code string) string {
	p, err := f.store.Procedure(ctx, code)
	if err != nil { // an article, or gone since: the id alone says enough
		return ""
	}
	return p.Name
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// ablate measures what each part of the search is good for.
func (c *evalCmd) ablate(ctx context.Context, e *env, f *folder, ix *search.Index, queries []eval.Query) error {
	runner := eval.Runner{Limit: eval.Depth, Now: e.now}
	parts, err := runner.Ablate(ctx, queries, func(off search.Part) eval.Searcher { return c.searcher(f, ix, off) })
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(e.stdout, parts)
	}
	return eval.WriteAblation(e.stdout, parts)
}

// tune sets the weights of procedures by the queries and prints them.
func tune(ctx context.Context, e *env, ix *search.Index, queries []eval.Query) error {
	examples, err := eval.Examples(ctx, queries, ix.Candidates)
	if err != nil {
		return err
	}
	start := search.DefaultWeights(data.KindProcedure)
	return eval.Tune(examples, start[:], eval.TuneFolds).Write(e.stdout, search.WeightNames())
}

func writeRun(path string, outcomes []eval.Outcome) error {
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("không ghi được tệp %s: %w", path, err)
	}
	return errors.Join(eval.WriteRun(out, outcomes), out.Close())
}

// open opens the folder's own index or, with a corpus, one in a temporary
// folder that closing deletes.
func (c *evalCmd) open(ctx context.Context, e *env, sh *shared) (*folder, *search.Index, func() error, error) {
	if c.Corpus == "" {
		f, err := existingFolder(ctx, sh.Dir, e.now)
		if err != nil {
			return nil, nil, nil, err
		}
		ix, _, err := f.ownIndex(ctx, "tracuu eval")
		if err != nil {
			return nil, nil, nil, errors.Join(err, f.Close())
		}
		return f, ix.Index, func() error { return errors.Join(ix.Close(), f.Close()) }, nil
	}
	f, err := temporaryFolder(ctx, e.now)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := c.loadCorpus(ctx, e, f); err != nil {
		return nil, nil, nil, errors.Join(err, f.Close())
	}
	ix, _, err := f.ownIndex(ctx, "tracuu eval")
	if err != nil {
		return nil, nil, nil, errors.Join(err, f.Close())
	}
	return f, ix.Index, func() error { return errors.Join(ix.Close(), f.Close()) }, nil
}

// loadCorpus imports the corpus as tracuu import would. A record that is
// rejected would falsify the measure, so it ends it.
func (c *evalCmd) loadCorpus(ctx context.Context, e *env, f *folder) error {
	src, err := ingest.Open(ctx, c.Corpus, e.stdin)
	if err != nil {
		return err
	}
	defer src.Close()
	im := ingest.Importer{Store: f.store}
	rep, err := im.Run(ctx, src)
	if err != nil {
		return err
	}
	if rep.Rejected > 0 {
		r := rep.Rejects[0]
		return fmt.Errorf("%s: %d bản ghi không dùng được, đầu tiên là dòng %d: %s", filepath.Base(c.Corpus), rep.Rejected, r.Line, r.Reason)
	}
	return nil
}

// searcher names hits as relevance files do: a procedure by its code, an
// article by the id its source gave it. Parts of the search may be off.
func (c *evalCmd) searcher(f *folder, ix *search.Index, off search.Part) eval.Searcher {
	sources := map[string]string{}
	return func(ctx context.Context, text string, limit int) (search.Match, []eval.Ranked, error) {
		res, err := ix.Search(ctx, search.Query{Text: text, Kind: data.Kind(c.Kind), Limit: limit, Off: off})
		if err != nil {
			return "", nil, err
		}
		var out []eval.Ranked
		for _, h := range res.Hits {
			id := h.ID
			if h.Kind == data.KindArticle {
				if id, err = f.sourceID(ctx, sources, h.ID); err != nil {
					return "", nil, err
				}
			}
			ids := []string{id}
			for _, v := range h.Variants {
				ids = append(ids, v.Code)
			}
			out = append(out, eval.Ranked{IDs: ids, Score: h.Score})
		}
		return res.Match, out, nil
	}
}

// sourceID is an article's id at its source; known ones are kept, so that
// looking them up does not count as time of the search twice.
func (f *folder) sourceID(ctx context.Context, known map[string]string, id string) (string, error) {
	if s, ok := known[id]; ok {
		return s, nil
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return "", fmt.Errorf("article %q: %w", id, err)
	}
	a, err := f.store.Article(ctx, n)
	known[id] = a.SourceID
	return a.SourceID, err
}
