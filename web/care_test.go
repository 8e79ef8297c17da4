package web_test

import (
	"testing"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web"
)

// TestChosenByStaff shows what staff chose: pages before the hits, a hit with
// the reason in readers' words.
func TestChosenByStaff(t *testing.T) {
	t.Parallel()
	hits := procedureHits("1.001193")
	hits[0].Why = []search.Why{{Typed: "xã mới", By: search.ByStaff}}
	places := []search.Place{
		{Target: data.Target{Kind: data.KindPage, Key: "/lam-o-xa-nao"}, Title: "Làm ở xã nào?", By: search.ByStaff},
		{Target: data.Target{Kind: data.KindAddress, Key: "https://dichvucong.gov.vn/x"}, Title: "Cổng quốc gia", By: search.ByStaff},
	}
	s, c := newCanned(t, search.Result{
		Query: "xã mới", Match: search.MatchCertain, Total: 1, Hits: hits, Places: places,
		ReadAs: []search.Rewrite{{From: "xã mới", To: "đơn vị hành chính mới", By: search.ByHouse}},
	})
	doc := s.page(searchPath("xã mới"))
	checkHouse(t, "chosen", doc)
	if got := line(doc, ".answer h2"); got != "Có trang riêng cho việc này" {
		t.Errorf("head %q", got)
	}
	var leads []string
	for _, a := range find(doc, ".answer a") {
		leads = append(leads, text(a)+" "+attr(a, "href"))
	}
	if len(leads) != 2 || leads[0] != "Làm ở xã nào? /lam-o-xa-nao" || leads[1] != "Cổng quốc gia https://dichvucong.gov.vn/x" {
		t.Errorf("leads to %q", leads)
	}
	if got := line(doc, ".why"); got != "Được chọn cho câu hỏi này" {
		t.Errorf("why %q", got)
	}
	if got := line(doc, ".read"); got != "Hiểu là: xã mới = đơn vị hành chính mới" {
		t.Errorf("read as %q", got)
	}
	doc = s.page("/en" + searchPath("xã mới"))
	if got := line(doc, ".answer h2") + "|" + line(doc, ".why"); got != "There is a page for this|Chosen for this question" {
		t.Errorf("in English: %q", got)
	}
	if got := attr(find(doc, ".answer a")[0], "href"); got != "/en/lam-o-xa-nao" {
		t.Errorf("in English it leads to %s", got)
	}
	c.put(search.Result{Query: "xã mới", Match: search.MatchNone, Places: places[:1]})
	doc = s.page(searchPath("xã mới"))
	if n := len(find(doc, ".none")); n > 0 {
		t.Error("the page says that nothing was found beside the page that was chosen")
	}
	if n := len(find(s.page(searchPath("xã mới", "trang", "2")), ".answer")); n > 0 {
		t.Error("the second page shows it too")
	}
}

func TestLeadsOn(t *testing.T) {
	t.Parallel()
	for target, want := range map[data.Target]bool{
		{Kind: data.KindPage, Key: "/ma"}:                            true,
		{Kind: data.KindPage, Key: "/khong-co"}:                      false,
		{Kind: data.KindPage, Key: "/quan-tri"}:                      false,
		{Kind: data.KindAddress, Key: "https://dichvucong.gov.vn/"}:  true,
		{Kind: data.KindAddress, Key: "https://a.example/"}:          true,
		{Kind: data.KindAddress, Key: "https://evil.example.com/"}:   false,
		{Kind: data.KindAddress, Key: "javascript:alert(1)//gov.vn"}: false,
		{Kind: data.KindProcedure, Key: "1.001193"}:                  true,
	} {
		if got := web.LeadsOn(target, []string{"a.example"}); got != want {
			t.Errorf("%v: %v", target, got)
		}
	}
}
