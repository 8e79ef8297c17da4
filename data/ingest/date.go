package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
)

// zone is Vietnam's time, which times without a zone are in. It has known no
// summer time since 1975, so no zone table is needed.
var zone = time.FixedZone("+07", 7*60*60)

// published reads when an article was published, and what that is worth.
// date_kind says of a crawl where its times come from: "fetch time" is when
// somebody looked, "from url" makes the date good and the time worthless.
func published(f fields) (time.Time, data.PublishedTrust) {
	origin := strings.ToLower(line(f.text("date_kind")))
	day, dayTrust := parseTime(f.text("date"))
	exact, trust := parseTime(f.text("published_raw", "time_raw", "published"))
	switch {
	case strings.Contains(origin, "fetch"):
		if exact.IsZero() {
			exact = day
		}
		if exact.IsZero() {
			return time.Time{}, ""
		}
		return exact, data.TrustFetched
	case strings.Contains(origin, "url") && !day.IsZero():
		return startOfDay(day), data.TrustDay
	case day.IsZero(), trust == data.TrustTime && dayTrust == data.TrustDay && data.NewDate(exact) == data.NewDate(day):
		return exact, trust
	}
	return day, dayTrust
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

var (
	dayRE  = regexp.MustCompile(`(?:^|\D)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?:\D|$)`)
	timeRE = regexp.MustCompile(`(?i)(?:^|[^\d:])(\d{1,2})\s*[:hg]\s*(\d{2})(?::(\d{2}))?(?:\s*(SA|CH|AM|PM)\b)?`)
)

// parseTime reads a point in time or a day: RFC 3339 and its relatives, or
// Vietnamese forms anywhere in the text, as in "18/03/2019 | 04:01 PM", "Đăng
// ngày 09 - 08 - 2022" and "02/06/2023 2:17 CH" (SA is a.m., CH is p.m.). The
// result is in Vietnam's time, zero with no trust if there is none, or none
// that any source could mean.
func parseTime(s string) (time.Time, data.PublishedTrust) {
	t, trust := parseAnyTime(s)
	const first, last = 1900, 2200
	if y := t.In(zone).Year(); y < first || y > last {
		return time.Time{}, ""
	}
	return t, trust
}

func parseAnyTime(s string) (time.Time, data.PublishedTrust) {
	s = line(s)
	if s == "" {
		return time.Time{}, ""
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", time.DateTime,
		"2006-01-02T15:04", "2006-01-02 15:04", time.RFC1123Z, time.RFC1123,
	} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t.In(zone), data.TrustTime
		}
	}
	if t, err := time.ParseInLocation(time.DateOnly, s, zone); err == nil {
		return t, data.TrustDay
	}
	m := dayRE.FindStringSubmatchIndex(s)
	if m == nil {
		return time.Time{}, ""
	}
	number := func(from, to int) int {
		n, _ := strconv.Atoi(s[from:to])
		return n
	}
	d, mon, y := number(m[2], m[3]), time.Month(number(m[4], m[5])), number(m[6], m[7])
	day := time.Date(y, mon, d, 0, 0, 0, 0, zone)
	if day.Day() != d || day.Month() != mon {
		return time.Time{}, "" // 31/02, or month and day the American way
	}
	c := timeRE.FindStringSubmatch(s[:m[2]] + " " + s[m[7]:])
	if c == nil {
		return day, data.TrustDay
	}
	hour, _ := strconv.Atoi(c[1])
	minute, _ := strconv.Atoi(c[2])
	second, _ := strconv.Atoi(c[3])
	switch half := strings.ToUpper(c[4]); {
	case half == "SA" || half == "AM":
		hour %= 12
	case (half == "CH" || half == "PM") && hour < 12:
		hour += 12
	}
	if hour > 23 || minute > 59 || second > 59 {
		return day, data.TrustDay
	}
	return time.Date(y, mon, d, hour, minute, second, 0, zone), data.TrustTime
}
