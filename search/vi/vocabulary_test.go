package vi

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// someTexts is a small body of text with false friends in it.
var someTexts = []string{
	"Đăng ký khai sinh", "Đăng ký khai sinh có yếu tố nước ngoài", "Đăng ký lại khai sinh", "Đăng ký khai tử",
	"Đăng ký kết hôn", "Đăng ký thường trú", "Đăng ký tạm trú", "Đăng ký thành lập hộ kinh doanh",
	"Đăng ký thay đổi nội dung đăng ký hộ kinh doanh", "Giấy phép kinh doanh", "Cấp giấy phép xây dựng",
	"Cấp giấy chứng nhận quyền sử dụng đất", "Thuê đất", "Cho thuê đất", "Thuế đất", "Nộp thuế đất",
	"Sửa đổi, bổ sung giấy phép", "Sửa đổi giấy phép", "Hỗ trợ sữa học đường", "Xóa đăng ký thường trú", "Gia hạn tạm trú",
	"Khai thác nước dưới đất", "Trường hợp mất giấy phép", "Thông báo 30 ngày",
}

func someVocabulary() *Vocabulary {
	var b Builder
	for _, text := range someTexts {
		b.Add(text)
		b.Add(text)
	}
	return b.Vocabulary()
}

func TestCounts(t *testing.T) {
	var b Builder
	b.Add("Thuế đất, THUẾ ĐẤT. Thuê đất; hoà, hòa " + strings.Repeat("x", 100))
	v := b.Vocabulary()
	for _, c := range []struct {
		name      string
		got, want int
	}{
		{"thuế", v.Count("Thuế"), 2},
		{"thue", v.Count("thue"), 0},
		{"fold of thuế", v.FoldCount("thuế"), 3},
		{"hoà", v.Count("hoà"), 2},
		{"thuế đất", v.PairCount("thuế", "ĐẤT"), 2},
		{"fold of thuế đất", v.FoldPairCount("thue", "dat"), 3},
		{"pair over a comma", v.PairCount("đất", "thuế"), 0},
		{"nothing", v.Count(""), 0},
		{"too long", v.Count(strings.Repeat("x", 100)), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.name, c.got, c.want)
		}
	}
}

