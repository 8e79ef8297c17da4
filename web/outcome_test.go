package web_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
	"tracuu/qr"
)

// link keeps a new code of the given target, place, days and state.
func (s *site) link(l data.Link) string {
	s.Helper()
	code, err := qr.NewCode(rand.Reader)
	if err != nil {
		s.Fatal(err)
	}
	l.Code = code.String()
	if err := s.db.InsertLink(s.Context(), l, data.Edit{}); err != nil {
		s.Fatal(err)
	}
	if l.State != "" && l.State != data.LinkActive {
		if err := s.db.MoveLink(s.Context(), l.Code, l.State, data.Edit{}); err != nil {
			s.Fatal(err)
		}
	}
	return l.Code
}

func (s *site) linkTo(kind data.Kind, key string) string {
	s.Helper()
	return s.link(data.Link{Target: data.Target{Kind: kind, Key: key}})
}

// outcomes are the scans of a code by outcome; the empty code is what was none.
func (s *site) outcomes(code string) map[data.Outcome]int64 {
	s.Helper()
	s.flush()
	scans, err := s.db.Scans(s.Context(), code)
	if err != nil {
		s.Fatal(err)
	}
	out := map[data.Outcome]int64{}
	for _, c := range scans {
		out[c.Outcome] += c.Count
	}
	return out
}

// newAgency makes an agency that tells of itself.
func (s *site) newAgency(name string) data.Agency {
	s.Helper()
	a, err := s.db.EnsureAgency(s.Context(), name)
	if err == nil {
		err = s.db.ChangeAgencyLook(s.Context(), a.Slug, data.Edit{}, func(l *data.AgencyLook) error {
			*l = data.AgencyLook{Address: "Số 1 đường Thử", Hours: "7:30–17:00", Phone: "0258 3 123 456"}
			return nil
		})
	}
	if err != nil {
		s.Fatal(err)
	}
	return a
}

func (s *site) newPlace(agency string) int64 {
	s.Helper()
	p, err := s.db.EnsurePlacement(s.Context(), data.Placement{Agency: agency, Office: "Trung tâm Thử", Counter: "Quầy 3"})
	if err != nil {
		s.Fatal(err)
	}
	return p.ID
}

