package format

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
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
		if got := Published(data.Article{Published: c.at, PublishedTrust: c.trust}); got != c.want {
			t.Errorf("%v (%s) is written %q, want %q", c.at, c.trust, got, c.want)
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