func TestSplit(t *testing.T) {
	v := someVocabulary()
	for in, want := range map[string]string{
		"khoan12":                   "",
		"dangkykhaisinh":            "dang ky khai sinh",
		"đăngkýkhaisinh":            "đăng ký khai sinh",
		"DANGKYKETHON":              "DANG KY KET HON",
		"giayphepkinhdoanh":         "giay phep kinh doanh",
		"dangkythuongtru":           "dang ky thuong tru",
		"thongbao30ngay":            "thong bao 30 ngay",
		"thongbao2025":              "thong bao 2025",
		"khai":                      "khai",
		"da\u0323\u0302tđa\u0306ng": "da\u0323\u0302t đa\u0306ng",
		"dangkyfacebook":            "",
		"xyz":                       "",
		"":                          "",
		"dang ky":                   "",
		"a\xffb":                    "",
		"quyensudungdat":            "quyen su dung dat",
		"xoadangkythuongtru":        "xoa dang ky thuong tru",
		"capgiayphepxaydung5":       "cap giay phep xay dung 5",
	} {
		words, ok := v.Split(in)
		if got := strings.Join(words, " "); got != want || ok != (want != "") {
			t.Errorf("Split(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
	if words, ok := v.Split(strings.Repeat("dangky", 100)); ok {
		t.Errorf("Split of too much gives %q", words)
	}
}

func TestRestore(t *testing.T) {
	v := someVocabulary()
	for in, want := range map[string]string{
		"dang ky khai sinh":             "đăng ký khai sinh",
		"Dang ky KHAI SINH":             "Đăng ký KHAI SINH",
		"DANG KY KET HON":               "ĐĂNG KÝ KẾT HÔN",
		"đang ký tam tru":               "đăng ký tạm trú",
		"dang ky thuong tru, giay phep": "đăng ký thường trú, giấy phép",
		"nop thue dat":                  "nộp thuế đất",
		"cho thue dat":                  "cho thuê đất",
		"thuê dat":                      "thuê đất",
		"thong bao 30 ngay (facebook)":  "thông báo 30 ngày (facebook)",
		"":                              "",
		" ?! ":                          " ?! ",
	} {
		got, share := v.Restore(in)
		if got != want || share <= 0 || share > 1 {
			t.Errorf("Restore(%q) = %q, %v, want %q", in, got, share, want)
		}
	}
	_, sure := v.Restore("dang ky khai sinh")
	_, unsure := v.Restore("thue dat")
	if sure < 0.8 || unsure > 0.8 {
		t.Errorf("shares %.3f and %.3f: the first phrase reads one way, the second two", sure, unsure)
	}
}

func TestCorrect(t *testing.T) {
	v := someVocabulary()
	for in, want := range map[string]string{
		"khai sihn":             "khai sinh",
		"thườn trú":             "thường trú",
		"kinh doah":             "kinh doanh",
		"dang ky khai sanh":     "dang ky khai sinh",
		"đăng kí khai sinh":     "đăng ký khai sinh",
		"sữa đổi giấy phép":     "sửa đổi giấy phép",
		"giấy phép sây dựng":    "giấy phép xây dựng",
		"dang ky ket hhon":      "dang ky ket hon",
		"gấy phép kinh doanh":   "giấy phép kinh doanh",
		"tạm chú":               "tạm trú",
		"thuê đất":              "", // "" is left alone
		"thuế đất":              "",
		"sữa":                   "",
		"khai tử":               "",
		"khai sinh":             "",
		"sữa học đường":         "",
		"đăng ký facebook 2025": "",
		"mp3 x 1.001193":        "",
	} {
		words := strings.Fields(in)
		before := slices.Clone(words)
		got, changes := v.Correct(words)
		if want == "" {
			want = in
		}
		if strings.Join(got, " ") != want || (len(changes) > 0) != (want != in) {
			t.Errorf("Correct(%q) = %q, %v, want %q", in, got, changes, want)
		}
		if diff := cmp.Diff(before, words); diff != "" {
			t.Errorf("Correct changed its argument: %s", diff)
		}
	}
}

// TestBuilderIsBounded adds more words and pairs than are remembered.
func TestBuilderIsBounded(t *testing.T) {
	var b Builder
	for range 3 {
		b.Add("đăng ký khai sinh")
	}
	for i := range MaxPairs/2 + 10 {
		b.Add(fmt.Sprintf("w%x v%d", i%(MaxWords+10), i/1000))
	}
	for i := range MaxPairs/2 + 10 {
		b.Add(fmt.Sprintf("v%d w%x", i/1000, i%1000))
	}
	if len(b.marked.words) > MaxWords || len(b.marked.pairs) > MaxPairs {
		t.Errorf("%d words and %d pairs", len(b.marked.words), len(b.marked.pairs))
	}
	if got, _ := b.Vocabulary().Restore("dang ky khai sinh"); got != "đăng ký khai sinh" {
		t.Errorf("Restore gives %q after much else was added", got)
	}
}

func TestEmptyVocabulary(t *testing.T) {
	v := new(Builder).Vocabulary()
	if words, ok := v.Split("dangky"); ok {
		t.Errorf("Split gives %q", words)
	}
	if got, share := v.Restore("dang ky"); got != "dang ky" || share != 1 {
		t.Errorf("Restore gives %q, %v", got, share)
	}
	if got, changes := v.Correct([]string{"dang", "ky"}); !slices.Equal(got, []string{"dang", "ky"}) || changes != nil {
		t.Errorf("Correct gives %q, %v", got, changes)
	}
}

func TestVocabularyIsRepeatableAndShared(t *testing.T) {
	v, w := someVocabulary(), someVocabulary()
	answers := func(v *Vocabulary) string {
		words, _ := v.Split("dangkythaydoinoidung")
		text, share := v.Restore("dang ky thay doi noi dung thue dat")
		right, changes := v.Correct([]string{"dăng", "kí", "thay", "đỗi"})
		return fmt.Sprint(words, text, share, right, changes)
	}
	want := answers(v)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := answers(w); got != want {
					t.Errorf("%s, then %s", want, got)
				}
			}
		})
	}
	wg.Wait()
}

