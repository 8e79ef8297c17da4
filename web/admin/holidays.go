package admin

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/setting"
	"tracuu/web/target"
)

// yearInput is what was decided about the days off of a year, as people type it.
type yearInput struct {
	Year   string
	Days   string // a line each, "05/02/2027 Tết Âm lịch"
	Swaps  string // a line each, "29/04/2027 08/05/2027": off and worked
	Source string
}

// yearOf is a year as people would have typed it.
func yearOf(y data.HolidayYear) yearInput {
	in := yearInput{Year: strconv.Itoa(y.Year), Source: y.Source}
	for _, d := range y.Days {
		in.Days += format.Day(d.Date) + " " + d.Name + "\n"
	}
	for _, s := range y.Swaps {
		in.Swaps += format.Day(s.Off) + " → " + format.Day(s.Work) + "\n"
	}
	return in
}

var (
	dayLine  = regexp.MustCompile(`^(\d{1,2}/\d{1,2}/\d{4})\s*(.*)$`)
	swapLine = regexp.MustCompile(`^(\d{1,2}/\d{1,2}/\d{4})\D+(\d{1,2}/\d{1,2}/\d{4})$`)
)

// change reads the year; the error is a *setting.Refused that names the line.
func (in yearInput) change() (*setting.Change, error) {
	year, err := strconv.Atoi(strings.TrimSpace(in.Year))
	if err != nil {
		return nil, refused("năm %q không phải số; hãy ghi năm, ví dụ 2027", target.Shorten(in.Year))
	}
	y := data.HolidayYear{Year: year, Source: strings.TrimSpace(in.Source)}
	seen := map[data.Date]bool{}
	for _, line := range textLines(in.Days) {
		m := dayLine.FindStringSubmatch(line)
		if m == nil {
			return nil, refused("dòng %q: hãy ghi ngày/tháng/năm rồi tên ngày nghỉ, ví dụ 05/02/2027 Tết Âm lịch", target.Shorten(line))
		}
		d, err := typedDay(m[1])
		if err != nil {
			return nil, err
		}
		if seen[d] {
			return nil, refused("ngày %s ghi hai lần; hãy bỏ bớt một dòng", format.Day(d))
		}
		seen[d] = true
		y.Days = append(y.Days, data.Holiday{Date: d, Name: m[2]})
	}
	for _, line := range textLines(in.Swaps) {
		m := swapLine.FindStringSubmatch(line)
		if m == nil {
			return nil, refused("dòng %q: hãy ghi ngày nghỉ rồi ngày làm bù, ví dụ 29/04/2027 → 08/05/2027", target.Shorten(line))
		}
		off, err := typedDay(m[1])
		if err != nil {
			return nil, err
		}
		work, err := typedDay(m[2])
		if err != nil {
			return nil, err
		}
		y.Swaps = append(y.Swaps, data.HolidaySwap{Off: off, Work: work})
	}
	return setting.Year(y), nil
}

// textLines are the lines that say something.
func textLines(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func typedDay(s string) (data.Date, error) {
	t, err := time.Parse("2/1/2006", s)
	if err != nil {
		return "", refused("ngày %s không có thật; hãy xem lại lịch", s)
	}
	return data.NewDate(t), nil
}

// readList reads a JSON list; nothing is an empty one.
func readList(text string, list any) error {
	if text == "" {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields() // a key misspelt would be a day not counted
	if err := d.Decode(list); err != nil || d.More() {
		return refused("không phải danh sách JSON đúng mẫu (%v)", err)
	}
	return nil
}

func refused(format string, args ...any) error {
	return &setting.Refused{Reason: target.Reason{What: fmt.Sprintf(format, args...)}}
}
