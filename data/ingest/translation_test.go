package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestTranslations(t *testing.T) {
	type translations = map[string]data.Translation
	for keys, want := range map[string]translations{
		`"keywords":"x"`: nil,
		`"translations":{"en":{"name":" Birth\u200b  registration. ","summary":"Register a\nbirth."}}`:         {"en": {Name: "Birth registration", Summary: "Register a birth."}},
		`"translations":{"en":"Birth registration","cjm":{"title":"X","description":"Y"}}`:                     {"en": {Name: "Birth registration"}, "cjm": {Name: "X", Summary: "Y"}},
		`"name_en":"Birth registration","description_en":"Register a birth."`:                                  {"en": {Name: "Birth registration", Summary: "Register a birth."}},
		`"title_en":"Birth registration"`:                                                                      {"en": {Name: "Birth registration"}},
		`"translations":{"en":{"name":"One"}},"name_en":"Two","description_en":"Three"`:                        {"en": {Name: "One"}},
		`"translations":{"en":{"summary":"No name."},"fr":null,"de":{"name":" - "},"vi":{"name":"Khai sinh"}}`: nil,
		`"translations":null,"name_en":null`:                                                                   nil,
	} {
		p := readProcedure(t, `{"code":"1.000123","name":"Đăng ký khai sinh",`+keys+`}`)
		if diff := cmp.Diff(want, p.Translations); diff != "" {
			t.Errorf("%s (-want +got):\n%s", keys, diff)
		}
	}
}

// TestBadTranslations: what has another shape is rejected, and says where.
func TestBadTranslations(t *testing.T) {
	many := `"translations":{`
	for _, a := range "abcdefghijklmnopqrstu" {
		many += `"x` + string(a) + `":"n",`
	}
	for keys, want := range map[string]string{
		`"translations":[]`:                                                  `trường "translations" phải là đối tượng`,
		`"translations":"Birth"`:                                             `trường "translations" phải là đối tượng`,
		`"translations":{"english":"Birth"}`:                                 `thẻ ngôn ngữ`,
		`"translations":{"../x":"Birth"}`:                                    `thẻ ngôn ngữ`,
		`"translations":{"en":["Birth"]}`:                                    `trường "translations.en" phải là đối tượng`,
		`"translations":{"en":{"name":{"x":1}}}`:                             `trường "translations.en.name" phải là chuỗi`,
		`"translations":{"en":"` + strings.Repeat("n", 501) + `"}`:           `trường "translations.en.name" dài 501 chữ`,
		`"name_en":"N","description_en":"` + strings.Repeat("n", 2001) + `"`: `trường "description_en" dài 2001 chữ`,
		strings.TrimSuffix(many, ",") + "}":                                  `có 21 ngôn ngữ`,
	} {
		f, err := parseFields([]byte(`{"code":"1.000123","name":"Đăng ký khai sinh",` + keys + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := procedure(f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %s", keys, err, want)
		}
	}
}
