package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/web/target"
)

// env is everything a command takes from its surroundings.
type env struct {
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	terminal       bool // standard input and error are a person's terminal
	screen         bool // standard output is one
}

func systemEnv() *env {
	return &env{
		args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now,
		screen:   term.IsTerminal(int(os.Stdout.Fd())),
		terminal: term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd())),
	}
}

// cli is the command line.
type cli struct {
	shared

	Serve  serveCmd  `cmd:"" help:"Chạy máy chủ trang web. Thư mục trống được nạp nội dung mẫu."`
	Import importCmd `cmd:"" help:"Nạp thủ tục và tin tức từ tệp JSONL, JSON, trang web đã lưu, thư mục, .zip; nơi đặt từ CSV (- là đầu vào chuẩn)."`
	Crawl  crawlCmd  `cmd:"" help:"Đọc bài viết và thủ tục của một trang web đang chạy, từ tốn và theo robots.txt."`
	Search searchCmd `cmd:"" help:"Tìm trong thư mục dữ liệu."`
	Eval   evalCmd   `cmd:"" help:"Đo chất lượng tìm kiếm trên một bộ câu hỏi có đáp án."`
	Index  indexCmd  `cmd:"" help:"Lập lại, kiểm tra hoặc xem số liệu của chỉ mục."`
	QR     qrCmd     `cmd:"" name:"qr" help:"Tạo mã QR cho một thủ tục, bài viết hay trang."`
	Poster posterCmd `cmd:"" help:"In áp phích, tờ để bàn, nhãn, danh sách, thẻ chữ ra tệp PDF."`
	Link   linkCmd   `cmd:"" help:"Xem, đổi đích, tạm dừng, thu hồi mã đã in."`
	Config configCmd `cmd:"" help:"Xem và đặt địa chỉ công khai, tên miền, cơ quan."`
	Export exportCmd `cmd:"" help:"Xuất dữ liệu mở: thủ tục, tin tức, cơ quan, lĩnh vực, đơn vị hành chính ra JSON Lines, CSV, JSON-LD."`
	User   userCmd   `cmd:"" help:"Người dùng của trang quản trị."`
}

// shared are the flags of every command.
type shared struct {
	Dir       string  `env:"TRACUU_DIR" default:"./tracuu-data" placeholder:"THƯ-MỤC" help:"Thư mục dữ liệu (${default})."`
	PublicURL string  `env:"TRACUU_PUBLIC_URL" placeholder:"ĐỊA-CHỈ" help:"Địa chỉ công khai, https://tên-miền; là địa chỉ ghi trong mã QR."`
	Province  *string `env:"TRACUU_PROVINCE" placeholder:"TỈNH" help:"Tên tỉnh (theo thiết lập, không có thì Khánh Hòa); để trống là tắt."`
}

// province is the province served by settings.
func (sh *shared) province(s data.Settings) string {
	if sh.Province != nil {
		return *sh.Province
	}
	return cmp.Or(s.Province, "Khánh Hòa")
}

// Exit statuses; the meaning of each is part of the contract.
const (
	statusDone        = 0
	statusFailed      = 1
	statusUsage       = 2
	statusRejected    = 3
	statusInterrupted = 130
)

var (
	errUsage    = errors.New("wrong usage")
	errRejected = errors.New("some records were rejected")
	errReported = errors.New("already reported") // the command itself has said what is wrong
)

