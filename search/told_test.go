package search

import (
	"slices"
	"testing"

	"tracuu/search/vi"
)

// TestToldAsTyped: what is told as typed was typed, and what was typed in full
// is not told to be itself.
func TestToldAsTyped(t *testing.T) {
	ix := sampleIndex(t)
	for _, text := range []string{
		"vợ mới sinh", "vo moi sinh", "bằng lái xe máy", "bố mới mất", "hộ khẩu", "làm sổ đỏ lần đầu",
		"chuyển mục đích sử dụng đất", "hướng dẫn viên du lịch", "trợ cấp hưu trí xã hội",
	} {
		res, err := ix.Search(t.Context(), Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		typed := foldsOf(plainWords(text))
		for _, r := range res.ReadAs {
			if text == r.To {
				t.Errorf("%q: told that %q is %q", text, r.From, r.To)
			}
		}
		for _, h := range res.Hits {
			for _, w := range h.Why {
				for _, o := range plainWords(w.Typed) {
					if !slices.Contains(typed, vi.Fold(o.text)) {
						t.Errorf("%q, %s: told that %q was typed", text, h.ID, w.Typed)
					}
				}
			}
		}
	}
}
