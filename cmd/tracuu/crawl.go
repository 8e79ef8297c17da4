package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/data/ingest/crawl"
	"tracuu/data/ingest/page"
)

type crawlCmd struct {
	URLs         []string      `arg:"" name:"địa chỉ" help:"Trang bắt đầu; chỉ những trang cùng tên miền với nó được đọc."`
	MaxPages     int           `env:"TRACUU_CRAWL_MAX_PAGES" default:"1000" placeholder:"SỐ" help:"Tải nhiều nhất bấy nhiêu trang của mỗi địa chỉ bắt đầu (${default})."`
	MaxDepth     int           `env:"TRACUU_CRAWL_MAX_DEPTH" default:"6" placeholder:"SỐ" help:"Đi xa nhất bấy nhiêu liên kết (${default})."`
	Delay        time.Duration `env:"TRACUU_CRAWL_DELAY" default:"1s" placeholder:"LÚC" help:"Nghỉ giữa hai lần tải (${default}); robots.txt đòi lâu hơn thì theo robots.txt."`
	Rules        string        `env:"TRACUU_CRAWL_RULES" placeholder:"TỆP" help:"Tệp TOML ghi chỗ của tiêu đề, ngày đăng, nội dung trên những trang đã biết."`
	Explain      bool          `env:"TRACUU_CRAWL_EXPLAIN" help:"Chỉ tải đúng trang đã cho và in những gì đọc được từ nó, không ghi gì."`
	AllowPrivate bool          `env:"TRACUU_CRAWL_ALLOW_PRIVATE" help:"Cho phép địa chỉ trong mạng nội bộ."`
	DryRun       bool          `env:"TRACUU_CRAWL_DRY_RUN" help:"Chỉ xem thử kết quả, không ghi gì."`
	JSON         bool          `env:"TRACUU_CRAWL_JSON" name:"json" help:"In báo cáo dạng JSON."`
}

// crawlReport is what a crawl came to. It has the keys of an import's report.
type crawlReport struct {
	crawl.Sums
	data.ImportReport
}

// Run crawls from each address in turn and, unless a server does it, indexes
// what came in.
func (c *crawlCmd) Run(ctx context.Context, e *env, sh *shared) error {
	if c.MaxPages < 1 || c.MaxDepth < 0 || c.Delay < 0 {
		return fmt.Errorf("%w: --max-pages phải là số từ 1 trở lên, --max-depth và --delay từ 0 trở lên", errUsage)
	}
	crawler := crawl.Crawler{
		Agent: "tracuu-crawl/1.0 (+" + cmp.Or(sh.PublicURL, "https://localhost") + ")", MaxPages: c.MaxPages, MaxDepth: c.MaxDepth, Pause: c.Delay,
		Client: crawl.NewClient(c.AllowPrivate), Sleep: sleep,
	}
	if c.Rules != "" {
		rules, err := siteRules(c.Rules)
		if err != nil {
			return err
		}
		crawler.Rules = rules
	}
	if c.Explain {
		return c.explain(ctx, e, &crawler)
	}
	f, err := intakeFolder(ctx, e, sh, c.DryRun)
	if err != nil {
		return err
	}
	defer f.Close()
	bar := newBar(e, "trang", int64(c.MaxPages))
	crawler.Told = func(done int) { bar.step(done, c.MaxPages) }
	report, err := c.crawlAll(ctx, f, &crawler)
	bar.finish()
	if c.JSON {
		if err := printJSON(e.stdout, report); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(e.stdout, report.Sums)
		printReport(e, report.ImportReport, false, c.DryRun)
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(e.stderr, "tracuu: đã dừng theo yêu cầu. Những trang đã báo ở trên đã được lưu.")
		return fmt.Errorf("%w: %w", errReported, err)
	case err != nil:
		return err
	}
	if !c.DryRun {
		if err := indexAfter(ctx, e, f); err != nil {
			return err
		}
	}
	if report.Rejected > 0 {
		return errRejected
	}
	return nil
}

// siteRules reads the rules in a file.
func siteRules(name string) (page.Rules, error) {
	f, err := os.Open(name)
	if err != nil {
		return page.Rules{}, fmt.Errorf("không mở được tệp quy tắc %s: hãy kiểm tra lại tên tệp", name)
	}
	defer f.Close()
	rules, err := page.LoadRules(f)
	if err != nil {
		return page.Rules{}, fmt.Errorf("%s: %w", name, err)
	}
	return rules, nil
}

func (c *crawlCmd) crawlAll(ctx context.Context, f *folder, crawler *crawl.Crawler) (total crawlReport, err error) {
	total.Rejects = []data.Reject{}
	for _, start := range c.URLs {
		im := ingest.Importer{Store: f.store, DryRun: c.DryRun}
		rep, err := im.Take(ctx, crawler.Records(ctx, start, im.Options, &total.Sums), nil)
		total.ImportReport = total.Plus(rep)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// explain prints what is read from each page.
func (c *crawlCmd) explain(ctx context.Context, e *env, crawler *crawl.Crawler) error {
	failed := false
	for _, at := range c.URLs {
		p, err := crawler.Page(ctx, at)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = true
			fmt.Fprintf(e.stderr, "tracuu: %s: %s\n", at, err)
			continue
		}
		fmt.Fprintf(e.stdout, "%s\n  loại: %s\n  tiêu đề: %s\n  địa chỉ chuẩn: %s\n  liên kết: %d\n", at, p.Kind, p.Title, p.URL, len(p.Links))
		if why := p.Kind.Why(); why != "" {
			fmt.Fprintf(e.stdout, "  không nạp: %s\n", why)
		}
		for _, key := range slices.Sorted(maps.Keys(p.Record)) {
			value, ok := p.Record[key].(string)
			if !ok {
				b, err := json.Marshal(p.Record[key])
				if err != nil {
					return err
				}
				value = string(b)
			}
			fmt.Fprintf(e.stdout, "  %s: %s\n", key, strings.ReplaceAll(value, "\n", "\n    "))
		}
	}
	if failed {
		return errReported
	}
	return nil
}
