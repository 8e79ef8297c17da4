package admin_test

import (
	"database/sql"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/web/admin"
)

// TestFullDisk: while nothing can be written, pages are read as ever, and what
// was typed stands in the page that says so, to be sent again by one button.
func TestFullDisk(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleAdmin, "")
	db, err := sql.Open("sqlite3", s.path)
	must(t, err)
	defer db.Close()
	for _, table := range []string{"users", "sessions"} { // an error of SQLite stands for the disk's
		for _, what := range []string{"INSERT", "UPDATE"} {
			_, err = db.ExecContext(t.Context(), `CREATE TRIGGER full_`+table+what+` BEFORE `+what+` ON `+table+` BEGIN INSERT INTO nowhere VALUES (1); END`)
			must(t, err)
		}
	}
	s.time = s.time.Add(time.Hour) // so that the session would be written
	people := admin.Root + "/nguoi-dung"
	page := p.wants(http.StatusOK, people)
	if strings.Count(page, "<h1>") != 1 {
		t.Error("two pages in one")
	}
	typed := url.Values{"ten": {"minh"}, "vai-tro": {"viewer"}, "ghi-chu": {"dòng 1\r\n<b>2</b>"}}
	page = p.sends(http.StatusInternalServerError, people, typed)
	if strings.Count(page, "<h1>") != 1 {
		t.Error("two pages in one")
	}
	says(t, page, "Gửi lại những gì bạn vừa gõ", `action="`+people+`"`, `aria-label="Quản trị"`)
	if got := hidden(page); got.Encode() != typed.Encode() {
		t.Errorf("sent again is %q, typed was %q", got, typed)
	}
	// A form with a password is not sent again from a page.
	page = p.sends(http.StatusUnprocessableEntity, admin.Root+"/tai-khoan/mat-khau", url.Values{"mat-khau": {"sai"}, "mat-khau-moi": {password}})
	says(t, page, "Mật khẩu chưa đúng.")
	if strings.Contains(page, "đang dùng. Hãy chọn") {
		t.Error("it is told whether a guess is the password")
	}
}

// TestErrorsKeepTheMenu: whoever meets an error finds the way on.
func TestErrorsKeepTheMenu(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleViewer, "")
	says(t, p.wants(http.StatusNotFound, admin.Root+"/ma/ZZZZZZZZ"), `aria-label="Quản trị"`, "Đăng xuất")
	says(t, p.wants(http.StatusForbidden, admin.Root+"/nhat-ky"), `aria-label="Quản trị"`)
}
