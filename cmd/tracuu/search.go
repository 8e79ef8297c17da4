package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search"
)

type searchCmd struct {
	Query []string `arg:"" name:"câu-tìm" help:"Điều cần tìm, có dấu hay không dấu."`
	Kind  string   `env:"TRACUU_SEARCH_KIND" enum:",procedure,article" default:"" placeholder:"LOẠI" help:"Chỉ tìm procedure (thủ tục) hoặc article (tin tức)."`
	Limit int      `env:"TRACUU_SEARCH_LIMIT" default:"10" placeholder:"SỐ" help:"Số kết quả (${default}, nhiều nhất 100)."`
	JSON  bool     `env:"TRACUU_SEARCH_JSON" name:"json" help:"In kết quả dạng JSON."`
}

// searchJSON is the answer of search --json, in the shape of the API.
type searchJSON struct {
	Query  string       `json:"query"`
	Match  search.Match `json:"match"`
	Total  int          `json:"total"`
	TookMS float64      `json:"took_ms"`
	Hits   []hitJSON    `json:"hits"`
}

type hitJSON struct {
	Kind    data.Kind `json:"kind"`
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Snippet string    `json:"snippet"`
	Score   float64   `json:"score"`
}

// Run searches the folder's own index.
func (c *searchCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	ix, _, err := f.ownIndex(ctx, "tracuu search")
	if err != nil {
		return err
	}
	defer ix.Close()
	ix.SetProvince(sh.Province)
	text := strings.Join(c.Query, " ")
	res, err := ix.Search(ctx, search.Query{Text: text, Kind: data.Kind(c.Kind), Limit: c.Limit})
	if err != nil {
		return err
	}
	out := searchJSON{Query: res.Query, Match: res.Match, Total: res.Total, TookMS: float64(res.Took.Microseconds()) / 1000, Hits: []hitJSON{}}
	marker := search.NewHighlighter(text)
	for _, h := range res.Hits {
		title, body, err := f.texts(ctx, h)
		if errors.Is(err, data.ErrNotFound) {
			continue // gone between search and reading
		}
		if err != nil {
			return err
		}
		out.Hits = append(out.Hits, hitJSON{h.Kind, h.ID, title, joined(marker.Snippet(body, 200)), h.Score})
	}
	if c.JSON {
		enc := json.NewEncoder(e.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	return out.print(e.stdout)
}

func (s *searchJSON) print(w io.Writer) error {
	if len(s.Hits) == 0 {
		_, err := fmt.Fprintln(w, "Không tìm thấy gì. Hãy thử ít từ hơn hoặc tên gọi khác.")
		return err
	}
	for i, h := range s.Hits {
		kind := "thủ tục"
		if h.Kind == data.KindArticle {
			kind = "tin"
		}
		if _, err := fmt.Fprintf(w, "%2d. %s\n    %s %s · %.2f\n    %s\n", i+1, h.Title, kind, h.ID, h.Score, h.Snippet); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d kết quả, %.1f ms.\n", s.Total, s.TookMS)
	return err
}

// texts are a hit's title and running text.
func (f *folder) texts(ctx context.Context, h search.Hit) (title, body string, err error) {
	if h.Kind == data.KindProcedure {
		p, err := f.store.Procedure(ctx, h.ID)
		return p.Name, search.ProcedureText(&p), err
	}
	id, err := strconv.ParseInt(h.ID, 10, 64)
	if err != nil {
		return "", "", fmt.Errorf("article %q: %w", h.ID, err)
	}
	a, err := f.store.Article(ctx, id)
	return a.Title, search.ArticleText(&a), err
}

func joined(fs []search.Fragment) string {
	var b strings.Builder
	for _, f := range fs {
		b.WriteString(f.Text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
