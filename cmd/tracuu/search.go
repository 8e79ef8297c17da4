package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/api"
	"tracuu/web/find"
	"tracuu/web/words"
)

type searchCmd struct {
	Query []string `arg:"" name:"câu-tìm" help:"Điều cần tìm, có dấu hay không dấu."`
	Kind  string   `env:"TRACUU_SEARCH_KIND" enum:",procedure,article" default:"" placeholder:"LOẠI" help:"Chỉ tìm procedure (thủ tục) hoặc article (tin tức)."`
	Limit int      `env:"TRACUU_SEARCH_LIMIT" default:"10" placeholder:"SỐ" help:"Số kết quả (${default}, nhiều nhất 100)."`
	JSON  bool     `env:"TRACUU_SEARCH_JSON" name:"json" help:"In kết quả dạng JSON, như /api/v1/search."`
}

// Run searches the folder's own index.
func (c *searchCmd) Run(ctx context.Context, e *env, sh *shared) error {
	if c.Limit < 1 || c.Limit > search.MaxLimit {
		return fmt.Errorf("%w: --limit phải là số từ 1 đến %d", errUsage, search.MaxLimit)
	}
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
	province, err := f.province(ctx, sh)
	if err != nil {
		return err
	}
	ix.SetProvince(province)
	found, err := find.Finder{Store: f.store, Searcher: ix, Language: words.Vietnamese()}.Find(ctx, search.Query{
		Text: strings.Join(c.Query, " "), Kind: data.Kind(c.Kind), Limit: c.Limit, Facets: c.JSON,
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, api.NewResult(found))
	}
	return printFound(e.stdout, found)
}

// printFound writes the hits for a terminal.
func printFound(w io.Writer, found find.Found) error {
	var b strings.Builder
	for _, r := range found.ReadAs {
		fmt.Fprintf(&b, "%q hiểu là %q.\n", r.From, r.To)
	}
	if found.DidYouMean != "" {
		fmt.Fprintf(&b, "Có phải bạn muốn tìm %q?\n", found.DidYouMean)
	}
	for _, p := range found.Places {
		fmt.Fprintf(&b, "Có trang riêng cho việc này: %s (%s)\n", p.Title, p.URL)
	}
	switch {
	case len(found.Hits) == 0 && len(found.Places) > 0:
	case len(found.Hits) == 0:
		b.WriteString("Không tìm thấy gì. Hãy thử ít từ hơn hoặc tên gọi khác.\n")
	case found.Match == search.MatchNone:
		b.WriteString("Chưa tìm thấy nội dung phù hợp. Có thể liên quan:\n")
	case found.Answer != nil:
		fmt.Fprintf(&b, "%s (%s, mã %s):\n    %s\n", found.Answer.Label, found.Answer.Name, found.Answer.Code,
			strings.ReplaceAll(found.Answer.Text(), "\n", "\n    "))
	}
	for i, h := range found.Hits {
		kind := "thủ tục"
		if h.IsNews() {
			kind = "tin"
		}
		fmt.Fprintf(&b, "%2d. %s\n    %s %s · %.2f\n    %s\n", i+1, find.Plain(h.Title), kind, h.ID, h.Score, find.Plain(h.Snippet))
	}
	if len(found.Hits) > 0 {
		fmt.Fprintf(&b, "%d kết quả, %.1f ms.\n", found.Total, float64(found.Took.Microseconds())/1000)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
