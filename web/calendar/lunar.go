package calendar

import (
	"math"
	"time"

	"tracuu/data"
)

// The lunar years that can be converted. From 2050 on a few months begin within
// a minute of midnight, where how fast the earth will then turn decides the
// day and published tables may differ by one.
const (
	FirstLunarYear = 1900
	LastLunarYear  = 2199
)

// Lunar is a day of the Vietnamese lunisolar calendar.
type Lunar struct {
	Year  int // the year its Tết lies in
	Month int // 1 to 12
	Leap  bool
	Day   int // 1 to 30
}

// Date is the day in the Gregorian calendar, false when there is no such lunar
// day or its year is outside FirstLunarYear to LastLunarYear.
//
// A month begins on the day of its new moon at UTC+7; the winter solstice lies
// in month 11; of the 13 months from one month 11 to the next, the first in
// which the sun enters no new sign is the leap month. The reckoning is the one
// Hồ Ngọc Đức published ("Thuật toán tính âm lịch",
// https://www.informatik.uni-leipzig.de/~duc/amlich/calrules.html), with the
// series of Jean Meeus, Astronomical Algorithms, 2nd edition (1998), chapter 49
// for new moons and chapter 25 for the sun.
func (l Lunar) Date() (data.Date, bool) {
	if l.Year < FirstLunarYear || l.Year > LastLunarYear || l.Month < 1 || l.Month > 12 || l.Day < 1 {
		return "", false
	}
	winter := l.Year // the year of the month 11 that l is counted from
	if l.Month < 11 {
		winter--
	}
	first, after := november(winter), november(winter+1)
	k := first + (l.Month+1)%12
	if after-first == 13 {
		leap := leapMonth(first)
		switch number := (leap-first+9)%12 + 1; {
		case l.Leap && number != l.Month:
			return "", false
		case l.Leap || k >= leap:
			k++
		}
	} else if l.Leap {
		return "", false
	}
	begin := newMoonDay(k)
	if l.Day > newMoonDay(k+1)-begin {
		return "", false
	}
	return fromJulian(begin + l.Day - 1), true
}

// november is the number of the new moon that begins month 11 of a year: the
// last one before the sun has entered the sign of the winter solstice.
func november(year int) int {
	end := time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC).Unix()/secondsPerDay + unixJulian
	k := int(math.Floor(float64(end-firstNewMoonDay) / synodicMonth))
	if sunSign(newMoonDay(k)) >= 9 {
		k--
	}
	return k
}

// leapMonth is the number of the new moon that begins the leap month after
// the month 11 that begins at new moon first: there the sun is in the same
// sign as a month later.
func leapMonth(first int) int {
	k := first + 1
	for k < first+12 && sunSign(newMoonDay(k)) != sunSign(newMoonDay(k+1)) {
		k++
	}
	return k
}

const (
	secondsPerDay   = 24 * 60 * 60
	unixJulian      = 2440588 // the Julian day number of 1970-01-01
	firstNewMoonDay = 2451550 // that of 2000-01-06, the day of new moon 0
	synodicMonth    = 29.530588861
	zone            = 7.0 / 24 // UTC+7 in days
)

func fromJulian(n int) data.Date {
	return data.NewDate(time.Unix(int64(n-unixJulian)*secondsPerDay, 0).UTC())
}

func sin(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }

