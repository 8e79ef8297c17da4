package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

// TestManualLeadsToPages follows every way the manual names: what it sends
// people to is there.
func TestManualLeadsToPages(t *testing.T) {
	p := newSite(t).signedIn(t, data.RoleAdmin, "")
	status, page := p.get(admin.Root + "/huong-dan")
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	_, text, _ := strings.Cut(page, `class="manual"`)
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`href="(/quan-tri[^"#]*)`).FindAllStringSubmatch(text, -1) {
		if to := m[1]; !seen[to] {
			seen[to] = true
			if status, _ := p.get(to); status != http.StatusOK {
				t.Errorf("the manual leads to %s: status %d", to, status)
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("the manual leads to %d pages, want more", len(seen))
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(text, `id="`+m[1]+`"`) {
			t.Errorf("the manual has no chapter %q", m[1])
		}
	}
}
