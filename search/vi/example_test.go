package vi_test

import (
	"fmt"

	"tracuu/search/vi"
)

// What was typed with the input method off is read by keystrokes where the
// vocabulary knows the outcome and not the word itself.
func Example() {
	var b vi.Builder
	for _, name := range []string{"Đăng ký khai sinh", "Đăng ký kết hôn", "Cấp đổi bình gas"} {
		b.Add(name)
	}
	v := b.Vocabulary()
	decode := func(word string) (string, bool) {
		text, ok := vi.DecodeTelex(word)
		return text, ok && v.Count(text) > 0 && v.Count(word) == 0
	}
	fmt.Println(vi.DecodeText("Ddawng kys khai sinh", decode))
	fmt.Println(vi.DecodeText("binhf gas", decode))

	words, _ := v.Split("dangkykhaisinh")
	fmt.Println(words)
	restored, _ := v.Restore("dang ky khai sinh")
	fmt.Println(restored)
	words, _ = v.Correct([]string{"khai", "sihn"})
	fmt.Println(words)
	// Output:
	// Đăng ký khai sinh
	// bình gas
	// [dang ky khai sinh]
	// đăng ký khai sinh
	// [khai sinh]
}

func ExampleParseSyllable() {
	s, ok := vi.ParseSyllable("Vịêt")
	fmt.Printf("%q %q %q %q %v %v\n", s.Onset, s.Glide, s.Nucleus, s.Coda, s.Tone, ok)
	fmt.Println(s, s.Valid())
	// Output:
	// "v" "" "iê" "t" nặng true
	// việt true
}

func ExampleFoldMap() {
	const title = "Đăng ký khai sinh"
	folded, offsets := vi.FoldMap(title)
	fmt.Println(folded, title[offsets[5]:offsets[7]])
	// Output: dang ky khai sinh ký
}

func ExampleConfusions() {
	for _, v := range vi.Confusions("sữa")[:2] {
		fmt.Printf("%s %.2f %s\n", v.Text, v.Cost, v.Why)
	}
	// Output:
	// sửa 0.20 hỏi/ngã
	// xữa 0.25 s/x
}

func ExampleDistance() {
	near, _ := vi.Distance("sinh", "xinh")
	far, _ := vi.Distance("sinh", "minh")
	_, ok := vi.Distance("sinh", "phong")
	fmt.Println(near, far, ok)
	// Output: 0.25 1 false
}
