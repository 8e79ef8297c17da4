package admin

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
)

// FilingStore keeps the province's own figures of filing.
type FilingStore interface {
	Filing(ctx context.Context, procedure, month string) (data.Filing, error)
	Filings(ctx context.Context, from, until string) ([]data.Filing, error)
	SaveFilings(ctx context.Context, batch []data.Filing, by data.Edit) (data.SaveResult, error)
}

const (
	maxFilings  = 4 << 20 // bytes of an upload
	maxSource   = 200     // letters that name a source
	filingLines = 20000   // lines of an upload
)

// errTooLong is the refusal of an upload of more lines than are read: none of
// it is kept, so that nobody takes a part for the whole.
var errTooLong = errors.New("too many lines")

// filingPage is the form for one figure and for a file of them, with what came
// of it.
type filingPage struct {
	base
	Code, Month, All, Online, Source string
	Version                          string // of the figure that the form would replace
	Problems                         map[string]string
	There                            *data.Filing // what somebody else has kept meanwhile
	Result                           *filingResult
}

// filingResult is what came of an uploaded file.
type filingResult struct {
	data.SaveResult
	Bad []badLine
}

// badLine is a line of an upload that was not kept, and why.
type badLine struct {
	Line   int
	Text   string
	Reason string
}

func (s *Server) filingForm(w http.ResponseWriter, r *http.Request) error {
	p := filingPage{base: s.base(r, "Số hồ sơ của tỉnh")}
	last, _ := s.today().Time()
	p.Month = last.AddDate(0, 0, -last.Day()).Format("01/2006")
	return s.render(w, r, http.StatusOK, "filings", p)
}

// saveFiling keeps a typed figure. One that is there already is shown beside it
// first.
func (s *Server) saveFiling(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	p := filingPage{
		base: s.base(r, "Số hồ sơ của tỉnh"), Code: r.PostFormValue("ma"), Month: r.PostFormValue("thang"),
		All: r.PostFormValue("ho-so"), Online: r.PostFormValue("truc-tuyen"), Source: r.PostFormValue("nguon"),
		Version: r.PostFormValue("ban"), Problems: map[string]string{},
	}
	f, problems := s.readFiling(p.Code, p.Month, p.All, p.Online)
	f.Source = strings.TrimSpace(p.Source)
	if f.Source == "" || len([]rune(f.Source)) > maxSource {
		problems["nguon"] = fmt.Sprintf("Hãy ghi số này lấy từ đâu, không quá %d chữ.", maxSource)
	}
	if problems["ma"] == "" {
		if err := s.knownProcedure(ctx, f.Procedure); errors.Is(err, data.ErrNotFound) {
			problems["ma"] = "Không có thủ tục mang mã này."
		} else if err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		p.Problems = problems
		return s.render(w, r, http.StatusUnprocessableEntity, "filings", p)
	}
	there, err := s.Store.Filing(ctx, f.Procedure, f.Month)
	switch {
	case errors.Is(err, data.ErrNotFound):
	case err != nil:
		return err
	case p.Version != version(there) && (there.All != f.All || there.Online != f.Online):
		p.There, p.Version = &there, version(there)
		return s.render(w, r, http.StatusConflict, "filings", p)
	}
	if _, err := s.Store.SaveFilings(ctx, []data.Filing{f}, by(r, "")); err != nil {
		return err
	}
	flash(r, fmt.Sprintf("Đã ghi số hồ sơ của %s tháng %s.", f.Procedure, monthText(f.Month)))
	return redirect(w, r, filingsPath)
}

func version(f data.Filing) string { return f.At.UTC().Format(time.RFC3339Nano) }

// monthText is a month as people write it.
func monthText(month string) string {
	year, m, _ := strings.Cut(month, "-")
	return m + "/" + year
}

// knownProcedure answers data.ErrNotFound for a code of no procedure.
func (s *Server) knownProcedure(ctx context.Context, code string) error {
	rows, err := s.Store.ProcedureRows(ctx, []string{code})
	if err == nil && len(rows) == 0 {
		return data.ErrNotFound
	}
	return err
}

// uploadFilings keeps the good lines of a file and tells of the others.
func (s *Server) uploadFilings(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxFilings)
	p := filingPage{base: s.base(r, "Số hồ sơ của tỉnh"), Problems: map[string]string{}}
	file, head, err := r.FormFile("tep")
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		p.Problems["tep"] = "Tệp lớn hơn 4 MB. Hãy chia thành nhiều tệp theo tháng."
		return s.render(w, r, http.StatusRequestEntityTooLarge, "filings", p)
	case err != nil:
		p.Problems["tep"] = "Hãy chọn một tệp CSV."
		return s.render(w, r, http.StatusUnprocessableEntity, "filings", p)
	}
	defer file.Close()
	source := strings.TrimSpace(r.PostFormValue("nguon"))
	if source == "" {
		source = head.Filename
	}
	p.Source = format.Clip(source, maxSource)
	good, bad, err := s.readFilings(r.Context(), file, p.Source)
	if errors.Is(err, errTooLong) {
		p.Problems["tep"] = fmt.Sprintf("Tệp dài quá %s dòng nên chưa ghi dòng nào. Hãy chia thành nhiều tệp theo tháng.", format.Digits(filingLines))
		return s.render(w, r, http.StatusUnprocessableEntity, "filings", p)
	}
	if err != nil {
		return err
	}
	p.Result = &filingResult{Bad: bad}
	if p.Result.SaveResult, err = s.Store.SaveFilings(r.Context(), good, by(r, head.Filename)); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "filings", p)
}

