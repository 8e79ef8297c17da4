package admin_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/admin"
)

func newCode(t *testing.T) string {
	t.Helper()
	code, err := qr.NewCode(rand.Reader)
	must(t, err)
	return code.String()
}

func contains(list []int, n int) bool { return slices.Contains(list, n) }

// print keeps that posters with these codes were printed.
func (s *site) print(t *testing.T, codes ...string) {
	t.Helper()
	var ps []data.Printed
	for _, c := range codes {
		ps = append(ps, data.Printed{Code: c, Title: "Đăng ký khai sinh"})
	}
	_, err := s.db.SavePrint(t.Context(), data.Print{Layout: "a4", Host: "thutuc.example.vn", Issued: "2026-01-01", Document: []byte("{}"), Posters: ps})
	must(t, err)
}

func TestPatrol(t *testing.T) {
	s := newSite(t)
	own, foreign, plain := newCode(t), newCode(t), newCode(t)
	s.link(t, own, birth, "Phường B")
	s.link(t, foreign, birth, "Phường A")
	s.link(t, plain, birth, "")
	today := s.time
	s.time = today.AddDate(0, 0, -91)
	s.print(t, own, foreign, plain)
	s.time = s.time.AddDate(0, 0, 1)
	if _, page := s.signedIn(t, data.RoleViewer, "").get(admin.Root + "/tuan-tra"); !strings.Contains(page, "Không có tờ nào cần xem") {
		t.Error("printed today, and due")
	}
	s.time = today
	editor := s.signedIn(t, data.RoleEditor, s.slug(t, "Phường B"))
	_, page := editor.get(admin.Root + "/tuan-tra")
	if a, b := strings.Index(page, "Trung tâm Phường A"), strings.Index(page, "Trung tâm Phường B"); a < 0 || b < 0 || a < b {
		t.Errorf("own office at %d, another's at %d", b, a)
	}
	rounds := admin.Root + "/tuan-tra/noi/1"
	if _, page := editor.get(rounds); !strings.Contains(page, own) || strings.Contains(page, foreign) || !strings.Contains(page, `<span class="at">0</span>/<span class="all">1</span>`) {
		t.Error("the round of one office")
	}
	if _, page := editor.get(admin.Root + "/tuan-tra/noi/0"); !strings.Contains(page, plain) || strings.Contains(page, `value="good"`) {
		t.Error("the round of what hangs nobody knows where")
	}
	if status, _ := editor.post(admin.Root+"/tuan-tra/"+own, url.Values{"thay": {"covered"}, "ghi-chu": {"quảng cáo"}, "tiep": {rounds}}); status != http.StatusSeeOther {
		t.Errorf("found: status %d", status)
	}
	_, page = editor.get(rounds)
	for _, want := range []string{`<span class="at">1</span>/<span class="all">1</span>`, "Bị dán đè", "quảng cáo", "/quan-tri/in?ma=" + own, "Đã xem hết"} {
		if !strings.Contains(page, want) {
			t.Errorf("the round does not tell %q", want)
		}
	}
	// A slip is mended by another check.
	s.time = s.time.Add(time.Second)
	editor.post(admin.Root+"/tuan-tra/"+own, url.Values{"thay": {"good"}})
	if c, err := s.db.LastCheck(t.Context(), own); err != nil || c.Found != data.FoundGood {
		t.Errorf("mended: %+v, %v", c, err)
	}
	if status, _ := editor.post(admin.Root+"/tuan-tra/"+own, url.Values{"thay": {"eaten"}}); status != http.StatusBadRequest {
		t.Errorf("found nonsense: status %d", status)
	}
	if status, _ := editor.get(admin.Root + "/tuan-tra?ma=" + strings.ToLower(own)); status != http.StatusSeeOther {
		t.Errorf("a code typed: status %d", status)
	}
	if status, page := editor.get(admin.Root + "/tuan-tra/" + own); status != http.StatusOK || !strings.Contains(page, `value="missing"`) {
		t.Errorf("its card: status %d", status)
	}
}

// TestLateTap takes what a phone sends late at the time it was tapped.
func TestLateTap(t *testing.T) {
	s := newSite(t)
	code := newCode(t)
	s.link(t, code, birth, "")
	p := s.signedIn(t, data.RolePublisher, "")
	for at, want := range map[string]struct {
		status int
		at     time.Duration
	}{
		"-1m":     {http.StatusNoContent, -time.Minute},
		"3h":      {http.StatusNoContent, 0}, // a clock ahead
		"-200h":   {http.StatusBadRequest, 0},
		"no time": {http.StatusBadRequest, 0},
	} {
		s.time = s.time.Add(10 * time.Minute)
		luc := at
		if d, err := time.ParseDuration(at); err == nil {
			luc = s.time.Add(d).Format(time.RFC3339)
		}
		for range 2 { // as phones do that have not heard the answer
			if status := p.sendTap(code, luc); status != want.status {
				t.Fatalf("%s: status %d, want %d", at, status, want.status)
			}
		}
		if want.status != http.StatusNoContent {
			continue
		}
		if c, err := s.db.LastCheck(t.Context(), code); err != nil || !c.At.Equal(s.time.Add(want.at)) {
			t.Errorf("%s: looked at %v, not %v (%v)", at, c.At, s.time.Add(want.at), err)
		}
	}
	if cs, err := s.db.Checks(t.Context(), code); err != nil || len(cs) != 2 {
		t.Errorf("%d checks, %v", len(cs), err)
	}
}

// sendTap sends what was found the way the script does.
func (p *person) sendTap(code, at string) int {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.site.URL+admin.Root+"/tuan-tra/"+code,
		strings.NewReader(url.Values{"thay": {"good"}, "luc": {at}}.Encode()))
	must(p.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	res, err := p.Do(req)
	must(p.t, err)
	status, _ := read(p.t, res)
	return status
}
