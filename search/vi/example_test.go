package vi_test

import (
	"fmt"

	"tracuu/search/vi"
)

// What was typed with the input method off is read by keystrokes, but for words
// that are real as they stand.
func Example() {
	var b vi.Builder
	for _, name := range []string{"Đăng ký khai sinh", "Đăng ký kết hôn", "Cấp đổi bình gas"} {
		b.Add(name)
	}
	v := b.Vocabulary()
	fmt.Println(v.Decode("Ddawng kys khai sinh"))
	fmt.Println(v.Decode("ddooir binhf gas"))
	fmt.Println(v.Decode("dang ky khai sinh"))

	words, _ := v.Split("dangkykhaisinh")
	fmt.Println(words)
	restored, _ := v.Restore("dang ky khai sinh")
	fmt.Println(restored)
	words, changes := v.Correct([]string{"khai", "sihn"})
	fmt.Println(words, changes)
	// Output:
	// Đăng ký khai sinh true
	// đổi bình gas true
	// dang ky khai sinh false
	// [dang ky khai sinh]
	// đăng ký khai sinh
	// [khai sinh] [{sihn sinh}]
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
