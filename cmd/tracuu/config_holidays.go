package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"tracuu/data"
	"tracuu/web/setting"
)

// maxHolidayFile bounds a file of days off; a year takes about a kilobyte.
const maxHolidayFile = 1 << 20

// holidayExamples show what a file of days off holds, by the setting's name.
var holidayExamples = map[string]string{
	"holidays": `[{"year": 2027, "days": [{"date": "2027-02-05", "name": "Tết Âm lịch"}, …], ` +
		`"swaps": [{"off": "2027-04-29", "work": "2027-05-08"}], "source": "số và ngày của văn bản"}, …]`,
	"added_holidays": `[{"month": 11, "day": 24, "from": 2026, "name": "tên ngày nghỉ", "source": "số và ngày của văn bản"}, …]`,
}

// setHolidays replaces what was decided about the days off by a file's; no
// file, none.
func setHolidays(path string) (*setting.Change, error) {
	var years []data.HolidayYear
	err := readHolidays("holidays", path, &years)
	return setting.Holidays(path, years), err
}

// setAddedHolidays does so for the holidays that laws have added.
func setAddedHolidays(path string) (*setting.Change, error) {
	var added []data.AnnualHoliday
	err := readHolidays("added_holidays", path, &added)
	return setting.AddedHolidays(path, added), err
}

// readHolidays reads a JSON list from a file; no path leaves it empty.
func readHolidays(key, path string, list any) error {
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("không đọc được tệp %s; hãy kiểm tra đường dẫn", path)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxHolidayFile+1))
	switch {
	case err != nil:
		return fmt.Errorf("không đọc được tệp %s; hãy kiểm tra xem đó có phải một tệp JSON. [%w]", path, err)
	case len(raw) > maxHolidayFile:
		return fmt.Errorf("tệp %s lớn hơn 1 MB, không thể là danh sách ngày nghỉ", path)
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	d.DisallowUnknownFields() // a key misspelt would be a day not counted
	err = d.Decode(list)
	if err == nil && d.More() {
		err = errors.New("more than one list")
	}
	if err != nil {
		return fmt.Errorf("tệp %s không phải danh sách ngày nghỉ dạng JSON. Viết theo mẫu:\n%s\n[%w]", path, holidayExamples[key], err)
	}
	return nil
}

// holidaysText tells a list of years in a line.
func holidaysText(years []data.HolidayYear) string {
	var out []string
	for _, y := range years {
		out = append(out, fmt.Sprintf("%d (%d ngày nghỉ, %d hoán đổi; %s)", y.Year, len(y.Days), len(y.Swaps), y.Source))
	}
	return strings.Join(out, ", ")
}

// addedHolidaysText tells a list of added holidays in a line.
func addedHolidaysText(added []data.AnnualHoliday) string {
	var out []string
	for _, a := range added {
		out = append(out, fmt.Sprintf("%d/%d từ %d (%s; %s)", a.Day, a.Month, a.From, a.Name, a.Source))
	}
	return strings.Join(out, ", ")
}

// printHolidays prints a list as the file that would set it.
func printHolidays(w io.Writer, key string, s data.Settings) error {
	if key == "holidays" {
		return printJSON(w, append([]data.HolidayYear{}, s.Holidays...))
	}
	return printJSON(w, append([]data.AnnualHoliday{}, s.AddedHolidays...))
}