// readFilings reads lines of procedure code, month, filings and online filings;
// the first may be a heading. The file may be as spreadsheets of any language
// write it.
func (s *Server) readFilings(ctx context.Context, file io.Reader, source string) (good []data.Filing, bad []badLine, err error) {
	b, err := io.ReadAll(file)
	if err != nil {
		return nil, nil, fmt.Errorf("read the upload: %w: %w", data.ErrInvalid, err)
	}
	content := strings.TrimPrefix(string(b), "\ufeff")
	in := csv.NewReader(strings.NewReader(content))
	in.Comma = separator(content)
	in.FieldsPerRecord, in.LazyQuotes, in.TrimLeadingSpace = -1, true, true
	at := map[[2]string]int{}
	lines := map[int]int{} // of the file, by place in good
	for n := 0; ; n++ {
		row, err := in.Read()
		if err == io.EOF {
			break
		}
		if n == filingLines {
			return nil, nil, errTooLong
		}
		line := 0 // of a row that cannot be read there is no telling where it is
		if err == nil {
			line, _ = in.FieldPos(0)
		}
		refuse := func(reason string) {
			bad = append(bad, badLine{line, format.Clip(strings.Join(row, " | "), 120), reason})
		}
		switch {
		case err != nil:
			refuse("dòng này không đọc được: " + err.Error())
			continue
		case len(row) < 4:
			refuse("cần bốn cột: mã thủ tục, tháng, số hồ sơ, số hồ sơ trực tuyến")
			continue
		}
		f, problems := s.readFiling(row[0], row[1], row[2], row[3])
		if len(problems) > 0 {
			if n > 0 || len(problems) < 4 { // else it is the heading
				refuse(firstOf(problems, "ma", "thang", "ho-so", "truc-tuyen"))
			}
			continue
		}
		f.Source = source
		key := [2]string{f.Procedure, f.Month}
		if i, twice := at[key]; twice {
			refuse(fmt.Sprintf("thủ tục và tháng này đã có ở dòng %d", lines[i]))
			continue
		}
		at[key], lines[len(good)] = len(good), line
		good = append(good, f)
	}
	codes := make([]string, len(good))
	for i, f := range good {
		codes[i] = f.Procedure
	}
	known, err := s.Store.ProcedureRows(ctx, codes)
	if err != nil {
		return nil, nil, err
	}
	kept := good[:0]
	for i, f := range good {
		if _, ok := known[f.Procedure]; !ok {
			bad = append(bad, badLine{lines[i], f.Procedure, "không có thủ tục mang mã này"})
			continue
		}
		kept = append(kept, f)
	}
	slices.SortStableFunc(bad, func(x, y badLine) int { return x.Line - y.Line })
	return kept, bad, nil
}

// separator is what stands between the cells of the first line.
func separator(content string) rune {
	first, _, _ := strings.Cut(content, "\n")
	best := ','
	for _, c := range ";\t" {
		if strings.Count(first, string(c)) > strings.Count(first, string(best)) {
			best = c
		}
	}
	return best
}

func firstOf(problems map[string]string, keys ...string) string {
	for _, k := range keys {
		if problems[k] != "" {
			return problems[k]
		}
	}
	return ""
}

var (
	monthRE   = regexp.MustCompile(`^(?:(20[0-9]{2})-(0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[/-](20[0-9]{2}))$`)
	groupedRE = regexp.MustCompile(`^[0-9]{1,3}([. ,\x{a0}][0-9]{3})+$`)
)

// readFiling reads a figure as people and spreadsheets write it. problems tells
// by field what cannot be.
func (s *Server) readFiling(code, month, all, online string) (f data.Filing, problems map[string]string) {
	problems = map[string]string{}
	c, err := data.ParseProcedureCode(code)
	if err != nil {
		problems["ma"] = "Mã thủ tục chưa đúng; ví dụ 1.001193."
	}
	f.Procedure = c.Code
	if m := monthRE.FindStringSubmatch(strings.TrimSpace(month)); m == nil {
		problems["thang"] = "Tháng chưa đúng; viết như 10/2026."
	} else {
		year, number := m[1]+m[4], m[2]+m[3]
		f.Month = year + "-" + strings.Repeat("0", 2-len(number)) + number
		if f.Month > string(s.today())[:len("2006-01")] {
			problems["thang"] = "Tháng này chưa tới."
		}
	}
	for _, one := range []struct {
		key, typed string
		to         *int64
	}{{"ho-so", all, &f.All}, {"truc-tuyen", online, &f.Online}} {
		typed := strings.TrimSpace(one.typed)
		if groupedRE.MatchString(typed) {
			typed = strings.NewReplacer(".", "", ",", "", " ", "", "\u00a0", "").Replace(typed)
		}
		n, err := strconv.ParseInt(typed, 10, 64)
		if err != nil || n < 0 || n > 100_000_000 {
			problems[one.key] = "Số hồ sơ phải là số nguyên, từ 0 trở lên."
			continue
		}
		*one.to = n
	}
	if problems["ho-so"] == "" && problems["truc-tuyen"] == "" && f.Online > f.All {
		problems["truc-tuyen"] = "Số hồ sơ trực tuyến lớn hơn tổng số hồ sơ."
	}
	return f, problems
}