// heldOut parts the catalogue's names five ways: those of part stay out. Names
// that differ only in what is in brackets ("(cấp xã)", "(cấp tỉnh)") or in the
// first words "thủ tục" stay together, so that none is learnt from its twin.
func heldOut(names []string, part int) (v *Vocabulary, rest []string) {
	var b Builder
	brackets := regexp.MustCompile(`\([^()]*\)|^thu tuc `)
	parts := map[string]int{}
	for _, name := range names {
		key := strings.Join(strings.Fields(brackets.ReplaceAllString(Fold(name), "")), " ")
		if _, ok := parts[key]; !ok {
			parts[key] = len(parts) % 5
		}
		if parts[key] == part {
			rest = append(rest, name)
		} else {
			b.Add(name)
		}
	}
	return b.Vocabulary(), rest
}

// TestVocabularyOfCatalogue learns from four names in five and reads the fifth,
// five times, for the shares of syllables and names; on one fifth it also mends
// what slips have done to every third name.
func TestVocabularyOfCatalogue(t *testing.T) {
	all := catalogueNames(t)
	var v *Vocabulary
	var rest []string
	restored, split := 0.0, 0.0
	for part := range 5 {
		v, rest = heldOut(all, part)
		r, _ := restoredShare(v, rest)
		s, _ := splitShare(v, rest)
		t.Logf("part %d, %d names: %.2f %% of the syllables restored, %.2f %% of the names split", part, len(rest), 100*r, 100*s)
		restored += r / 5
		split += s / 5
	}
	t.Logf("held out: %.2f %% of the syllables restored, %.2f %% of the names split", 100*restored, 100*split)
	if restored < 0.975 {
		t.Errorf("restored %.4f of the syllables held out, want at least 0.975", restored)
	}
	if split < 0.96 { // what fails has words that the other names do not have
		t.Errorf("split %.4f of the names held out, want at least 0.96", split)
	}
	var whole Builder
	for _, name := range all {
		whole.Add(name)
	}
	split, failed := splitShare(whole.Vocabulary(), all)
	t.Logf("split: %.2f %% of all names with all words known; failed: %v", 100*split, failed)
	if split < 0.99 {
		t.Errorf("split %.4f of the names with all words known", split)
	}

	var mended, slipped, touched, clean int
	rng := rand.New(rand.NewPCG(1, 1))
	for _, bare := range []bool{false, true} {
		mended, slipped, touched, clean = 0, 0, 0, 0
		for i, name := range rest {
			if i%3 != 0 {
				continue
			}
			var words []string
			for tok := range Tokens(name) {
				words = append(words, usual(tok.Text))
			}
			name = strings.Join(words, " ")
			if bare {
				name = Bare(name)
			}
			words = strings.Fields(name)
			typed := strings.Fields(Typo(name, rng))
			got := inPlace(v, typed)
			for i := range words {
				if typed[i] != words[i] {
					slipped++
					if got[i] == words[i] {
						mended++
					}
				}
			}
			got = inPlace(v, words)
			for i := range words {
				clean++
				if got[i] != words[i] {
					touched++
				}
			}
		}
		t.Logf("corrected (bare %v): %d of %d slips, %.1f %%; %d of %d clean words touched, %.2f %%", bare,
			mended, slipped, 100*float64(mended)/float64(slipped), touched, clean, 100*float64(touched)/float64(clean))
		if least := map[bool]int{true: 85, false: 92}[bare]; mended*100 < slipped*least {
			t.Errorf("corrected %d of %d slips", mended, slipped)
		}
		if touched*1000 > clean*3 {
			t.Errorf("touched %d of %d clean words", touched, clean)
		}
	}
}

// inPlace corrects words and gives each change in the place of its first word,
// "" in those of the others.
func inPlace(v *Vocabulary, words []string) []string {
	_, changes := v.Correct(words)
	placed := slices.Clone(words)
	at := 0
	for _, c := range changes {
		from := strings.Fields(c.From)
		for !slices.Equal(words[at:at+len(from)], from) {
			at++
		}
		clear(placed[at : at+len(from)])
		placed[at] = c.To
		at += len(from)
	}
	return placed
}

// restoredShare is the share of the syllables of names that Restore gives back,
// and what it gave for the others.
func restoredShare(v *Vocabulary, names []string) (share float64, wrong map[string]int) {
	syllables, right := 0, 0
	wrong = map[string]int{}
	for _, name := range names {
		restored, _ := v.Restore(Bare(name))
		var got []string
		for tok := range Tokens(restored) {
			got = append(got, usual(tok.Text))
		}
		i := 0
		for tok := range Tokens(name) {
			want := usual(tok.Text)
			if _, ok := ParseSyllable(want); ok {
				syllables++
				if got[i] == want {
					right++
				} else {
					wrong[want+"→"+got[i]]++
				}
			}
			i++
		}
	}
	return float64(right) / float64(syllables), wrong
}

