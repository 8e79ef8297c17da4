package search_test

import (
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/search"
)

// falseFriends tells words apart that share letters, sounds or their fold: each
// query must lead to a title with want, and must not have a title with not in
// front.
func falseFriends(t *testing.T, ix *search.Index, names map[string]string) {
	for _, c := range []struct{ query, want, not string }{
		{"nhập khẩu về nhà chồng", "thường trú", "nhập khẩu"},
		{"nhap khau vao nha vo", "thường trú", "nhập khẩu"},
		{"giấy phép nhập khẩu thuốc thú y", "nhập khẩu", "thường trú"},
		{"tách sổ hộ khẩu", "hộ", "đất"},
		{"tách sổ đỏ", "đất", "cư trú"},
		{"tách thửa đất", "tách thửa", "hộ"},
		{"chứng thực chữ ký", "Chứng thực chữ ký", "công chứng"},
		{"bổ nhiệm công chứng viên", "công chứng viên", "công chức"},
		{"thi tuyển công chức", "công chức", "công chứng"},
		{"cấp giấy chứng sinh", "chứng sinh", "khai sinh"},
		{"đăng ký khai sinh", "khai sinh", "chứng sinh"},
		{"chuyển trường cho học sinh", "học sinh", "khai sinh"},
		{"đăng ký tạm trú", "tạm trú", "tạm trữ"},
		{"thuê đất", "thuê đất", "thuế"},
		{"khai thuế đất phi nông nghiệp", "thuế", "thuê đất"},
		{"đăng ký khai tử", "khai tử", "lại"},
		{"đăng ký lại khai tử", "Đăng ký lại khai tử", ""},
		{"xóa đăng ký thường trú", "Xóa đăng ký thường trú", ""},
		{"đăng ký thường trú", "Đăng ký thường trú", "Xóa"},
		{"xóa đăng ký tạm trú", "Xóa đăng ký tạm trú", ""},
		{"cấp lại thẻ căn cước", "Cấp lại thẻ căn cước", "Cấp đổi"},
		{"cấp đổi thẻ căn cước", "Cấp đổi thẻ căn cước", "Cấp lại"},
		{"cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên", "Cấp thẻ căn cước", "lại"},
		{"khóa căn cước điện tử", "Khóa căn cước điện tử", "Mở khóa"},
		{"mở khóa căn cước điện tử", "Mở khóa căn cước điện tử", ""},
		{"gia hạn giấy phép xây dựng", "Gia hạn giấy phép xây dựng", "Cấp lại"},
		{"cấp lại giấy phép xây dựng", "Cấp lại giấy phép xây dựng", "Gia hạn"},
		{"miễn thuế", "thuế", "miền"},
		{"cấp giấy phép lao động cho người nước ngoài", "Cấp giấy phép lao động", "Gia hạn"},
		{"gia hạn giấy phép lao động cho người nước ngoài", "Gia hạn giấy phép lao động", ""},
		{"không thuộc diện cấp giấy phép lao động", "không thuộc diện", ""},
	} {
		res, err := ix.Search(t.Context(), search.Query{Text: c.query, Kind: data.KindProcedure, Limit: 1})
		if err != nil || len(res.Hits) == 0 {
			t.Errorf("%q: no hits, %v", c.query, err)
			continue
		}
		first := names[res.Hits[0].ID]
		has := func(s string) bool { return strings.Contains(strings.ToLower(first), strings.ToLower(s)) }
		if !has(c.want) || c.not != "" && has(c.not) {
			t.Errorf("%q leads to %s %q; want %q, not %q", c.query, res.Hits[0].ID, first, c.want, c.not)
		}
	}
}

func namesOf(records corpus) map[string]string {
	names := map[string]string{}
	for _, p := range records {
		names[p.Code] = p.Name
	}
	return names
}
