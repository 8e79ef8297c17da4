package vi

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	texts := append([]string{
		"Giấy phép lái xe", "Làm giấy khai sinh", "Sổ hộ khẩu", "Bảo hiểm xã hội", "Căn cước", "Mã số thuế", "Tờ khai", "Đổi bình gas",
		"Thủ tục online", "Nghị quyết HĐND", "Xe bus", "Chụp nơtron", "Có bú mẹ", "Bằng lái hạng A", "Châu Á",
	}, someTexts...)
	handed, _ := handedVocabulary(append(texts, texts...))
	var b Builder
	for _, text := range texts {
		b.Add(text)
	}
	for name, v := range map[string]*Vocabulary{"built": b.Vocabulary(), "handed": handed} {
		for in, want := range map[string]string{
			"giaays pheps lai xe":       "giấy phép lai xe",
			"giaays pheps lais xe":      "giấy phép lái xe",
			"ddawng kys khai sinh":      "đăng ký khai sinh",
			"lamf giaays khai sinh":     "làm giấy khai sinh",
			"Ddawng Kys ONLINE":         "Đăng Ký ONLINE",
			"DDAWNG KYS":                "ĐĂNG KÝ",
			"gia61y phe1p":              "giấy phép",
			"giay61 phep1":              "giấy phép",
			"d9a8ng ky1 khai sinh":      "đăng ký khai sinh",
			"ddooir binhf gas":          "đổi bình gas",
			"max soos thuees":           "mã số thuế",
			"nghij quyeets HDDND":       "nghị quyết HĐND",
			"chup5 no7tron":             "chụp nơtron",
			"ddawng kys mp3, tax":       "đăng ký mp3, tax",
			"ddawng kys 30/2025/tt1":    "đăng ký 30/2025/tt1",
			"giaays pheps zzyx facebok": "giấy phép zzyx facebok",
		} {
			if got, ok := v.Decode(in); got != want || !ok {
				t.Errorf("%s: Decode(%q) = %q, %v, want %q", name, in, got, ok, want)
			}
		}
		for _, in := range []string{
			"", "?!", "to khai", "loan", "can cuoc", "bao hiem xa hoi", "thue dat", "ho khau", "tờ khai", "giấy phép", "GIAY PHEP",
			"gas", "binh gas", "online", "mp3", "tax", "is", "see", "facebook", "xe bus", "2025", "bang lai a1", "hang A1", "61/2018/NĐ-CP",
			"\xff\xfe", strings.Repeat("x", 100),
		} {
			if got, ok := v.Decode(in); ok || got != in {
				t.Errorf("%s: Decode(%q) = %q, %v", name, in, got, ok)
			}
		}
	}
}

// TestDecodeOfCatalogue types the catalogue's names and a few words of each in
// keystrokes.
func TestDecodeOfCatalogue(t *testing.T) {
	names := catalogueNames(t)
	v, _ := handedVocabulary(names)
	rng := rand.New(rand.NewPCG(3, 1))
	var phrases []string
	for i, name := range names {
		if i%3 != 0 {
			continue
		}
		phrases = append(phrases, name)
		if words, n := strings.Fields(name), 2+rng.IntN(4); len(words) > n {
			at := rng.IntN(len(words) - n)
			phrases = append(phrases, strings.Join(words[at:at+n], " "))
		}
	}
	spelt := func(text string) string {
		var words []string
		for tok := range Tokens(text) {
			words = append(words, Canonical(tok.Text))
		}
		return strings.Join(words, " ")
	}
	afterVowel := func(text string) string { // the tone key right after its vowel
		var b strings.Builder
		for _, r := range text {
			b.WriteString(Telex(string(r)))
		}
		return b.String()
	}
	for kind, encode := range map[string]func(string) string{"Telex": Telex, "VNI": VNI, "Telex after the vowel": afterVowel} {
		n, right := 0, 0
		for _, phrase := range phrases {
			keys := encode(phrase)
			if keys == phrase {
				continue
			}
			n++
			if got, ok := v.Decode(keys); ok && spelt(got) == spelt(phrase) {
				right++
			}
		}
		t.Logf("%s: %d of %d, %.2f %%", kind, right, n, 100*float64(right)/float64(n))
		if right*100 < n*99 {
			t.Errorf("%s: %d of %d phrases come back", kind, right, n)
		}
	}
	touched := 0
	for _, phrase := range phrases {
		for _, text := range []string{phrase, Bare(phrase), strings.ToLower(Bare(phrase))} {
			if got, ok := v.Decode(text); ok || got != text {
				touched++
				t.Logf("%q → %q", text, got)
			}
		}
	}
	if touched*1000 > 3*len(phrases) {
		t.Errorf("%d of %d phrases without keystrokes changed", touched, 3*len(phrases))
	}
}
