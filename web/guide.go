package web

import (
	"net/http"

	"tracuu/data"
	"tracuu/web/words"
)

// guidePage shows every component of the pages with when to use it. The
// examples are made of the same templates and classes as the pages themselves.
type guidePage struct {
	base
	Colours    []token
	Sizes      []token
	Steps      string // a long text, in short
	Prev, Next string // of the pager's example
}

// token is a value of the stylesheet by name, with what it is for.
type token struct{ Name, Use string }

// The tokens as web/style/10-tokens.css sets them.
var (
	colourTokens = []token{
		{"--ink", words.M("Chữ chính")},
		{"--soft", words.M("Chữ phụ: ghi chú, số lượng, ngày tháng")},
		{"--line", words.M("Đường kẻ, viền khung")},
		{"--edge", words.M("Viền ô nhập và ô đánh dấu")},
		{"--paper", words.M("Nền của khung, ô nhập")},
		{"--back", words.M("Nền trang")},
		{"--head", words.M("Nền đầu trang")},
		{"--main", words.M("Liên kết, nút, viền nhấn")},
		{"--main-ink", words.M("Chữ trên nút")},
		{"--gold", words.M("Ngôi sao và vạch ở đầu trang; không dùng cho chữ")},
		{"--mark", words.M("Nền từ được tìm thấy, nền dòng báo nội dung mẫu")},
		{"--warn", words.M("Nền lời báo cần chú ý")},
		{"--warn-line", words.M("Vạch của lời báo cần chú ý")},
		{"--focus", words.M("Viền chỗ đang chọn khi dùng bàn phím")},
	}
	sizeTokens = []token{
		{"--s1 … --s6", words.M("Khoảng cách: 0,25 – 0,5 – 0,75 – 1 – 1,5 – 2,5 rem")},
		{"--r", words.M("Góc bo của khung, nút, ô nhập")},
		{"--small", words.M("Cỡ chữ phụ")},
		{"--text", words.M("Cỡ chữ thường, 17 điểm ảnh khi người đọc chưa phóng to")},
		{"--large", words.M("Cỡ đề mục")},
		{"--title", words.M("Cỡ tên trang, lớn hơn trên màn hình rộng")},
	}
)

// guide documents the design for those who build on it.
func (s *Server) guide(w http.ResponseWriter, r *http.Request) error {
	l := language(r.Context())
	p := guidePage{
		base: s.base(r, l.T("Giao diện: các thành phần")), Colours: colourTokens, Sizes: sizeTokens,
		Steps: l.T("Bước 1: Chuẩn bị giấy tờ.") + "\n- " + l.T("Giấy tờ của người khai.") + "\n+ " + l.T("Bản chính để đối chiếu.") +
			"\n" + l.T("Bước 2: Nộp tại quầy."),
		Prev: "/huong-dan/giao-dien", Next: "/huong-dan/giao-dien",
	}
	return s.render(w, r, http.StatusOK, "guide", p)
}

// Long is a name as long as the catalogue has them.
func (guidePage) Long() string {
	return "Cấp giấy phép thử với một tên rất dài để thấy tên dài xuống dòng thế nào trên điện thoại nhỏ, kể cả khi tên nêu " +
		"nhiều trường hợp (trường hợp thứ nhất; trường hợp thứ hai; trường hợp thứ ba)"
}

// Office is an agency as pages tell of one.
func (guidePage) Office() data.Agency {
	return data.Agency{Slug: "", Name: "Trung tâm Phục vụ hành chính công", AgencyLook: data.AgencyLook{
		Address: "Số nhà, tên đường, xã hoặc phường", Hours: "Thứ Hai đến thứ Sáu, 7:30–11:30 và 13:30–17:00",
	}}
}