// TestOpening: every kind of target is answered in place, under its own
// address, and counted with its outcome.
func TestOpening(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save(replacementChain(), nil)
	s.set.Store(&data.Settings{PublicURL: public, AllowedHosts: []string{"example.vn", ".tinh.example"}})
	agency, heir := s.newAgency("Phòng Gió"), s.newAgency("Phòng Gió mới")
	if err := s.db.ReplaceAgency(t.Context(), agency.Slug, heir.Slug, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	quiet := s.newAgency("Phòng Yên ắng")
	for _, c := range []struct {
		name      string
		target    data.Target
		outcome   data.Outcome
		h1        string
		canonical string // path; empty: none
		words     string // somewhere in main
	}{
		{"procedure", data.Target{Kind: data.KindProcedure, Key: "1.001193"}, data.OutcomeShown, "Đăng ký khai sinh", "/thu-tuc/1.001193", ""},
		{"alias", data.Target{Kind: data.KindProcedure, Key: alias}, data.OutcomeShown, "Cấp giấy của tỉnh", "/thu-tuc/" + aliasedCode, ""},
		{
			"replaced",
			data.Target{Kind: data.KindProcedure, Key: oldestCode},
			data.OutcomeReplaced, "Việc hôm nay", "/thu-tuc/" + newestCode,
			"Mã này in cho thủ tục “Việc ngày xưa”. Thủ tục đó đã được thay thế bằng thủ tục dưới đây.",
		},
		{
			"alias of one replaced",
			data.Target{Kind: data.KindProcedure, Key: olderCode + ".H56"},
			data.OutcomeReplaced, "Việc hôm nay",
			"/thu-tuc/" + newestCode, "Mã này in cho thủ tục “Việc hôm qua”.",
		},
		{"replaced in a circle", data.Target{Kind: data.KindProcedure, Key: circleA}, data.OutcomeReplaced, "Việc vòng hai", "/thu-tuc/" + circleB, "“Việc vòng một”"},
		{"in force in a circle", data.Target{Kind: data.KindProcedure, Key: circleB}, data.OutcomeShown, "Việc vòng hai", "/thu-tuc/" + circleB, ""},
		{
			"replaced by what is not here",
			data.Target{Kind: data.KindProcedure, Key: orphanCode},
			data.OutcomeShown, "Ghi sổ đã thay",
			"/thu-tuc/" + orphanCode, "thủ tục mã 1.999998",
		},
		{
			"article",
			data.Target{Kind: data.KindArticle, Key: fmt.Sprint(s.articleID(fullArticle))},
			data.OutcomeShown,
			"Lễ hội thả diều bên sông", s.articlePath(fullArticle), "",
		},
		{"field", data.Target{Kind: data.KindField, Key: "ho-tich"}, data.OutcomeShown, "Hộ tịch", "/linh-vuc/ho-tich", "Đăng ký khai sinh"},
		{"agency", data.Target{Kind: data.KindAgency, Key: "phong-dieu-giay"}, data.OutcomeShown, "Phòng Diều giấy", "/co-quan/phong-dieu-giay", "1 thủ tục"},
		{
			"agency replaced",
			data.Target{Kind: data.KindAgency, Key: agency.Slug},
			data.OutcomeReplaced, "Phòng Gió mới", "",
			"Mã này in cho “Phòng Gió”. Công việc của cơ quan đó nay do cơ quan dưới đây đảm nhận.",
		},
		{"agency without procedures", data.Target{Kind: data.KindAgency, Key: quiet.Slug}, data.OutcomeShown, "Phòng Yên ắng", "", "Hiện chưa có thủ tục nào"},
		{"search", data.Target{Kind: data.KindPage, Key: "/tim-kiem?q=khai+sinh"}, data.OutcomeShown, "Kết quả cho “khai sinh”", "", "Đăng ký khai sinh"},
		{"home", data.Target{Kind: data.KindPage, Key: "/"}, data.OutcomeShown, "Tìm thủ tục, giấy tờ cần mang, lệ phí và nơi nộp", "/", ""},
		{"page of a procedure", data.Target{Kind: data.KindPage, Key: "/thu-tuc/1.001193#le-phi"}, data.OutcomeShown, "Đăng ký khai sinh", "/thu-tuc/1.001193", ""},
		{
			"page that moves on",
			data.Target{Kind: data.KindPage, Key: fmt.Sprintf("/tin-tuc/%d", s.articleID(fullArticle))},
			data.OutcomeShown,
			"Lễ hội thả diều bên sông", s.articlePath(fullArticle), "",
		},
	} {
		code := s.link(data.Link{Target: c.target})
		s.do(http.MethodHead, "/q/"+code)
		s.get("/q/"+code, "User-Agent", "Googlebot/2.1")
		a := s.get("/Q/" + code)
		if a.status != http.StatusOK || a.doc == nil || a.header.Get("Location") != "" {
			t.Errorf("%s: status %d, to %q", c.name, a.status, a.header.Get("Location"))
			continue
		}
		checkHouse(t, c.name, a.doc)
		if h1 := text(one(t, a.doc, "main h1")); h1 != c.h1 {
			t.Errorf("%s opens %q", c.name, h1)
		}
		var want []string
		if c.canonical != "" {
			want = []string{public + c.canonical}
		}
		if diff := cmp.Diff(want, attrs(find(a.doc, "link[rel=canonical]"), "href")); diff != "" {
			t.Errorf("%s: canonical (-want +got)\n%s", c.name, diff)
		}
		if main := text(one(t, a.doc, "main")); !strings.Contains(main, c.words) || c.outcome == data.OutcomeShown && strings.Contains(main, "Mã này in cho") {
			t.Errorf("%s says %q", c.name, main[:min(len(main), 400)])
		}
		if cc := a.header.Get("Cache-Control"); cc != "no-cache" {
			t.Errorf("%s: Cache-Control %q", c.name, cc)
		}
		if diff := cmp.Diff(map[data.Outcome]int64{c.outcome: 1}, s.outcomes(code)); diff != "" {
			t.Errorf("%s: counted (-want +got)\n%s", c.name, diff)
		}
	}
	// A reader who comes to what replaced something has read that.
	if n, err := s.db.ViewCount(t.Context(), data.Target{Kind: data.KindProcedure, Key: newestCode}); err != nil || n != 2 {
		t.Errorf("%d views of the newest, %v", n, err)
	}
	if n, err := s.db.ViewCount(t.Context(), data.Target{Kind: data.KindProcedure, Key: oldestCode}); err != nil || n != 0 {
		t.Errorf("%d views of the oldest, %v", n, err)
	}
	for address, allowed := range map[string]bool{
		"https://dichvucong.gov.vn/p?a=1&b=2": true, "https://example.vn/x": true, "https://a.b.tinh.example/": true,
		"http://dichvucong.gov.vn/": false, "https://evil.example/": false, "https://tinh.example/": false, "//evil.example": false,
		"https://dichvucong.gov.vn@evil.example/": false, "https://evil.example/.gov.vn": false, "javascript:alert(1)//.gov.vn": false,
		"https://evil.example\\.gov.vn/": false, "/\\evil.example": false, "https:dichvucong.gov.vn": false, "": false,
	} {
		code := s.linkTo(data.KindAddress, address)
		s.do(http.MethodHead, "/q/"+code)
		a := s.get("/q/" + code)
		want := data.OutcomeOutside
		if !allowed {
			want = data.OutcomeClosed
			checkErrorPage(t, address, a, http.StatusNotFound)
			if h1 := text(one(t, a.doc, "h1")); h1 != "Trang này chưa được phép mở" {
				t.Errorf("%s: %q", address, h1)
			}
		} else if a.status != http.StatusFound || a.header.Get("Location") != address || len(a.body) > 0 {
			t.Errorf("%s: status %d to %q", address, a.status, a.header.Get("Location"))
		}
		if cc := a.header.Get("Cache-Control"); cc != "no-store" {
			t.Errorf("%s: Cache-Control %q", address, cc)
		}
		if diff := cmp.Diff(map[data.Outcome]int64{want: 1}, s.outcomes(code)); diff != "" {
			t.Errorf("%s: counted (-want +got)\n%s", address, diff)
		}
		if refresh := find(s.get("/q/"+code).doc0(), "meta[http-equiv]"); len(refresh) > 0 {
			t.Errorf("%s: the page sends on by itself", address)
		}
	}
}

// TestClosedCodes: what a code that opens nothing says, day by day.
func TestClosedCodes(t *testing.T) {
	t.Parallel()
	s := newSite(t) // on 20 November 2026 in Hà Nội
	agency := s.newAgency("Ủy ban nhân dân phường Thử")
	place := s.newPlace(agency.Name)
	birth := data.Target{Kind: data.KindProcedure, Key: "1.001193"}
	for _, c := range []struct {
		name   string
		link   data.Link
		status int
		title  string
		words  []string
		leads  string // address of what it led to
	}{
		{"paused", data.Link{State: data.LinkPaused}, 404, "Mã này đang tạm dừng", []string{"có thể mở lại"}, ""},
		{"paused and early", data.Link{State: data.LinkPaused, From: "2026-12-01"}, 404, "Mã này đang tạm dừng", nil, ""},
		{"early", data.Link{From: "2026-11-21"}, 404, "Mã này chưa đến ngày dùng", []string{"từ ngày 21/11/2026"}, ""},
		{"expired", data.Link{Until: "2026-11-19"}, 410, "Mã này đã hết hạn", []string{"đến hết ngày 19/11/2026", "Mã này từng dẫn tới: Đăng ký khai sinh"}, "/thu-tuc/1.001193"},
		{"retired", data.Link{State: data.LinkRetired}, 410, "Mã này không còn dùng nữa", []string{"Mã này từng dẫn tới: Đăng ký khai sinh"}, "/thu-tuc/1.001193"},
		{
			"retired on a wall",
			data.Link{State: data.LinkRetired, PlacementID: place},
			410, "Mã này không còn dùng nữa",
			[]string{"Hỏi ở đâu", agency.Name, "Số 1 đường Thử", "7:30–17:00", "0258 3 123 456"},
			"/thu-tuc/1.001193",
		},
		{
			"paused on a wall",
			data.Link{State: data.LinkPaused, PlacementID: place},
			404, "Mã này đang tạm dừng",
			[]string{"Hỏi ở đâu", "0258 3 123 456"},
			"",
		},
		{
			"retired to a field",
			data.Link{State: data.LinkRetired, Target: data.Target{Kind: data.KindField, Key: "ho-tich"}},
			410,
			"Mã này không còn dùng nữa",
			[]string{"Hộ tịch"},
			"/linh-vuc/ho-tich",
		},
		{
			"retired to what was replaced",
			data.Link{State: data.LinkRetired, Target: data.Target{Kind: data.KindProcedure, Key: repealedCode}},
			410, "Mã này không còn dùng nữa",
			[]string{"Đăng ký khai sinh"},
			"/thu-tuc/1.001193",
		},
		{"retired to a foreign address", data.Link{State: data.LinkRetired, Target: data.Target{Kind: data.KindAddress, Key: "https://evil.example/"}}, 410, "Mã này không còn dùng nữa", nil, ""},
		{"retired to nothing", data.Link{State: data.LinkRetired, Target: data.Target{Kind: data.KindProcedure, Key: "1.999999"}}, 410, "Mã này không còn dùng nữa", nil, ""},
		{"to nothing", data.Link{Target: data.Target{Kind: data.KindProcedure, Key: "1.999999"}}, 410, "Trang của mã này không còn nữa", []string{"đã được gỡ"}, ""},
		{"to no article", data.Link{Target: data.Target{Kind: data.KindArticle, Key: "999999"}}, 410, "Trang của mã này không còn nữa", nil, ""},
		{"to no number", data.Link{Target: data.Target{Kind: data.KindArticle, Key: "mười"}}, 410, "Trang của mã này không còn nữa", nil, ""},
		{"to no field", data.Link{Target: data.Target{Kind: data.KindField, Key: "khong-co"}}, 410, "Trang của mã này không còn nữa", nil, ""},
		{"to no agency", data.Link{Target: data.Target{Kind: data.KindAgency, Key: "khong-co"}, PlacementID: place}, 410, "Trang của mã này không còn nữa", []string{"Hỏi ở đâu"}, ""},
		{"to no page", data.Link{Target: data.Target{Kind: data.KindPage, Key: "/khong-co"}}, 410, "Trang của mã này không còn nữa", nil, ""},
		{"to no path", data.Link{Target: data.Target{Kind: data.KindPage, Key: "//evil.example/"}}, 410, "Trang của mã này không còn nữa", nil, ""},
		{"to another host", data.Link{Target: data.Target{Kind: data.KindPage, Key: "https://evil.example/"}}, 410, "Trang của mã này không còn nữa", nil, ""},
	} {
		if c.link.Target.Kind == "" {
			c.link.Target = birth
		}
		code := s.link(c.link)
		s.do(http.MethodHead, "/q/"+code)
		s.get("/q/"+code, "Sec-Purpose", "prefetch")
		a := s.get("/q/" + code)
		checkErrorPage(t, c.name, a, c.status)
		main := one(t, a.doc, "main")
		if h1 := text(one(t, main, "h1")); h1 != c.title {
			t.Errorf("%s: %q", c.name, h1)
		}
		for _, w := range c.words {
			if !strings.Contains(text(main), w) {
				t.Errorf("%s lacks %q: %s", c.name, w, text(main))
			}
		}
		var want []string
		if c.leads != "" {
			want = []string{c.leads}
		}
		if diff := cmp.Diff(want, attrs(find(main, "ul.plain a"), "href"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s leads on (-want +got)\n%s", c.name, diff)
		}
		if diff := cmp.Diff(map[data.Outcome]int64{data.OutcomeClosed: 1}, s.outcomes(code)); diff != "" {
			t.Errorf("%s: counted (-want +got)\n%s", c.name, diff)
		}
	}

	// The same code opens on its first day and until its last, in Hà Nội.
	code := s.link(data.Link{Target: birth, From: "2026-11-21", Until: "2026-11-22"})
	for _, step := range []struct {
		at     string
		status int
	}{
		{"2026-11-20T16:59:59Z", 404},
		{"2026-11-20T17:00:00Z", 200},
		{"2026-11-22T16:59:59Z", 200},
		{"2026-11-22T17:00:00Z", 410},
	} {
		s.clock.set(mustTime(t, step.at))
		if a := s.get("/q/" + code); a.status != step.status {
			t.Errorf("at %s: status %d, want %d", step.at, a.status, step.status)
		}
	}
}

// TestCodesOfCodes: a page that leads to a code leads nowhere, and never in a
// circle.
func TestCodesOfCodes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	target := s.code(data.KindProcedure, "1.001193")
	for _, key := range []string{
		"/q/" + target, "/Q/" + target, "/q/" + target + "/", "/%71/" + target, "/ma?ma=" + target, "/tim-kiem?q=" + target, "/thu-tuc/../q/" + target,
		"/qr/" + target + ".svg", "/di/1.001193", "/api/v1/search?q=a", "/\\evil.example", "/healthz",
	} {
		code := s.linkTo(data.KindPage, key)
		checkErrorPage(t, key, s.get("/q/"+code), http.StatusGone)
		if diff := cmp.Diff(map[data.Outcome]int64{data.OutcomeClosed: 1}, s.outcomes(code)); diff != "" {
			t.Errorf("%s: counted (-want +got)\n%s", key, diff)
		}
	}
	if got := s.outcomes(target); len(got) > 0 {
		t.Errorf("the code behind was counted: %v", got)
	}
	// Two searches for each other's code.
	first := s.linkTo(data.KindPage, "/")
	second := s.linkTo(data.KindPage, "/tim-kiem?q="+first)
	if err := s.db.RetargetLink(t.Context(), first, data.Target{Kind: data.KindPage, Key: "/tim-kiem?q=" + second}, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	checkErrorPage(t, "a circle", s.get("/q/"+first), http.StatusGone)
}

// TestUnknownCounted: what is no code is counted without telling what it was.
func TestUnknownCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	unknown := zeroOne(t).String()
	for _, path := range []string{"/q/" + unknown, "/Q/khong-phai-ma", "/q/%FF"} {
		s.get(path)
		s.do(http.MethodHead, path)
		s.get(path, "User-Agent", "bingbot/2.0")
	}
	if diff := cmp.Diff(map[data.Outcome]int64{data.OutcomeUnknown: 3}, s.outcomes("")); diff != "" {
		t.Errorf("counted (-want +got)\n%s", diff)
	}
	for _, path := range []string{"/kiem-tra/" + unknown, "/ma?ma=" + unknown, "/qr/" + unknown + ".svg"} {
		s.get(path)
	}
	if got := s.outcomes("")[data.OutcomeUnknown]; got != 3 {
		t.Errorf("other pages count: %d", got)
	}
}
