package web_test

import (
	"net/http"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/paths"
)

// TestPhoto: a photo is found in both its sizes, for good, and nothing else is.
func TestPhoto(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, err := s.db.AddPicture(t.Context(), data.Picture{Width: 1280, Height: 720, SmallWidth: 480, SmallHeight: 270, Alt: "Quầy"},
		[]byte("large"), []byte("small"), data.Edit{Who: "lan"})
	if err != nil {
		t.Fatal(err)
	}
	for width, want := range map[int]string{1280: "large", 480: "small"} {
		res := s.get(paths.Picture(p.Hash, width))
		h := res.header
		if res.status != http.StatusOK || string(res.body) != want || h.Get("Content-Type") != "image/jpeg" ||
			!strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("width %d: %d %q %v", width, res.status, res.body, h)
		}
	}
	for _, path := range []string{paths.Picture(p.Hash, 99), paths.Picture(strings.Repeat("0", 64), 1280), "/anh/" + p.Hash + ".jpg", "/anh/x-1.jpg"} {
		if res := s.get(path); res.status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, res.status)
		}
	}
}
