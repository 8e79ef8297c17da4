package web_test

import (
	"fmt"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/paths"
)

// searches sums what is counted of searches of the day.
func (s *site) searches() data.Searches {
	s.Helper()
	s.flush()
	days, err := s.db.SearchDays(s.Context(), "2026-01-01", "2027-12-31")
	if err != nil {
		s.Fatal(err)
	}
	var sum data.Searches
	for _, d := range days {
		sum.Add(d.Searches)
	}
	return sum
}

func results(q string) string { return "/tim-kiem?q=" + url.QueryEscape(q) }

// TestSearchesCounted: a search of a person is counted once; what programs,
// browsers and other pages ask is not.
func TestSearchesCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
	one := data.Searches{Uses: 1}
	for _, c := range []struct {
		name   string
		path   string
		header []string
		want   data.Searches
	}{
		{"a person", "/tim-kiem?q=dang+ky+khai+sinh", nil, one},
		{"nothing found", "/tim-kiem?q=xyzzyx", nil, data.Searches{Uses: 1, None: 1}},
		{"through the API", "/api/v1/search?q=xyzzyx", nil, data.Searches{Uses: 1, None: 1}},
		{"in English", "/en/tim-kiem?q=xyzzyx", nil, data.Searches{Uses: 1, None: 1}},
		{"the second page", "/tim-kiem?q=giay+phep&trang=2", nil, data.Searches{}},
		{"the second page of the API", "/api/v1/search?q=khai+sinh&page=2", nil, data.Searches{}},
		{"a suggestion", "/api/v1/suggest?q=khai", nil, data.Searches{}},
		{"a feed", "/tim-kiem.atom?q=khai+sinh", nil, data.Searches{}},
		{"a bot", "/tim-kiem?q=khai+sinh", []string{"User-Agent", "Googlebot/2.1"}, data.Searches{}},
		{"a prefetch", "/tim-kiem?q=khai+sinh", []string{"Sec-Purpose", "prefetch"}, data.Searches{}},
		{"nothing typed", "/tim-kiem?q=+", nil, data.Searches{}},
	} {
		s.clock.set(s.clock.Now().Add(24 * time.Hour))
		before := s.searches()
		for range 3 { // pressed again
			s.get(c.path, append([]string{"User-Agent", phone}, c.header...)...)
		}
		before.Add(c.want)
		got := s.searches()
		got.Untapped = before.Untapped
		if diff := cmp.Diff(before, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestTaps: which hit was opened is told by where a request comes from.
func TestTaps(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	q := "giấy phép"
	found, err := s.index.Search(t.Context(), search.Query{Text: q})
	if err != nil || len(found.Hits) < 3 || found.Match == search.MatchNone {
		t.Fatalf("%+v, %v", found, err)
	}
	alone, err := s.index.Search(t.Context(), search.Query{Text: q, Kind: data.KindProcedure})
	if err != nil || len(alone.Hits) < 3 {
		t.Fatalf("%+v, %v", alone, err)
	}
	address := func(h search.Hit) string {
		if h.Kind == data.KindProcedure {
			return paths.Procedure(h.ID)
		}
		id, err := strconv.ParseInt(h.ID, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		a, err := s.db.Article(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return paths.Article(id, a.Title)
	}
	first, third := address(found.Hits[0]), address(found.Hits[2])
	n := 0
	for _, c := range []struct {
		name    string
		tap     string
		referer string
		after   time.Duration
		want    data.Searches
	}{
		{"the first", first, s.url + results(q), 0, data.Searches{}},
		{"the third", third, s.url + results(q), 0, data.Searches{Late: 1}},
		{"the third, of a page that is not remembered", address(alone.Hits[2]), s.url + results(q) + "&kind=procedure", 0, data.Searches{Late: 1}},
		{"none", "", "", 0, data.Searches{Untapped: 1}},
		{"from another site", first, "https://example.com" + results(q), 0, data.Searches{Untapped: 1}},
		{"from another search", first, s.url + results("khác hẳn"), 0, data.Searches{Untapped: 1}},
		{"after an hour", first, s.url + results(q), time.Hour, data.Searches{Untapped: 1}},
	} {
		n++
		agent := []string{"User-Agent", fmt.Sprintf("Mozilla/5.0 (reader %d)", n)}
		before := s.searches()
		s.get(results(q), agent...)
		counted := s.searches()
		before.Uses = counted.Uses
		before.Possible = counted.Possible
		s.clock.set(s.clock.Now().Add(c.after))
		if c.after > 0 {
			s.searches()
		}
		if c.tap != "" {
			s.get(c.tap, append(agent, "Referer", c.referer)...)
		}
		s.flush()
		s.clock.set(s.clock.Now().Add(31 * time.Minute))
		before.Add(c.want)
		s.flush() // what has to be searched again is counted with the next flush
		if diff := cmp.Diff(before, s.searches()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
	// A clock that is set back counts nobody twice and stops nothing.
	s.get(results(q))
	s.clock.set(s.clock.Now().Add(-48 * time.Hour))
	before := s.searches()
	s.get(results(q))
	if got := s.searches(); got.Uses != before.Uses+1 {
		t.Errorf("after the clock was set back %+v, before %+v", got, before)
	}
}

// TestFrequentQuery: five readers make a query known, one who asks five times
// does not; a name in it is masked.
func TestFrequentQuery(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	known := func() []data.Query {
		t.Helper()
		s.flush()
		l, err := s.db.Queries(t.Context(), data.NeedNone, "2026-01-01", "2027-12-31", 10)
		if err != nil {
			t.Fatal(err)
		}
		return l.Queries
	}
	for range 6 {
		s.get(results("xyzzyx tên Nguyễn Văn An 0905123456"))
	}
	if got := known(); len(got) != 0 {
		t.Errorf("one reader makes %+v known", got)
	}
	for i := range 4 {
		s.get(results("xyzzyx tên Nguyễn Văn An 0905123456"), "User-Agent", fmt.Sprintf("Mozilla/5.0 (reader %d)", i))
	}
	want := []data.Query{{Text: "xyzzyx tên [tên] [số]", Searches: data.Searches{Uses: 5, None: 5}}}
	if diff := cmp.Diff(want, known()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestCodeViews: a reading by a code is told apart from one that came otherwise.
func TestCodeViews(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(procedureTarget.Kind, procedureTarget.Key)
	for _, path := range []string{"/q/" + code, "/thu-tuc/1.001193", "/q/" + code} {
		s.page(path)
	}
	s.flush()
	got, err := s.db.CodeViews(t.Context(), procedureTarget, "2026-01-01", "2027-12-31")
	want := []data.CodeView{{Target: procedureTarget, Code: code, Day: data.NewDate(s.clock.Now()), Count: 2}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("(-want +got)\n%s%v", diff, err)
	}
}
