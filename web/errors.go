package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"tracuu/data"
	"tracuu/web/words"
)

var errMethod = errors.New("method not allowed")

// statuses says what each meaning is in HTTP and in words to be translated; what is not here is
// a fault of ours.
var statuses = []struct {
	err    error
	status int
	title  string
	help   string
}{
	{
		data.ErrNotFound, http.StatusNotFound, words.M("Không tìm thấy trang này"),
		words.M("Địa chỉ có thể đã gõ nhầm hoặc trang đã được chuyển đi. Hãy tìm theo tên thủ tục hoặc tên giấy tờ bạn cần."),
	},
	{
		data.ErrGone, http.StatusGone, words.M("Nội dung này đã được gỡ"),
		words.M("Trang từng có ở địa chỉ này nhưng không còn được đăng. Hãy tìm thủ tục thay thế trong ô tìm kiếm."),
	},
	{
		data.ErrInvalid, http.StatusBadRequest, words.M("Yêu cầu chưa đúng"),
		words.M("Máy chủ không hiểu địa chỉ vừa mở. Hãy quay lại trang chủ và thử lại."),
	},
	{
		errMethod, http.StatusMethodNotAllowed, words.M("Trang này chỉ để xem"),
		words.M("Địa chỉ này không nhận dữ liệu gửi lên. Hãy mở lại trang bằng cách gõ địa chỉ."),
	},
	{
		errForeign, http.StatusForbidden, words.M("Câu trả lời đến từ trang khác"),
		words.M("Chúng tôi chỉ nhận câu trả lời gửi từ trang của mình. Hãy mở lại trang bạn vừa đọc rồi bấm lại."),
	},
	{
		errTooLong, http.StatusRequestEntityTooLarge, words.M("Gửi lên quá nhiều"),
		words.M("Ở đây chỉ cần bấm chọn một câu trả lời. Hãy mở lại trang bạn vừa đọc rồi bấm lại."),
	},
	{
		data.ErrStorageDamaged, http.StatusServiceUnavailable, words.M("Hệ thống đang gặp sự cố"),
		words.M("Dữ liệu tạm thời chưa đọc được. Vui lòng quay lại sau; hồ sơ vẫn nộp được tại quầy và trên Cổng Dịch vụ công quốc gia."),
	},
}

// handle makes a handler of one that returns its error.
func (s *Server) handle(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.renderError(w, r, err)
		}
	}
}

type errorPage struct {
	base
	Status      int
	Help        string
	Suggested   string // said before the suggestions
	Suggestions []suggestion
	Ask         data.Agency // where to ask; empty if that is not known
}

// suggestion is a way on from an error page.
type suggestion struct {
	Title, URL, Note string
	Record           bool // the title is a record's
}

// helpfulError carries words and ways on that fit better than the general ones,
// in the reader's language.
type helpfulError struct {
	error
	title, help string
	suggested   string // said before the suggestions; empty: are they what was meant?
	suggestions []suggestion
	ask         data.Agency
}

func (e *helpfulError) Unwrap() error { return e.error }

func (s *Server) renderError(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody is waiting for the page
	}
	ctx := r.Context()
	p := errorPage{
		base:   s.base(r, say(ctx, "Có lỗi xảy ra")),
		Status: http.StatusInternalServerError,
		Help:   say(ctx, "Lỗi ở phía máy chủ, không phải do bạn. Vui lòng thử lại sau ít phút."),
	}
	p.Path = "/" // there is no such page in another language either
	for _, st := range statuses {
		if errors.Is(err, st.err) {
			p.Status, p.Title, p.Help = st.status, say(ctx, st.title), say(ctx, st.help)
			break
		}
	}
	var helpful *helpfulError
	if errors.As(err, &helpful) {
		p.Title, p.Help, p.Suggestions, p.Ask = helpful.title, helpful.help, helpful.suggestions, helpful.ask
		p.Suggested = cmp.Or(helpful.suggested, say(ctx, "Có phải bạn cần:"))
	}
	if p.Status >= 500 {
		s.Log.Error("request failed", "path", r.URL.Path, "error", err)
	}
	if p.Status == http.StatusMethodNotAllowed {
		if w.Header().Get("Allow") == "" {
			w.Header().Set("Allow", "GET, HEAD")
		}
	}
	p.NoIndex = true
	w.Header().Set("Cache-Control", "no-store")
	if err := s.render(w, r, p.Status, "error", p); err != nil {
		s.Log.Error("render the error page", "error", err)
	}
}
