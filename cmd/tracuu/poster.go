package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/qr/poster"
	"tracuu/web/printing"
	"tracuu/web/target"
)

type posterCmd struct {
	Targets    []string `arg:"" optional:"" name:"đích" help:"In mã dẫn tới đâu: ${target}."`
	List       string   `env:"TRACUU_POSTER_LIST" placeholder:"TỆP" help:"Tệp ghi mỗi dòng một đích, # là chú thích; - là đầu vào chuẩn."`
	Field      string   `env:"TRACUU_POSTER_FIELD" placeholder:"LĨNH-VỰC" help:"Mọi thủ tục còn hiệu lực của một lĩnh vực."`
	Agency     string   `env:"TRACUU_POSTER_AGENCY" placeholder:"CƠ-QUAN" help:"Mọi thủ tục còn hiệu lực của một cơ quan; đi cùng đích thì là cơ quan đứng tên trên tờ in."`
	Level      string   `env:"TRACUU_POSTER_LEVEL" placeholder:"CẤP" help:"Mọi thủ tục còn hiệu lực của một cấp: commune (xã), province (tỉnh), ministry (bộ)."`
	Placements string   `env:"TRACUU_POSTER_PLACEMENTS" placeholder:"TỆP" help:"Tệp CSV mỗi dòng một đích và nơi đặt, như của \"tracuu import --kind placements\"."`
	Placement  string   `type:"line" env:"TRACUU_POSTER_PLACEMENT" placeholder:"NƠI" help:"Nơi đặt mọi tờ: \"văn phòng / quầy\" hoặc \"cơ quan / văn phòng / quầy\"; mỗi nơi có mã riêng."`
	Layout     string   `env:"TRACUU_POSTER_LAYOUT" placeholder:"KHỔ" help:"a3, a4, a5, desk (để bàn), labels24, labels14 (nhãn), list (danh sách 12 mã), card (thẻ chữ đọc được khi không có mạng). Không ghi là a4."`
	Start      int      `env:"TRACUU_POSTER_START" placeholder:"Ô" help:"Tờ nhãn đã dùng dở: ô đầu tiên còn trống."`
	Copies     int      `env:"TRACUU_POSTER_COPIES" placeholder:"SỐ" help:"Mỗi mã in bao nhiêu tờ hay nhãn giống nhau, 1 đến 500 (1)."`
	Date       string   `env:"TRACUU_POSTER_DATE" placeholder:"NGÀY" help:"Ngày ghi trên tờ in, 2026-11-23 hoặc 23/11/2026; không ghi là hôm nay."`
	English    bool     `env:"TRACUU_POSTER_ENGLISH" help:"Thêm dòng tiếng Anh."`
	Bleed      bool     `env:"TRACUU_POSTER_BLEED" help:"Thêm 3 mm tràn lề và dấu xén cho nhà in."`
	Cover      bool     `env:"TRACUU_POSTER_COVER" help:"Thêm tờ danh sách ở đầu."`
	Title      string   `env:"TRACUU_POSTER_TITLE" placeholder:"TÊN" help:"Tên của tờ danh sách, hoặc của tờ dẫn tới một trang hay địa chỉ."`
	SkipBad    bool     `env:"TRACUU_POSTER_SKIP_BAD" help:"Bỏ qua đích không dùng được và in phần còn lại (mã thoát 3)."`
	Reprint    int64    `env:"TRACUU_POSTER_REPRINT" placeholder:"SỐ" help:"In lại y hệt bản in số này; chỉ đi cùng -o."`
	By         string   `type:"line" env:"TRACUU_BY" placeholder:"TÊN" help:"Người in, ghi vào sổ in và lịch sử mã (tên đăng nhập máy)."`
	Out        string   `required:"" env:"TRACUU_POSTER_OUTPUT" short:"o" name:"output" placeholder:"TỆP" help:"Tệp .pdf, hoặc .zip để mỗi tờ một tệp PDF."`
	JSON       bool     `env:"TRACUU_POSTER_JSON" name:"json" help:"In kết quả dạng JSON."`

	typed []string // the names of the flags on the command line, not those that variables set
}