// splitShare is the share of names that Split gives back, all their runs of
// words typed together, and the runs of the others.
func splitShare(v *Vocabulary, names []string) (share float64, failed []string) {
	right := 0
	for _, name := range names {
		before := len(failed)
		for _, run := range runsOf(name) {
			words, _ := v.Split(NoSpace(strings.Join(run, "")))
			if Fold(strings.Join(words, " ")) != Fold(strings.Join(run, " ")) {
				failed = append(failed, fmt.Sprintf("%s: %s", run, words))
			}
		}
		if len(failed) == before {
			right++
		}
	}
	return float64(right) / float64(len(names)), failed
}

// runsOf gives the runs of words with only spaces between them.
func runsOf(text string) (runs [][]string) {
	end := -1
	for tok := range Tokens(text) {
		if end < 0 || strings.TrimSpace(text[end:tok.Start]) != "" {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], tok.Text)
		end = tok.End
	}
	return runs
}

func FuzzVocabulary(f *testing.F) {
	for _, s := range []string{"dangkykhaisinh", "đang ky", "khai sihn", "\xff a\u0301", "ǅ ŉ", "giaays khaisinh ch ứng", strings.Repeat("dang ky ", 200), "İ"} {
		f.Add(s)
	}
	v := someVocabulary()
	f.Fuzz(func(t *testing.T, s string) {
		words, ok := v.Split(s)
		if ok && strings.Join(words, "") != s {
			t.Errorf("Split(%q) = %q", s, words)
		}
		restored, share := v.Restore(s)
		if utf8.ValidString(s) && !utf8.ValidString(restored) || len(restored) > 4*len(s) || share < 0 || share > 1 {
			t.Errorf("Restore(%q) = %q, %v", s, restored, share)
		}
		fields := strings.Fields(s)
		corrected, changes := v.Correct(fields)
		if (len(changes) == 0) != slices.Equal(corrected, fields) {
			t.Errorf("Correct(%q) = %q, %v", fields, corrected, changes)
		}
		decoded, ok := v.Decode(s)
		if ok == (decoded == s) || utf8.ValidString(s) && !utf8.ValidString(decoded) {
			t.Errorf("Decode(%q) = %q, %v", s, decoded, ok)
		}
		var b Builder
		b.Add(s)
		b.Vocabulary().Restore(s)
		each := func(yield func(string, int) bool) {
			for word := range strings.FieldsSeq(s) {
				if !yield(word, 1) {
					return
				}
			}
		}
		handed := NewVocabulary(each, func(string, string) int { return 3 })
		handed.Correct(fields)
		handed.Split(s)
		handed.Decode(s)
	})
}

func BenchmarkVocabulary(b *testing.B) {
	v := someVocabulary()
	misspelt := []string{"đăng", "ký", "khai", "sihn"}
	for _, bb := range []struct {
		name string
		run  func()
	}{
		{"Split", func() { v.Split("dangkykhaisinhcoyeutonuocngoai") }},
		{"Restore", func() { v.Restore("dang ky khai sinh co yeu to nuoc ngoai") }},
		{"Correct", func() { v.Correct(misspelt) }},
		{"Build", func() { someVocabulary() }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bb.run()
			}
		})
	}
}

// BenchmarkVocabularyOfCatalogue is the same with the words of every name.
func BenchmarkVocabularyOfCatalogue(b *testing.B) {
	var builder Builder
	for _, name := range catalogueNames(b) {
		builder.Add(name)
	}
	v := builder.Vocabulary()
	misspelt := []string{"đăng", "ký", "khai", "sihn"}
	for _, bb := range []struct {
		name string
		run  func()
	}{
		{"Split", func() { v.Split("dangkykhaisinhcoyeutonuocngoai") }},
		{"Restore", func() { v.Restore("dang ky khai sinh co yeu to nuoc ngoai") }},
		{"Correct", func() { v.Correct(misspelt) }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bb.run()
			}
		})
	}
}