// run carries out one command line.
func run(ctx context.Context, e *env) error {
	var c cli
	exited := false
	parser, err := kong.New(&c,
		kong.Name("tracuu"),
		kong.Description("Tra cứu thủ tục hành chính và tin tức, tạo mã QR dẫn tới từng trang.\n\n"+
			"Mã thoát: 0 xong, 1 hỏng, 2 gõ sai lệnh, 3 xong nhưng có bản ghi bị từ chối, 130 bị ngắt."),
		kong.Writers(e.stdout, e.stderr),
		kong.Exit(func(int) { exited = true }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(e, &c.shared),
		kong.Vars{"target": target.Help, "configkeys": configHelp},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Help(helpPrinter),
		kong.ValueFormatter(flagHelp),
		kong.NamedMapper("line", kong.MapperFunc(mapLine)),
	)
	if err != nil {
		return err
	}
	args := e.args
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited { // help was asked for and printed
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: %s", errUsage, usageText(err))
	}
	return k.Run()
}

// flagHelp shows a flag's help with its environment variable.
func flagHelp(v *kong.Value) string {
	if v.Tag != nil && len(v.Tag.Envs) > 0 && v.Flag != nil {
		return strings.TrimSuffix(v.Help, ".") + " [" + strings.Join(v.Tag.Envs, ", ") + "]."
	}
	return v.Help
}

// helpPrinter is kong's own printer with its English words put into Vietnamese.
func helpPrinter(o kong.HelpOptions, ctx *kong.Context) error {
	var b strings.Builder
	out := ctx.Stdout
	ctx.Stdout = &b
	defer func() { ctx.Stdout = out }()
	if err := kong.DefaultHelpPrinter(o, ctx); err != nil {
		return err
	}
	_, err := io.WriteString(out, helpWords.Replace(b.String()))
	return err
}

var helpWords = strings.NewReplacer(
	"Usage: ", "Cách dùng: ", "Commands:", "Các lệnh:", "Flags:", "Các cờ:", "Arguments:", "Tham số:",
	"[flags]", "[cờ]", "<command>", "<lệnh>",
	"Show context-sensitive help", "Hiện trợ giúp",
	`Run "tracuu <lệnh> --help" for more information on a command.`, `Gõ "tracuu <lệnh> --help" để xem kỹ từng lệnh.`,
	`Run "tracuu <command> --help" for more information on a command.`, `Gõ "tracuu <lệnh> --help" để xem kỹ từng lệnh.`,
)

// usagePatterns put what kong says of a wrong command line into Vietnamese.
var usagePatterns = []struct {
	english    *regexp.Regexp
	vietnamese string
}{
	{regexp.MustCompile(`^unknown flag (\S+?)(?:, did you mean (?:one of )?(.*)\?)?$`), "không có cờ $1"},
	{regexp.MustCompile(`^unexpected argument (\S+?)(?:, did you mean (?:one of )?(.*)\?)?$`), "thừa hoặc sai chữ “$1”"},
	{regexp.MustCompile(`^missing flags: (.*)$`), "thiếu cờ: $1"},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), "$1 và $2 không đi cùng nhau; hãy chọn một"},
	{regexp.MustCompile(`^expected one of (.*)$`), "cần một trong các lệnh $1"},
	{regexp.MustCompile(`^expected (".*")$`), "thiếu $1"},
	{regexp.MustCompile(`^(--\S+?)(?:=\S+)? must be one of (.*) but got (.*)$`), "$1 phải là một trong $2, không phải $3"},
	{regexp.MustCompile(`^(--\S+?)(?:=.*?)?: (?:expected|bool|missing).*?(?:but got ("[^"]*").*)?$`), "giá trị của $1 thiếu hoặc không đúng: $2"},
}

// envarRE is what kong adds where a variable of the environment was wrong; the
// value may be of any length.
var envarRE = regexp.MustCompile(`(?s) \(from envar (\w+)=.*\)$`)

func usageText(err error) string {
	said := err.Error()
	for _, p := range usagePatterns {
		if m := p.english.FindStringSubmatchIndex(said); m != nil {
			said = string(p.english.ExpandString(nil, p.vietnamese, said, m))
			break
		}
	}
	said = envarRE.ReplaceAllString(said, " [biến môi trường $1]")
	said = strings.TrimRight(strings.NewReplacer(`"EOL"`, "", ",\"\"", "", "\"\",", "").Replace(said), " .:?")
	return said + ". Gõ \"tracuu --help\" để xem cách dùng."
}

// report prints what went wrong in one sentence and answers the exit status.
func report(w io.Writer, err error) int {
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errRejected):
		return statusRejected
	case errors.Is(err, context.Canceled):
		if !errors.Is(err, errReported) {
			fmt.Fprintln(w, "tracuu: đã dừng theo yêu cầu; những gì đã lưu vẫn còn nguyên.")
		}
		return statusInterrupted
	case errors.Is(err, errReported):
		return statusFailed
	}
	fmt.Fprintln(w, "tracuu: "+explain(err))
	if errors.Is(err, errUsage) {
		return statusUsage
	}
	return statusFailed
}

// explain puts an error into a sentence with a hint.
func explain(err error) string {
	var source *ingest.SourceError
	switch {
	case errors.Is(err, errUsage):
		return strings.TrimPrefix(err.Error(), errUsage.Error()+": ")
	case errors.Is(err, data.ErrStorageFull):
		return "đĩa đã hết chỗ. Hãy giải phóng chỗ trống rồi chạy lại lệnh; dữ liệu đã lưu trước đó vẫn còn nguyên."
	case errors.Is(err, data.ErrStorageReadOnly):
		return "không ghi được vào thư mục dữ liệu. Hãy kiểm tra quyền ghi của thư mục, hoặc chọn thư mục khác bằng --dir. [" + err.Error() + "]"
	case errors.Is(err, data.ErrStorageDamaged):
		return "tệp cơ sở dữ liệu bị hỏng. Hãy giữ nguyên thư mục, không ghi đè, và khôi phục từ bản sao lưu gần nhất. [" + err.Error() + "]"
	case errors.Is(err, data.ErrStorageBusy):
		return "cơ sở dữ liệu đang được tiến trình khác ghi quá lâu. Hãy đợi tiến trình đó xong rồi chạy lại lệnh."
	case errors.As(err, &source):
		return source.Error()
	}
	return err.Error()
}
