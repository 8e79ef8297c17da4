package admin_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 1600, 900))))
	return b.Bytes()
}

// TestPictures: a photo is put in with what it shows, by editors too; only
// their own agency's is theirs to change.
func TestPictures(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleEditor, s.agency(t))
	const alt = "Cán bộ hướng dẫn tại quầy"
	for _, c := range []struct {
		name string
		file []byte
		alt  string
		want string
	}{
		{"a.svg", []byte("<svg><script>alert(1)</script></svg>"), alt, "mã lệnh"},
		{"a.png", picture(t), " ", "Chưa ghi ảnh chụp gì"},
		{"", nil, alt, "Chưa chọn tệp ảnh"},
	} {
		status, page := read(t, p.send(admin.Root+"/anh", "tep", c.name, c.file, "mo-ta", c.alt))
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, c.want) || !strings.Contains(page, `value="`+c.alt+`"`) {
			t.Errorf("%q: status %d, lacks %q or what was typed", c.name, status, c.want)
		}
	}
	res := p.send(admin.Root+"/anh", "tep", "a.png", picture(t), "mo-ta", alt)
	read(t, res)
	at := res.Header.Get("Location")
	_, page := p.get(at)
	if res.StatusCode != http.StatusSeeOther || !strings.Contains(page, "/anh/"+strings.TrimPrefix(at, admin.Root+"/anh/")+"-1280.jpg") {
		t.Fatalf("status %d, to %s:\n%s", res.StatusCode, at, page)
	}
	const second = "Người dân tại quầy"
	if status, _ := p.post(at, url.Values{"ban": {alt}, "mo-ta": {second}}); status != http.StatusSeeOther {
		t.Errorf("describe: status %d", status)
	}
	status, page := p.post(at, url.Values{"ban": {alt}, "mo-ta": {"Lời thứ ba"}})
	if status != http.StatusConflict || !strings.Contains(page, "“"+second+"”") || !strings.Contains(page, "Lời thứ ba") {
		t.Errorf("two at once: status %d:\n%s", status, page)
	}
	if told := s.audit(t, "picture "); len(told) != 2 || told[1].before != alt || told[1].after != second {
		t.Errorf("the audit tells %+v", told)
	}

	status, page = read(t, p.send(admin.Root+"/anh", "tep", "a.png", picture(t), "mo-ta", "Lời thứ tư"))
	if status != http.StatusOK || !strings.Contains(page, "đã có sẵn, với lời mô tả “"+second+"”") || !strings.Contains(page, `value="Lời thứ tư"`) {
		t.Errorf("the same photo with other words: status %d:\n%s", status, page)
	}

	all, err := s.db.Agencies(t.Context())
	must(t, err)
	s.user(t, "khac", data.RoleEditor, all[1].Slug)
	other := s.nobody(t)
	other.post(admin.Root+"/dang-nhap", url.Values{"ten": {"khac"}, "mat-khau": {password}})
	if status, _ := other.post(at, url.Values{"ban": {second}, "mo-ta": {"x"}}); status != http.StatusForbidden {
		t.Errorf("another agency's editor: status %d", status)
	}
	if status, _ := read(t, s.signedIn(t, data.RoleViewer, "").send(admin.Root+"/anh", "tep", "a.png", picture(t), "mo-ta", alt)); status != http.StatusForbidden {
		t.Errorf("a viewer: status %d", status)
	}
}
