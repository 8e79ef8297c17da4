package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"tracuu/data"
	"tracuu/data/opendata"
	"tracuu/qr"
)

type exportCmd struct {
	Folder string `arg:"" name:"thư-mục" help:"Nơi đặt các tệp: chưa có, còn trống, hoặc giữ lần xuất trước (được thay trọn)."`
	Dated  bool   `env:"TRACUU_EXPORT_DATED" help:"Ghi thêm ngày cập nhật của từng bộ vào danh mục; không có cờ này, cùng nội dung cho ra cùng tệp."`
	JSON   bool   `env:"TRACUU_EXPORT_JSON" name:"json" help:"In kết quả dạng JSON."`
}

// exportReport is what --json prints.
type exportReport struct {
	Folder string         `json:"folder"`
	Sample bool           `json:"sample"`
	Sets   map[string]int `json:"sets"` // records by set
}

// Run writes what is public as open data.
func (c *exportCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	s, err := f.store.Settings(ctx)
	if err != nil {
		return err
	}
	if sh.PublicURL != "" {
		if err := qr.ValidatePublicURL(sh.PublicURL); err != nil {
			return fmt.Errorf("%w: --public-url: %w", errUsage, err)
		}
		s.PublicURL = sh.PublicURL
	}
	o := openOptions(s, sh.province(s), today(e))
	bar := newBar(e, "xuất", 0)
	o.Dated, o.Progress = c.Dated, func(set string, n int) { bar.told(set, n) }
	pub, err := f.export(ctx, c.Folder, o)
	bar.finish()
	if err != nil {
		return explainExport(err)
	}
	return c.print(e, pub)
}

// openOptions are what the settings say of open data.
func openOptions(s data.Settings, province string, today data.Date) opendata.Options {
	return opendata.Options{PublicURL: strings.TrimSuffix(s.PublicURL, "/"), Province: province, Publisher: s.Publisher, Licence: s.Licence, Today: today}
}

// export writes what is public at this moment.
func (f *folder) export(ctx context.Context, dir string, o opendata.Options) (data.Publication, error) {
	snapshot, err := f.store.Snapshot(ctx)
	if err != nil {
		return data.Publication{}, err
	}
	pub, err := opendata.Write(ctx, snapshot, dir, o)
	return pub, errors.Join(err, snapshot.Close())
}

func explainExport(err error) error {
	var foreign *opendata.ForeignError
	switch {
	case errors.As(err, &foreign) && foreign.Name == "":
		return fmt.Errorf("%w: %s không phải thư mục. Hãy chọn một thư mục trống hoặc chưa có", errUsage, foreign.Dir)
	case errors.As(err, &foreign):
		return fmt.Errorf("thư mục %s có %q, không phải dữ liệu mở đã xuất, nên không ghi gì vào đó. Hãy chọn một thư mục trống hoặc chưa có", foreign.Dir, foreign.Name)
	case errors.Is(err, opendata.ErrBusy):
		return errors.New("một lệnh xuất khác đang ghi vào thư mục này. Hãy đợi lệnh đó xong rồi chạy lại")
	}
	return err
}

func (c *exportCmd) print(e *env, pub data.Publication) error {
	dir, err := filepath.Abs(c.Folder)
	if err != nil {
		return fmt.Errorf("folder %s: %w", c.Folder, err)
	}
	if c.JSON {
		r := exportReport{dir, pub.Sample, map[string]int{}}
		for _, s := range pub.Sets {
			r.Sets[s.Name] = s.Records
		}
		return printJSON(e.stdout, r)
	}
	fmt.Fprintf(e.stdout, "Đã xuất dữ liệu mở vào %s:\n", dir)
	for _, s := range pub.Sets {
		fmt.Fprintf(e.stdout, "  %-11s %7d  %s\n", s.Name, s.Records, s.Title)
	}
	if pub.Sample {
		fmt.Fprintln(e.stdout, "Đây là nội dung mẫu, có ghi rõ trong từng bản ghi.")
	}
	return nil
}