// AfterApply is called by kong when it has read the flags.
func (c *posterCmd) AfterApply(k *kong.Context) error {
	for _, p := range k.Path {
		if p.Flag != nil {
			c.typed = append(c.typed, p.Flag.Name)
		}
	}
	return nil
}

// maxCopies is how many equal sheets of each code one printing holds.
const maxCopies = 500

var layouts = []poster.Layout{
	poster.A3, poster.A4, poster.A5, poster.Desk, poster.Labels24, poster.Labels14, poster.List, poster.Card,
}

// Run prints posters. Whatever was asked for is looked up first; unless
// everything is good, or the bad may be left out, nothing is made.
func (c *posterCmd) Run(ctx context.Context, e *env, sh *shared) error {
	if _, err := newAddress(sh.PublicURL); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	public, err := f.address(ctx, sh.PublicURL)
	if err != nil {
		return err
	}
	if c.Reprint != 0 {
		return c.reprint(ctx, e, f, public)
	}
	day, err := parseDay(c.Date, today(e))
	if err != nil {
		return fmt.Errorf("%w: --date: %w", errUsage, err)
	}
	if day == "" {
		day = today(e)
	}
	o, err := c.order(ctx, e, f, day)
	if err != nil {
		return err
	}
	province, err := f.province(ctx, sh)
	if err != nil {
		return err
	}
	d, err := f.printer(e, public, province).Look(ctx, o)
	if err != nil {
		return err
	}
	for _, note := range d.Notes {
		fmt.Fprintln(e.stderr, "Lưu ý:", note)
	}
	picked, bad := d.Picks, rejects(d.Bad)
	for _, b := range bad {
		fmt.Fprintln(e.stderr, badText(b))
	}
	switch {
	case len(picked) == 0 && len(bad) == 0:
		return errors.New("không có gì để in: danh sách trống")
	case len(picked) == 0, len(bad) > 0 && !c.SkipBad:
		hint := ""
		if len(picked) > 0 {
			hint = fmt.Sprintf(" hoặc thêm --skip-bad để in %d đích còn lại", len(picked))
		}
		return fmt.Errorf("%d đích không dùng được (nêu ở trên); chưa in gì. Hãy sửa%s", len(bad), hint)
	}
	if c.Title != "" && c.Layout != string(poster.List) && !slices.ContainsFunc(picked, unnamed) {
		return fmt.Errorf("%w: --title chỉ đặt tên tờ danh sách, hoặc tờ dẫn tới một trang hay địa chỉ; thủ tục và bài viết có tên sẵn", errUsage)
	}
	out, err := createOutput(c.Out)
	if err != nil {
		return err
	}
	defer out.discard()
	if err := d.Make(ctx); err != nil {
		return err
	}
	if d.Again > 0 {
		fmt.Fprintf(e.stderr, "Lưu ý: %d đích ghi trùng; mỗi mã chỉ in một lần. Cần nhiều bản giống nhau thì thêm --copies.\n", d.Again)
	}
	public.warn(e.stderr)
	warnSample(e.stderr, d.Picks)
	id, err := c.print(ctx, e, out, d)
	if err != nil {
		return err
	}
	if err := c.tell(e, d, bad, id); err != nil {
		return err
	}
	if len(bad) > 0 {
		return errRejected
	}
	return nil
}

// warnSample tells that some of what is printed is not official.
func warnSample(w io.Writer, picked []printing.Pick) {
	n := 0
	for _, p := range picked {
		if p.Aim.Sample() {
			n++
		}
	}
	if n > 0 {
		fmt.Fprintf(w, "Lưu ý: %d tờ in nội dung mẫu, không phải dữ liệu chính thức; đừng đem treo.\n", n)
	}
}

