package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/search"
	"tracuu/search/eval"
)

type evalCmd struct {
	Queries string   `env:"TRACUU_EVAL_QUERIES" required:"" placeholder:"TỆP" help:"Bộ câu hỏi, mỗi dòng một câu dạng JSON."`
	Corpus  string   `env:"TRACUU_EVAL_CORPUS" placeholder:"TỆP" help:"Đo trên tệp này, bằng một chỉ mục tạm; không có thì đo trên thư mục dữ liệu."`
	Qrels   string   `env:"TRACUU_EVAL_QRELS" placeholder:"TỆP" help:"Đáp án dạng TSV (mã câu hỏi, mã tài liệu, 1)."`
	Kind    string   `env:"TRACUU_EVAL_KIND" enum:",procedure,article" default:"" placeholder:"LOẠI" help:"Chỉ tìm procedure hoặc article."`
	Twins   []string `env:"TRACUU_EVAL_TWINS" placeholder:"TÊN,…" help:"Thêm bản sao của từng câu: bare,telex,vni,nospace,typo."`
	RunOut  string   `env:"TRACUU_EVAL_RUN" name:"run" placeholder:"TỆP" help:"Ghi 50 kết quả đầu của từng câu ra tệp TSV."`
	Tune    bool     `env:"TRACUU_EVAL_TUNE" help:"Tìm trọng số xếp hạng thủ tục theo bộ câu hỏi, kiểm chéo năm phần, rồi in ra."`
	JSON    bool     `env:"TRACUU_EVAL_JSON" name:"json" help:"In bảng số dạng JSON."`
}

// twinSeed fixes the slips that twins are made with.
const twinSeed = 2026

// Run measures the search.
func (c *evalCmd) Run(ctx context.Context, e *env, sh *shared) (err error) {
	queries, err := eval.Load(c.Queries, c.Qrels)
	if err != nil {
		return err
	}
	twins, err := eval.Twins(queries, c.Twins, twinSeed)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	queries = append(queries, twins...)
	if c.RunOut != "" { // better told now than after the measuring
		if err := writeRun(c.RunOut, nil); err != nil {
			return err
		}
	}
	f, ix, closeAll, err := c.open(ctx, e, sh)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeAll()) }()
	ix.SetProvince(sh.Province)
	if c.Tune {
		return c.tune(ctx, e, ix, queries)
	}
	runner := eval.Runner{Search: c.searcher(f, ix), Limit: eval.Depth, Now: e.now}
	if c.RunOut != "" {
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
	report := eval.Measure(outcomes)
	if c.JSON {
		enc := json.NewEncoder(e.stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(report)
	}
	return report.WriteTable(e.stdout)
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
// article by the id its source gave it.
func (c *evalCmd) searcher(f *folder, ix *search.Index) eval.Searcher {
	sources := map[string]string{}
	return func(ctx context.Context, text string, limit int) (search.Match, []eval.Ranked, error) {
		res, err := ix.Search(ctx, search.Query{Text: text, Kind: data.Kind(c.Kind), Limit: limit})
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

// tuneFolds is how many parts the queries are split into for checking weights
// on what they were not set by.
const tuneFolds = 5

// tune sets the weights of procedures by the queries and prints them.
func (c *evalCmd) tune(ctx context.Context, e *env, ix *search.Index, queries []eval.Query) error {
	var examples []eval.Example
	for _, q := range queries {
		if q.Unjudged {
			continue
		}
		found, err := ix.Candidates(ctx, search.Query{Text: q.Text, Kind: data.KindProcedure})
		if err != nil {
			return err
		}
		examples = append(examples, eval.Example{Query: q, Candidates: found})
	}
	start := search.DefaultWeights(data.KindProcedure)
	t := eval.Tune(examples, start[:], tuneFolds)
	for _, q := range []struct {
		name string
		eval.Quality
	}{{"trước", t.Before}, {"sau", t.Train}, {"kiểm chéo", t.Held}} {
		if _, err := fmt.Fprintf(e.stdout, "%-10s hit@1 %.3f  hit@5 %.3f  loss %.4f\n", q.name, q.Hit1, q.Hit5, q.Loss); err != nil {
			return err
		}
	}
	for i, name := range search.WeightNames() {
		if _, err := fmt.Fprintf(e.stdout, "%s: %.3g,\n", name, t.Weights[i]); err != nil {
			return err
		}
	}
	return nil
}
