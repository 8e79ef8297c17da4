package admin

import (
	"context"
	"errors"
	"net/http"

	"tracuu/data"
)

// statuses says what each meaning is in HTTP and in words; what is not here is
// a fault of ours.
var statuses = []struct {
	err         error
	status      int
	title, help string
}{
	{errForbidden, http.StatusForbidden, "Bạn không có quyền làm việc này", "Vai trò của bạn không cho phép, hoặc nội dung thuộc cơ quan khác. Nếu cần, hãy nhờ quản trị viên."},
	{errForeign, http.StatusForbidden, "Yêu cầu đến từ trang khác", "Để giữ an toàn, chỉ nhận những gì gửi từ chính trang quản trị. Hãy mở lại trang quản trị và làm lại."},
	{errMethod, http.StatusMethodNotAllowed, "Địa chỉ này không nhận cách gửi ấy", "Hãy quay lại trang trước và bấm nút trên trang."},
	{data.ErrLastAdmin, http.StatusConflict, "Đây là quản trị viên cuối cùng", "Nếu khóa hoặc hạ vai trò người này thì không còn ai quản lý người dùng. Hãy đặt một quản trị viên khác trước, rồi làm lại."},
	{errTooLarge, http.StatusRequestEntityTooLarge, "Tệp quá lớn", "Chưa nhận gì; hãy nén tệp (.gz), chia nhỏ hoặc thu nhỏ rồi gửi lại."},
	{data.ErrNotFound, http.StatusNotFound, "Không tìm thấy", "Địa chỉ gõ nhầm, hoặc thứ bạn tìm không có ở đây."},
	{data.ErrInvalid, http.StatusBadRequest, "Yêu cầu chưa đúng", "Máy chủ không hiểu những gì vừa gửi. Hãy quay lại trang trước và thử lại."},
	{data.ErrConflict, http.StatusConflict, "Có người vừa sửa chỗ này", "Hãy mở lại trang để xem bản mới nhất rồi làm lại; chưa có gì bị ghi đè."},
	{data.ErrStorageFull, http.StatusInsufficientStorage, "Ổ đĩa của máy chủ đã đầy", "Chưa ghi được gì; dữ liệu cũ còn nguyên. Hãy báo người trông máy chủ dọn ổ đĩa, rồi quay lại trang trước và gửi lại."},
	{data.ErrStorageReadOnly, http.StatusInsufficientStorage, "Máy chủ không ghi được dữ liệu", "Chưa ghi được gì; dữ liệu cũ còn nguyên. Hãy báo người trông máy chủ kiểm tra quyền ghi của thư mục dữ liệu."},
	{data.ErrStorageBusy, http.StatusServiceUnavailable, "Máy chủ đang bận ghi việc khác", "Chưa ghi được gì. Hãy đợi một phút, quay lại trang trước và gửi lại."},
	{data.ErrStorageDamaged, http.StatusServiceUnavailable, "Dữ liệu đang gặp sự cố", "Tạm thời không đọc được dữ liệu. Hãy báo người trông máy chủ."},
}

// handle makes a handler of one that returns its error.
func (s *Server) handle(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.renderError(w, r, err)
		}
	}
}

// saidError carries words that fit better than the general ones.
type saidError struct {
	error
	title, help string
}

func (e *saidError) Unwrap() error { return e.error }

type errorPage struct {
	base
	wish
	Help string
}

// renderError turns an error into its page; it tells nothing of the inside.
func (s *Server) renderError(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody is waiting for the page
	}
	if errors.Is(err, errSignedOut) {
		s.askToSignIn(w, r)
		return
	}
	status, title, help := http.StatusInternalServerError, "Có lỗi ở phía máy chủ", "Lỗi đã được ghi lại. Hãy thử lại sau ít phút."
	for _, st := range statuses {
		if errors.Is(err, st.err) {
			status, title, help = st.status, st.title, st.help
			break
		}
	}
	var said *saidError
	if errors.As(err, &said) {
		title, help = said.title, said.help
	}
	if status >= http.StatusInternalServerError {
		s.Log.Error("request failed", "path", r.URL.Path, "error", err)
	}
	p := errorPage{base: base{Title: title}, Help: help}
	if r.Context().Value(managerKey{}) != nil {
		p.base = s.base(r, title)
	}
	if status >= http.StatusInternalServerError && p.User.Name != "" {
		p.Lost = unsaved(r) // browsers keep nothing of pages that must not be stored
	}
	if err := s.render(w, r, status, "error", p); err != nil {
		s.Log.Error("render the error page", "error", err)
		http.Error(w, title, status)
	}
}