// check finds flags that contradict each other or mean nothing.
func (c *posterCmd) check() error {
	zip := false
	switch strings.ToLower(filepath.Ext(c.Out)) {
	case ".pdf":
	case ".zip":
		zip = true
	default:
		return fmt.Errorf("-o %s: tên tệp phải kết thúc bằng .pdf hoặc .zip", c.Out)
	}
	if c.Reprint != 0 {
		// What variables say is for printings that are new.
		for _, flag := range c.typed {
			if !slices.Contains([]string{"reprint", "output", "json", "by", "dir", "public-url", "province"}, flag) {
				return fmt.Errorf("--reprint in lại y hệt một bản in cũ nên không đi cùng --%s; hãy bỏ cờ ấy", flag)
			}
		}
		if len(c.Targets) > 0 {
			return errors.New("--reprint in lại y hệt một bản in cũ nên không đi cùng đích; hãy bỏ đích")
		}
		return nil
	}
	if c.Layout == "" {
		c.Layout = string(poster.A4)
	}
	layout := poster.Layout(strings.ToLower(c.Layout))
	c.Layout = string(layout)
	if !slices.Contains(layouts, layout) {
		return fmt.Errorf("--layout %q: cần một trong a3, a4, a5, desk, labels24, labels14, list, card", c.Layout)
	}
	var sources []string
	for _, s := range []struct {
		flag  string
		given bool
	}{
		{"đích", len(c.Targets) > 0},
		{"--list", c.List != ""},
		{"--placements", c.Placements != ""},
		{"--field hay --level", c.Field != "" || c.Level != ""},
	} {
		if s.given {
			sources = append(sources, s.flag)
		}
	}
	n, start := layout.Labels(), c.Start != 0 || slices.Contains(c.typed, "start")
	switch {
	case c.Copies < 0 || c.Copies > maxCopies || c.Copies == 0 && slices.Contains(c.typed, "copies"):
		return fmt.Errorf("--copies %d: cần từ 1 đến %d", c.Copies, maxCopies)
	case c.Copies > 1 && (zip || layout == poster.List):
		return errors.New("--copies chỉ đi cùng tệp .pdf của áp phích, thẻ hay nhãn; tệp .zip và tờ danh sách thì in lại từ máy in")
	case len(sources) > 1:
		return fmt.Errorf("%s không đi cùng nhau; hãy chọn một", strings.Join(sources, " và "))
	case len(sources) == 0 && c.Agency == "":
		return errors.New("chưa chọn gì để in: hãy ghi đích, hoặc --list, --field, --agency, --level, --placements")
	case c.Placements != "" && c.Placement != "":
		return errors.New("--placements đã ghi nơi đặt từng dòng nên không đi cùng --placement")
	case c.Level != "" && !slices.Contains([]data.Level{data.LevelCommune, data.LevelProvince, data.LevelMinistry}, data.Level(c.Level)):
		return fmt.Errorf("--level %q: cần một trong commune, province, ministry", c.Level)
	case start && n == 0:
		return fmt.Errorf("--start chỉ dùng cho tờ nhãn (labels24, labels14), không dùng cho %s", layout)
	case start && (c.Start < 1 || c.Start > n):
		return fmt.Errorf("--start %d: tờ %s có các ô từ 1 đến %d", c.Start, layout, n)
	case n > 0 && c.Bleed:
		return errors.New("tờ nhãn đã cắt sẵn nên không có tràn lề; hãy bỏ --bleed")
	case n > 0 && zip:
		return errors.New("nhãn in nhiều chiếc trên một tờ; hãy chọn -o TỆP.pdf")
	}
	return nil
}

// badText tells of a target that cannot be printed.
func badText(b data.Reject) string {
	text := b.Reason
	if b.Code != "" {
		text = b.Code + ": " + text
	}
	if b.Line > 0 {
		text = fmt.Sprintf("%s, dòng %d: %s", b.Source, b.Line, text)
	}
	return text
}

