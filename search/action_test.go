package search

import (
	"testing"

	"tracuu/search/vi"
)

func TestActions(t *testing.T) {
	for text, want := range map[string]actions{
		"Đăng ký khai sinh":                       0,
		"Cấp thẻ căn cước":                        0,
		"Đăng ký lại khai sinh":                   actAgain,
		"Cấp lại thẻ căn cước":                    actAgain,
		"bị mất bằng lái":                         actAgain,
		"mất sổ đỏ":                               actAgain,
		"giấy khai sinh rách":                     actAgain,
		"Cấp đổi thẻ căn cước":                    actChange,
		"Thay đổi nội dung đăng ký hộ kinh doanh": actChange,
		"Thay đổi, cải chính, bổ sung hộ tịch":    actChange,
		"Cấp lại, cấp đổi giấy chứng nhận":        actAgain | actChange,
		"Gia hạn tạm trú":                         actExtend,
		"thẻ căn cước sắp hết hạn":                actExtend,
		"Chấm dứt hoạt động hộ kinh doanh":        actEnd,
		"nghỉ bán, đóng cửa":                      actEnd,
		"Xóa đăng ký thường trú":                  actErase,
		"xoá đăng ký":                             actErase,
		"Tạm ngừng, tiếp tục kinh doanh":          actPause | actResume,
		"Hoạt động trở lại trước thời hạn":        actResume,
		"Thành lập hộ kinh doanh":                 actStart,
		"Cấp giấy chứng nhận lần đầu":             actStart,
		"mở quán cà phê":                          actStart,
		"Khóa căn cước điện tử":                   actLock,
		"khoá căn cước":                           actLock,
		"Mở khóa căn cước điện tử":                actUnlock,
		"Khóa và mở khóa":                         actUnlock,
		"Sáp nhập trường":                         actMerge,
		"Sáp nhập, chia, tách trường":             actMerge | actSplit,
		"Tách thửa hoặc hợp thửa đất":             actSplit,
		"Cấp bản sao trích lục hộ tịch":           actCopy,
		"Đăng ký khai sinh lưu động":              actMobile,
		"Liên thông khai sinh, thường trú":        actJoint,
		"không thuộc diện cấp giấy phép lao động": actNot,
		"lại":               0,
		"cấp":               0,
		"gia":               0,
		"đăng ký":           0,
		"giải quyết chế độ": 0,
		"":                  0,
		"Thu hồi, thu hồi":  actEnd,
		"Đăng ký xe lần":    0,
		"hợp thức hóa nhà đất, quy hoạch chi tiết 1": 0,
		"Thôi hưởng trợ cấp":                         actEnd,
		"Thời hạn sử dụng đất":                       0,
	} {
		if got := actionsIn(foldsOf(plainWords(text))); got != want {
			t.Errorf("%q: %016b, want %016b", text, got, want)
		}
		if got := actionsIn(foldsOf(plainWords(vi.Bare(text)))); got != want {
			t.Errorf("%q bare: %016b, want %016b", text, got, want)
		}
	}
}

func TestActionsAgree(t *testing.T) {
	for _, c := range []struct {
		name              string
		asked, title      actions
		has, lacks, extra float64
	}{
		{"nothing", 0, 0, 0, 0, 0},
		{"the same", actAgain, actAgain, 1, 0, 0},
		{"another", actAgain, actChange, 0, 1, 1},
		{"asked only", actAgain, 0, 0, 1, 0},
		{"title only", 0, actAgain, 0, 0, 1},
		{"a title may begin something", 0, actStart, 0, 0, 0},
		{"half", actAgain | actChange, actChange, 0.5, 0.5, 0},
		{"both and more", actAgain, actAgain | actChange, 1, 0, 1},
		{"start asked", actStart, actStart, 1, 0, 0},
		{"start lacked", actStart, actEnd, 0, 1, 1},
	} {
		if has, lacks, extra := c.asked.agree(c.title); has != c.has || lacks != c.lacks || extra != c.extra {
			t.Errorf("%s: has %v, lacks %v, extra %v; want %v, %v, %v", c.name, has, lacks, extra, c.has, c.lacks, c.extra)
		}
	}
}
