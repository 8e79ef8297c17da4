package admin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"tracuu/data"
)

// switchNames say the parts of the search in plain words, and what is missing
// while they are off.
var switchNames = map[data.CareSwitch][2]string{
	data.SwitchSpelling:    {"Sửa chính tả", "từ gõ sai không được sửa, từ gõ liền không được tách"},
	data.SwitchKeystrokes:  {"Đọc kiểu gõ Telex, VNI", "“ddawng kys” không được hiểu là “đăng ký”"},
	data.SwitchSynonyms:    {"Từ đồng nghĩa của ta", "các từ đồng nghĩa ta thêm không có tác dụng; vốn từ có sẵn vẫn dùng"},
	data.SwitchBets:        {"Ghim và trang riêng", "không kết quả nào được đặt lên đầu"},
	data.SwitchAnswers:     {"Trả lời thẳng", "câu hỏi về lệ phí, thời gian, giấy tờ chỉ nhận danh sách kết quả"},
	data.SwitchSuggestions: {"Gợi ý", "không gợi ý khi đang gõ, không “Có phải bạn muốn tìm”"},
}

// careSwitchView is a switch and how it stands.
type careSwitchView struct {
	Switch  data.CareSwitch
	Name    string
	Missing string            // while it is off
	Off     *data.SwitchedOff // nil: on
	May     bool              // the reader of the page may turn it
}

func (s *Server) switchViews(ctx context.Context) ([]careSwitchView, error) {
	off, err := s.Store.SwitchedOff(ctx)
	if err != nil {
		return nil, err
	}
	var out []careSwitchView
	for _, name := range data.CareSwitches {
		v := careSwitchView{Switch: name, Name: switchNames[name][0], Missing: switchNames[name][1], May: userOf(ctx).Role.AtLeast(data.RoleAdmin)}
		if i := slices.IndexFunc(off, func(o data.SwitchedOff) bool { return o.Switch == name }); i >= 0 {
			v.Off = &off[i]
		}
		out = append(out, v)
	}
	return out, nil
}

// careWarning tells on every page of the room what of the search is off; empty
// while nothing is. What cannot be read is told where it is looked for.
func (s *Server) careWarning(ctx context.Context) string {
	off, err := s.Store.SwitchedOff(ctx)
	if err != nil || len(off) == 0 {
		return ""
	}
	var names []string
	for _, o := range off {
		names = append(names, switchNames[o.Switch][0])
	}
	return "Tìm kiếm đang tắt: " + strings.Join(names, ", ") + ". Bật lại ở mục Tìm kiếm."
}

func (s *Server) careSwitch(w http.ResponseWriter, r *http.Request) error {
	name, on := data.CareSwitch(r.PostFormValue("ten")), r.PostFormValue("bat") == "1"
	if !slices.Contains(data.CareSwitches, name) {
		return fmt.Errorf("switch %q: %w", name, data.ErrInvalid)
	}
	note := strings.TrimSpace(r.PostFormValue("ghi-chu"))
	if note == "" && !on {
		return &saidError{
			fmt.Errorf("no note: %w", data.ErrInvalid), "Cần ghi lý do tắt",
			"Người khác sẽ đọc lý do này khi thấy tìm kiếm lạ đi. Hãy quay lại, ghi một câu ngắn rồi bấm Tắt; chưa có gì thay đổi.",
		}
	}
	if err := s.Store.Switch(r.Context(), name, on, by(r, clipText(note, data.MaxCareReason))); err != nil {
		return err
	}
	done := "Đã tắt: "
	if on {
		done = "Đã bật lại: "
	}
	flash(r, done+switchNames[name][0]+". Trang công khai theo trong vài giây.")
	return redirect(w, r, carePath)
}

// clipText cuts a text after n letters.
func clipText(text string, n int) string {
	if letters := []rune(text); len(letters) > n {
		return string(letters[:n])
	}
	return text
}