// newMoonDay is the Julian day number, at UTC+7, of new moon k, counted from
// the one of 6 January 2000. The moment is good to some twenty seconds.
func newMoonDay(k int) int {
	n := float64(k)
	t := n / 1236.85 // Julian centuries since 2000
	moment := 2451550.09766 + synodicMonth*n + 0.00015437*t*t - 0.000000150*t*t*t
	sun := 2.5534 + 29.10535670*n - 0.0000014*t*t         // its mean anomaly
	moon := 201.5643 + 385.81693528*n + 0.0107582*t*t     // its mean anomaly
	latitude := 160.7108 + 390.67050284*n - 0.0016118*t*t // the moon's argument of latitude
	node := 124.7746 - 1.56375588*n + 0.0020672*t*t       // its ascending node
	eccentricity := 1 - 0.002516*t - 0.0000074*t*t        // of the earth's orbit, against 2000
	for _, p := range newMoonTerms {
		scale := math.Pow(eccentricity, math.Abs(p.sun))
		moment += p.days * scale * sin(p.sun*sun+p.moon*moon+p.latitude*latitude)
	}
	moment -= 0.00017 * sin(node)
	for _, p := range planetTerms {
		moment += p.days * sin(p.at+p.speed*n)
	}
	// The moment is in dynamical time; what it is ahead of universal time, with
	// t counted from 1900, is Hồ Ngọc Đức's fit.
	t++
	moment -= -0.000278 + 0.000265*t + 0.000262*t*t
	return int(math.Floor(moment + 0.5 + zone))
}

// newMoonTerms are the periodic terms of a new moon: days times the sine of
// so many times the anomalies of sun and moon and the argument of latitude.
var newMoonTerms = []struct{ days, sun, moon, latitude float64 }{
	{-0.40720, 0, 1, 0},
	{0.17241, 1, 0, 0},
	{0.01608, 0, 2, 0},
	{0.01039, 0, 0, 2},
	{0.00739, -1, 1, 0},
	{-0.00514, 1, 1, 0},
	{0.00208, 2, 0, 0},
	{-0.00111, 0, 1, -2},
	{-0.00057, 0, 1, 2},
	{0.00056, 1, 2, 0},
	{-0.00042, 0, 3, 0},
	{0.00042, 1, 0, 2},
	{0.00038, 1, 0, -2},
	{-0.00024, -1, 2, 0},
	{-0.00007, 2, 1, 0},
	{0.00004, 0, 2, -2},
	{0.00004, 3, 0, 0},
	{0.00003, 1, 1, -2},
	{0.00003, 0, 2, 2},
	{-0.00003, 1, 1, 2},
	{0.00003, -1, 1, 2},
	{-0.00002, -1, 1, -2},
	{-0.00002, 1, 3, 0},
	{0.00002, 0, 4, 0},
}

// planetTerms are the pull of the planets: days times the sine of an angle, in
// degrees, and its change from one new moon to the next.
var planetTerms = []struct{ days, at, speed float64 }{
	{0.000325, 299.77, 0.107408},
	{0.000165, 251.88, 0.016321},
	{0.000164, 251.83, 26.651886},
	{0.000126, 349.42, 36.412478},
	{0.000110, 84.66, 18.206239},
	{0.000062, 141.74, 53.303771},
	{0.000060, 207.14, 2.453732},
	{0.000056, 154.84, 7.306860},
	{0.000047, 34.52, 27.261239},
	{0.000042, 207.19, 0.121824},
	{0.000040, 291.34, 1.844379},
	{0.000037, 161.72, 24.198154},
	{0.000035, 239.56, 25.513099},
	{0.000023, 331.55, 3.592518},
}

// sunSign is the sign of the zodiac, 0 to 11 from the March equinox, the sun is
// in when the day with this Julian number begins at UTC+7.
func sunSign(day int) int {
	t := (float64(day) - 0.5 - zone - 2451545) / 36525 // Julian centuries since 2000
	m := 357.52910 + 35999.05030*t - 0.0001559*t*t - 0.00000048*t*t*t
	longitude := 280.46645 + 36000.76983*t + 0.0003032*t*t +
		(1.914600-0.004817*t-0.000014*t*t)*sin(m) +
		(0.019993-0.000101*t)*sin(2*m) + 0.000290*sin(3*m)
	// Nutation and aberration make it the apparent place.
	longitude -= 0.00569 + 0.00478*sin(125.04-1934.136*t)
	sign := int(math.Floor(longitude/30)) % 12
	return (sign + 12) % 12
}
