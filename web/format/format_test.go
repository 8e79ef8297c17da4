package format

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/web/words"
)

func TestDigits(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1.000", 12345: "12.345", 1234567: "1.234.567", -1: "-1", -999: "-999", -1000: "-1.000",
		-123456: "-123.456", 9223372036854775807: "9.223.372.036.854.775.807",
	} {
		if got := Digits(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

func TestPublished(t *testing.T) {
	t.Parallel()
	at := func(h, m int) time.Time { return time.Date(2023, 4, 28, h, m, 0, 0, Hanoi) }
	for _, c := range []struct {
		at    time.Time
		trust data.PublishedTrust
		want  string
	}{
		{at(11, 43), data.TrustTime, "28/04/2023 11:43 SA"},
		{at(14, 17), data.TrustTime, "28/04/2023 2:17 CH"},
		{at(0, 5), data.TrustTime, "28/04/2023 12:05 SA"},
		{at(12, 0), data.TrustTime, "28/04/2023 12:00 CH"},
		{at(23, 59), data.TrustTime, "28/04/2023 11:59 CH"},
		{at(23, 59).UTC(), data.TrustTime, "28/04/2023 11:59 CH"},
		{at(8, 0), data.TrustDay, "28/04/2023"},
		{at(8, 0), data.TrustFetched, "ghi nhận ngày 28/04/2023"},
		{time.Time{}, data.TrustTime, ""},
		{time.Time{}, "", ""},
	} {
		if got := Published(words.Vietnamese(), data.Article{Published: c.at, PublishedTrust: c.trust}); got != c.want {
			t.Errorf("%v (%s) is written %q, want %q", c.at, c.trust, got, c.want)
		}
	}
}

func TestInEnglish(t *testing.T) {
	t.Parallel()
	all, err := words.Languages()
	if err != nil {
		t.Fatal(err)
	}
	english := all[slices.IndexFunc(all, func(l *words.Language) bool { return l.Tag == "en" })]
	said := func(d data.Duration) string {
		text, ours := Duration(english, d)
		return fmt.Sprint(text, " ", ours)
	}
	for _, c := range []struct{ got, want string }{
		{english.Number(1234567), "1,234,567"},
		{english.N("%s bản sao", 1), "1 copy"},
		{english.N("%s bản sao", 1200), "1,200 copies"},
		{Sheets(english, data.Document{Originals: 1, Copies: 2}), "1 original, 2 copies"},
		{Sheets(english, data.Document{}), ""},
		{Published(english, data.Article{Published: time.Date(2023, 4, 28, 11, 43, 0, 0, Hanoi), PublishedTrust: data.TrustTime}), "28/04/2023 11:43 am"},
		{Published(english, data.Article{Published: time.Date(2023, 4, 28, 12, 3, 0, 0, Hanoi), PublishedTrust: data.TrustTime}), "28/04/2023 12:03 pm"},
		{Published(english, data.Article{Published: time.Date(2023, 4, 28, 8, 0, 0, 0, Hanoi), PublishedTrust: data.TrustFetched}), "recorded on 28/04/2023"},
		{said(data.Duration{Text: "1 ngày làm việc", Value: 1, Unit: data.UnitWorkingDay}), "1 working day true"},
		{said(data.Duration{Text: "30 ngày", Value: 30, Unit: data.UnitDay}), "30 days true"},
		{said(data.Duration{Text: "Trong ngày làm việc", Value: 1, Unit: data.UnitWithinDay}), "Within the working day true"},
		{said(data.Duration{Text: "0,5 ngày", Value: 0.5, Unit: data.UnitDay}), "0,5 ngày false"},
		{said(data.Duration{Text: "Từ 3 đến 5 ngày", Unit: data.UnitDay}), "Từ 3 đến 5 ngày false"},
		{said(data.Duration{}), " false"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	for d, want := range map[data.Date]string{"2022-08-09": "09/08/2022", "": "", "2022-13-40": "2022-13-40", "năm 2022": "năm 2022"} {
		if got := Day(d); got != want {
			t.Errorf("%q is written %q, want %q", d, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	const text = "Người nộp chuẩn bị:\n- Tờ khai\n  + Bản chính\n\n* Ảnh\n•\nBước 12: Nộp.\nBước 3.\nBước đầu tiên\n– Gạch dài\n-1 là số âm"
	want := []Line{
		{Head: true, Text: "Người nộp chuẩn bị:"},
		{Depth: 1, Text: "Tờ khai"},
		{Depth: 2, Text: "Bản chính"},
		{Depth: 1, Text: "Ảnh"},
		{Step: "Bước 12:", Text: "Nộp."},
		{Step: "Bước 3."},
		{Text: "Bước đầu tiên"},
		{Depth: 1, Text: "Gạch dài"},
		{Depth: 1, Text: "1 là số âm"},
	}
	if diff := cmp.Diff(want, Lines(text)); diff != "" {
		t.Errorf("lines (-want +got)\n%s", diff)
	}
	if got := Lines(" \n\n"); got != nil {
		t.Errorf("an empty text has lines %v", got)
	}
}
