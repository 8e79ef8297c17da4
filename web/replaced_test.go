package web_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
	"tracuu/qr"
)

// Codes of replacementChain.
const (
	oldestCode, olderCode, newestCode = "1.910001", "1.910002", "1.910003"
	circleA, circleB                  = "1.910004", "1.910005"
)

// replacementChain has a procedure that was replaced twice, and two that have
// replaced each other, one of them in force.
func replacementChain() []data.Procedure {
	one := func(code, name, by string, st data.Status) data.Procedure {
		return data.Procedure{
			Code: code, Name: name, OfficialName: name, Field: "Lĩnh vực kiểm thử", Status: st, ReplacedBy: by, Meta: sampleMeta,
			Aliases: []string{code + ".H56"},
		}
	}
	return []data.Procedure{
		one(oldestCode, "Việc ngày xưa", olderCode, data.StatusRepealed), one(olderCode, "Việc hôm qua", newestCode, data.StatusRepealed),
		one(newestCode, "Việc hôm nay", "", data.StatusActive),
		one(circleA, "Việc vòng một", circleB, data.StatusRepealed), one(circleB, "Việc vòng hai", circleA, data.StatusActive),
	}
}

// TestReplacedPages: the direct pages of what was replaced stay, with a link.
func TestReplacedPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save(replacementChain(), nil)
	for code, want := range map[string][]string{
		oldestCode: {"/thu-tuc/" + newestCode}, olderCode: {"/thu-tuc/" + newestCode}, newestCode: nil, circleA: {"/thu-tuc/" + circleB}, circleB: nil,
	} {
		doc := s.page("/thu-tuc/" + code)
		if diff := cmp.Diff(want, attrs(find(doc, ".warnbox a"), "href"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s leads on (-want +got)\n%s", code, diff)
		}
		if code == circleB && len(find(doc, ".warnbox")) > 0 {
			t.Errorf("%s is in force and says %q", code, texts(find(doc, ".warnbox")))
		}
	}

	one, two, three := s.newAgency("Sở Một"), s.newAgency("Sở Hai"), s.newAgency("Sở Ba")
	if err := s.db.RenameAgency(t.Context(), three.Slug, "Sở Ba mới", data.Edit{}); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{one.Slug: two.Slug, two.Slug: three.Slug} {
		if err := s.db.ReplaceAgency(t.Context(), from, to, data.Edit{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, slug := range []string{one.Slug, two.Slug} {
		doc := s.page("/co-quan/" + slug)
		if got := texts(find(doc, ".warnbox")); len(got) != 1 || got[0] != "Công việc của cơ quan này nay do Sở Ba mới đảm nhận." {
			t.Errorf("%s says %q", slug, got)
		}
		if robots := attrs(find(doc, "meta[name=robots]"), "content"); len(robots) != 1 || robots[0] != "noindex" {
			t.Errorf("%s: robots %q", slug, robots)
		}
	}
	main := text(find(s.page("/co-quan/"+three.Slug), "main")[0])
	for _, want := range []string{"Sở Ba mới", "Trước đây là Sở Ba.", "Địa chỉ Số 1 đường Thử", "Giờ làm việc 7:30–17:00", "Điện thoại 0258 3 123 456", "Hiện chưa có thủ tục nào"} {
		if !strings.Contains(main, want) {
			t.Errorf("the agency lacks %q: %s", want, main)
		}
	}
	if tel := attrs(find(s.page("/co-quan/"+three.Slug), "dd a"), "href"); len(tel) != 1 || tel[0] != "tel:02583123456" {
		t.Errorf("telephone %q", tel)
	}
}

// TestDeadCodeNotShown: a page shows no code that opens nothing.
func TestDeadCodeNotShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	shown := func() string { return strings.Join(texts(find(s.page("/thu-tuc/1.001193"), ".qr .code")), "|") }
	code := s.code(data.KindProcedure, "1.001193")
	move := func(to data.LinkState) {
		t.Helper()
		if err := s.db.MoveLink(t.Context(), code, to, data.Edit{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := shown(); got != qr.Code(code).Print() {
		t.Fatalf("shows %q", got)
	}
	move(data.LinkPaused)
	if got := shown(); got != "" {
		t.Errorf("paused, it shows %q", got)
	}
	move(data.LinkActive)
	if err := s.db.DateLink(t.Context(), code, "2026-11-21", "", data.Edit{}); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != "" {
		t.Errorf("too early, it shows %q", got)
	}
	move(data.LinkRetired)
	if got := shown(); got == qr.Code(code).Print() {
		t.Errorf("retired, it shows %q", got)
	}
}
