package setting

import (
	"fmt"

	"tracuu/data"
	"tracuu/web/format"
)

// maxHomeText bounds each text of the home page in letters.
const maxHomeText = 500

// Home changes the texts of the home page.
func Home(h data.HomeTexts) (*Change, error) {
	for _, f := range []struct {
		name string
		text *string
	}{
		{"lời chào", &h.Greeting},
		{"lời chào tiếng Anh", &h.GreetingEN},
		{"thông báo", &h.Notice},
		{"thông báo tiếng Anh", &h.NoticeEN},
	} {
		clean, err := format.CleanLine(*f.text, maxHomeText)
		if err != nil {
			return nil, refuse("%s %v", f.name, err)
		}
		*f.text = clean
	}
	var times [2]bool
	for i, d := range []data.Date{h.From, h.Until} {
		if _, times[i] = d.Time(); d != "" && !times[i] {
			return nil, refuse("ngày %q không có thật; hãy chọn lại ngày", fmt.Sprint(d))
		}
	}
	switch {
	case h.From != "" && h.Until != "" && h.Until < h.From:
		return nil, refuse("ngày cuối đứng trước ngày đầu; hãy đổi lại hai ngày")
	case h.Notice == "" && (h.NoticeEN != "" || h.From != "" || h.Until != ""):
		return nil, refuse("chưa ghi thông báo tiếng Việt; hãy ghi, hoặc bỏ trống cả phần thông báo")
	case h.Greeting == "" && h.GreetingEN != "":
		return nil, refuse("chưa ghi lời chào tiếng Việt; hãy ghi, hoặc bỏ trống cả hai")
	}
	return &Change{apply: func(s *data.Settings) error {
		s.Home = h
		return nil
	}}, nil
}