// printResult is what --json tells of a printing.
type printResult struct {
	Print   int64         `json:"print"`
	File    string        `json:"file"`
	Layout  poster.Layout `json:"layout"`
	Host    string        `json:"host"`
	Issued  data.Date     `json:"issued"`
	Sheets  int           `json:"sheets"`
	Codes   []printedCode `json:"codes"`
	Skipped []data.Reject `json:"skipped"`
}

type printedCode struct {
	Code      string `json:"code"`
	Address   string `json:"address"`
	Target    string `json:"target,omitempty"`
	Title     string `json:"title"`
	Placement string `json:"placement"`
}

// tell sums up what was printed.
func (c *posterCmd) tell(e *env, d *printing.Draft, bad []data.Reject, id int64) error {
	if !c.JSON {
		skipped := ""
		if len(bad) > 0 {
			skipped = fmt.Sprintf(" Đã bỏ qua %d đích không dùng được.", len(bad))
		}
		_, err := fmt.Fprintf(e.stdout, "Đã ghi %s vào %s.%s\nBản in số %d; in lại y hệt: tracuu poster --reprint %d -o %s\n",
			printing.Amount(d.Document, len(d.Posters)), c.Out, skipped, id, id, c.Out)
		return err
	}
	codes, err := printedCodes(d.PublicURL, d.Posters)
	if err != nil {
		return err
	}
	for i := range codes {
		codes[i].Target = target.Text(d.Picks[i].Aim.Target)
	}
	return printJSON(e.stdout, printResult{
		Print: id, File: c.Out, Layout: d.Order.Layout, Host: d.Host, Issued: d.Order.Issued, Sheets: len(d.Document.Sheets),
		Codes: codes, Skipped: bad,
	})
}

// reprint draws a printing again as it was, and tells what has changed since.
func (c *posterCmd) reprint(ctx context.Context, e *env, f *folder, public address) error {
	printer := f.printer(e, public, "")
	p, doc, err := printer.Find(ctx, c.Reprint)
	if errors.Is(err, data.ErrNotFound) {
		return fmt.Errorf("không có bản in số %d", c.Reprint)
	}
	if err != nil {
		return err
	}
	out, err := createOutput(c.Out)
	if err != nil {
		return err
	}
	defer out.discard()
	if err := c.draw(ctx, e, out, doc); err != nil {
		return err
	}
	if err := out.keep(); err != nil {
		return err
	}
	if err := f.store.AddReprint(ctx, p.ID, edit(c.By, "").Who); err != nil {
		return fmt.Errorf("đã ghi %s nhưng không ghi sổ được lần in lại: %w", c.Out, err)
	}
	if err := warnChanged(ctx, e.stderr, printer, p); err != nil { // the file is there and good
		fmt.Fprintf(e.stderr, "Lưu ý: không so được bản in này với dữ liệu hiện nay, hãy quét thử trước khi treo. [%v]\n", err)
	}
	if c.JSON {
		codes, err := printedCodes(doc.PublicURL, p.Posters)
		if err != nil {
			return err
		}
		return printJSON(e.stdout, printResult{
			Print: p.ID, File: c.Out, Layout: doc.Layout, Host: p.Host, Issued: p.Issued, Sheets: len(doc.Sheets),
			Codes: codes, Skipped: []data.Reject{},
		})
	}
	_, err = fmt.Fprintf(e.stdout, "Đã ghi lại bản in số %d vào %s: %s.\n", p.ID, c.Out, printing.Amount(doc, len(p.Posters)))
	return err
}

// warnChanged tells which codes of an old printing should not go on a wall
// again, which open something else than their posters say, and whether they
// carry a former address.
func warnChanged(ctx context.Context, w io.Writer, printer printing.Printer, p data.Print) error {
	if p.Host != printer.Host {
		fmt.Fprintf(w, "Lưu ý: mã của bản in này mang tên miền %s, nay là %s.\n", p.Host, printer.Host)
	}
	changes, err := printer.Changed(ctx, p)
	for _, change := range changes {
		fmt.Fprintf(w, "Lưu ý: %s: %s\n", qr.Code(change.Code).Print(), change.Reason)
	}
	return err
}
