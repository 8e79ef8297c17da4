package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// TestSpelling reads what was typed in other ways than it is written, on the
// words of the sample.
func TestSpelling(t *testing.T) {
	ix := sampleIndex(t)
	for _, c := range []struct {
		typed, first string
		by           ReadBy
	}{
		{"ddawng kys khai sinh", "1.001193", ByTelex},
		{"DDAWNG KYS KHAI SINH", "1.001193", ByTelex},
		{"dang9 ky1 ket61 hon6", "1.000894", ByTelex},
		{"d9a8ng ky1 ke6t1 ho6n", "1.000894", ByTelex},
		{"ddăng ký keets hoon", "1.000894", ByTelex},
		{"tachs thuwar ddaats", "1.012784", ByTelex},
		{"khaisinh", "1.001193", BySpacing},
		{"đăngkýkếthôn", "1.000894", BySpacing},
		{"dangkykhaisinh", "1.001193", BySpacing},
		{"chungthucdichuc", "2.001019", BySpacing},
		{"dang ky khaisinh", "1.001193", BySpacing},
		{"đăng ký kêt hôn", "1.000894", ""}, // marks are no matter
		{"dăng ký khai sinhh", "1.001193", BySpelling},
		{"đăng ký khai sihn", "1.001193", BySpelling},
		{"đăng ký kkai sinh", "1.001193", BySpelling},
		{"chứng thực di chúcc", "2.001019", BySpelling},
		{"đăng ký kết h ôn", "1.000894", BySpacing},
	} {
		res, err := ix.Search(t.Context(), Query{Text: c.typed, Kind: data.KindProcedure})
		if err != nil || len(res.Hits) == 0 || res.Hits[0].ID != c.first {
			t.Errorf("%q: %+v, %v; want %s", c.typed, res.Hits, err, c.first)
			continue
		}
		var by ReadBy
		if len(res.ReadAs) > 0 {
			by = res.ReadAs[0].By
		}
		if by != c.by {
			t.Errorf("%q was read by %q (%+v), want %q", c.typed, by, res.ReadAs, c.by)
		}
		if res.Query != c.typed {
			t.Errorf("the query %q is told as %q", c.typed, res.Query)
		}
	}

	t.Run("read as", func(t *testing.T) {
		for typed, want := range map[string][]Rewrite{
			"ddawng kys khai sinh": {{"ddawng kys khai sinh", "đăng ký khai sinh", ByTelex}},
			"đăng ký khai sihn":    {{"sihn", "sinh", BySpelling}},
			"dangkykhaisinh":       {{"dangkykhaisinh", "đăng ký khai sinh", BySpacing}},
			"sổ đỏ":                {{"sổ đỏ", "giấy chứng nhận quyền sử dụng đất", ByLexicon}},
			"làm CCCD":             {{"CCCD", "căn cước công dân", ByAbbreviation}},
			"đăng ký khai sinh":    nil,
		} {
			res, err := ix.Search(t.Context(), Query{Text: typed})
			if diff := cmp.Diff(want, res.ReadAs); diff != "" || err != nil {
				t.Errorf("%q: %v (-want +got)\n%s", typed, err, diff)
			}
		}
	})

	t.Run("stays", func(t *testing.T) {
		for _, text := range []string{
			"đăng ký khai sinh", "dang ky khai sinh", "đăng kí khai sinh", "hoà giải",
			"rượu vang đỏ", "bánh mì trứng", "mèo con", "uống trà sữa", // words the texts lack
			"birth certificate", "driving license", "passport", "online payment",
			"mp3", "covid-19", "1.001193", "75/2022/TT-BTC", "file mp3 và jpg", "iphone 15",
			"", " ", "😀", "A4", "QR",
		} {
			if got, changed := ix.spell(text, 0, ix.care); got != text || len(changed) > 0 {
				t.Errorf("%q became %q: %+v", text, got, changed)
			}
		}
	})

	t.Run("off", func(t *testing.T) {
		for _, c := range []struct {
			typed string
			off   Part
		}{
			{"ddawng kys khai sinh", PartKeystrokes | PartSpelling},
			{"đăng ký khai sihn", PartSpelling},
			{"dangkykhaisinh", PartSpelling},
		} {
			if got, changed := ix.spell(c.typed, c.off, ix.care); got != c.typed || changed != nil {
				t.Errorf("%q became %q: %+v", c.typed, got, changed)
			}
		}
	})

	t.Run("did you mean", func(t *testing.T) {
		for typed, want := range map[string]string{
			"khai":              "",
			"giay chung nhan":   "giấy chứng nhận",
			"nuoi con":          "", // certain as it is
			"giấy chung nhan":   "", // some marks were typed
			"giấy chứng nhận":   "",
			"giaays chuwngs":    "", // read from keystrokes
			"xyz qwrt":          "",
			"dang ky khai sinh": "",
		} {
			res, err := ix.Search(t.Context(), Query{Text: typed})
			if err != nil || res.DidYouMean != want {
				t.Errorf("%q: %q (%s), %v; want %q", typed, res.DidYouMean, res.Match, err, want)
			}
		}
	})
}
