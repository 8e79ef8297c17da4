package qr_test

import (
	"errors"
	"fmt"

	"tracuu/qr"
)

func Example() {
	code, err := qr.ParseCode("7kq3 m9xq") // as somebody typed it
	if err != nil {
		fmt.Println(err)
		return
	}
	payload, err := qr.Payload("https://dvc.example.vn", code)
	if err != nil {
		fmt.Println(err)
		return
	}
	symbol, err := qr.New(payload)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(code.Print(), payload)
	fmt.Println(symbol.Size, symbol.Version, symbol.Level)
	// Output:
	// 7KQ3-M9XQ https://DVC.EXAMPLE.VN/Q/7KQ3M9XQ
	// 29 3 Q
}

func ExampleNearest() {
	const typed = "7KQ3-9MXQ"
	inUse := map[qr.Code]bool{"7KQ3M9XQ": true}
	if _, err := qr.ParseCode(typed); errors.Is(err, qr.ErrCheck) {
		for _, code := range qr.Nearest(typed) {
			if inUse[code] {
				fmt.Println("Có phải bạn muốn gõ", code.Print()+"?")
			}
		}
	}
	// Output: Có phải bạn muốn gõ 7KQ3-M9XQ?
}
