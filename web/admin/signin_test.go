package admin_test

import (
	"bytes"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tracuu/data"
	"tracuu/web/admin"
)

const (
	signIn   = admin.Root + "/dang-nhap"
	giveCode = signIn + "/ma"
	account  = admin.Root + "/tai-khoan"
	factor   = account + "/xac-thuc"
)

func give(name, password string, more ...string) url.Values {
	v := url.Values{"ten": {name}, "mat-khau": {password}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Add(more[i], more[i+1])
	}
	return v
}

// says fails unless the page holds every text.
func says(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

func (p *person) wants(status int, path string) string {
	p.t.Helper()
	got, page := p.get(path)
	if got != status {
		p.t.Errorf("GET %s: status %d, want %d", path, got, status)
	}
	return page
}

func (p *person) sends(status int, path string, form url.Values) string {
	p.t.Helper()
	got, page := p.post(path, form)
	if got != status {
		p.t.Errorf("POST %s: status %d, want %d", path, got, status)
	}
	return page
}

// cookie is the token of the person's session.
func (p *person) cookie() string {
	at, err := url.Parse(p.site.URL + admin.Root)
	must(p.t, err)
	for _, c := range p.Jar.Cookies(at) {
		if c.Name == "phien" {
			return c.Value
		}
	}
	return ""
}

func TestSignIn(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleViewer, "")
	says(t, p.wants(http.StatusOK, admin.Root), "Tổng quan")
	stranger := s.nobody(t)
	_, wrong := stranger.post(signIn, give("viewer", "sai"))
	_, unknown := stranger.post(signIn, give("khong-co", "sai"))
	if strings.ReplaceAll(wrong, "viewer", "") != strings.ReplaceAll(unknown, "khong-co", "") {
		t.Error("a wrong password and an unknown user are answered differently")
	}
	before := p.cookie()
	p.signIn("viewer")
	if p.cookie() == before {
		t.Error("the token of the session stays the same")
	}
}

// TestSecondFactor walks through setting up, both ways of giving a code, and
// what is refused.
func TestSecondFactor(t *testing.T) {
	s := newSite(t)
	must(t, s.db.AddUser(t.Context(), data.User{Name: "lan", Role: data.RoleAdmin, Password: admin.HashPassword(password)}, data.Edit{}))
	p := s.nobody(t)
	p.sends(http.StatusSeeOther, signIn, give("lan", password))
	if page := p.wants(http.StatusSeeOther, admin.Root+"/nguoi-dung"); !strings.Contains(page, "tai-khoan/xac-thuc?tiep=") {
		t.Errorf("an admin without a second factor is not sent to set it up: %s", page)
	}
	page := p.wants(http.StatusOK, factor)
	says(t, page, "<svg", "otpauth://totp/")
	secret := strings.ReplaceAll(regexp.MustCompile(`class="code key">([A-Z2-7-]+)<`).FindStringSubmatch(page)[1], "-", "")
	says(t, p.sends(http.StatusUnprocessableEntity, factor, url.Values{"ma-so": {"000000"}}), "Mã chưa khớp", "giờ trên điện thoại")
	before := p.cookie()
	page = p.sends(http.StatusOK, factor, url.Values{"ma-so": {s.code(t, secret)}})
	if p.cookie() == before {
		t.Error("the token of the session stays the same")
	}
	recovery := regexp.MustCompile(`<li class="code">([A-Z2-7-]+)<`).FindAllStringSubmatch(page, -1)
	if len(recovery) != 10 {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	says(t, p.wants(http.StatusOK, account), "còn 10 mã dự phòng")

	fresh := func() *person {
		n := s.nobody(t)
		n.sends(http.StatusSeeOther, signIn, give("lan", password))
		n.wants(http.StatusUnauthorized, admin.Root) // not signed in yet
		return n
	}
	says(t, fresh().sends(http.StatusUnauthorized, giveCode, url.Values{"ma-so": {s.code(t, secret)}}), "đã dùng rồi")
	s.time = s.time.Add(30 * time.Second)
	says(t, fresh().sends(http.StatusUnauthorized, giveCode, url.Values{"ma-so": {"123 456"}}), "chưa đúng hoặc đã hết hạn", s.time.Add(7*time.Hour).Format("15:04"))
	n := fresh()
	n.sends(http.StatusSeeOther, giveCode, url.Values{"ma-so": {s.code(t, secret)}})
	n.wants(http.StatusOK, admin.Root+"/nguoi-dung")

	// A recovery code works once, in small letters and with spaces too.
	typed := strings.ToLower(strings.ReplaceAll(recovery[3][1], "-", " "))
	n = fresh()
	n.sends(http.StatusSeeOther, giveCode, url.Values{"ma-so": {typed}})
	says(t, n.wants(http.StatusOK, admin.Root), "còn 9 mã")
	fresh().sends(http.StatusUnauthorized, giveCode, url.Values{"ma-so": {typed}})

	// The clock is set back: codes are refused in plain words, recovery codes work.
	s.time = s.time.Add(-time.Hour)
	n = s.nobody(t)
	n.sends(http.StatusSeeOther, signIn, give("lan", password))
	says(t, n.sends(http.StatusUnauthorized, giveCode, url.Values{"ma-so": {s.code(t, secret)}}), "Đồng hồ máy chủ đang chậm")
	n.sends(http.StatusSeeOther, giveCode, url.Values{"ma-so": {recovery[4][1]}})

	// Ten minutes are enough to type a code.
	n = fresh()
	s.time = s.time.Add(2*time.Hour + 11*time.Minute)
	code, err := totp.GenerateCode(secret, s.time)
	must(t, err)
	says(t, n.sends(http.StatusUnauthorized, giveCode, url.Values{"ma-so": {code}}), "quá mười phút")
}

// TestSlowedDown: guesses wait longer and longer, nobody is shut out, and an
// unknown user is treated alike.
func TestSlowedDown(t *testing.T) {
	s := newSite(t)
	s.user(t, "lan", data.RoleViewer, "")
	var last time.Duration
	for _, name := range []string{"lan", "khong-co"} {
		p, waits := s.nobody(t), []string{}
		last = 0
		for range 40 {
			status, page := p.post(signIn, give(name, "sai"))
			switch status {
			case http.StatusUnauthorized:
			case http.StatusTooManyRequests:
				said := regexp.MustCompile(`Hãy đợi ([^.]+?) rồi`).FindStringSubmatch(page)
				waits = append(waits, said[1])
				// Even the right password waits.
				p.sends(http.StatusTooManyRequests, signIn, give(name, password))
				if last = 2 * last; last == 0 {
					last = 2 * time.Second
				}
				s.time = s.time.Add(min(last, 5*time.Minute))
			default:
				t.Fatalf("status %d", status)
			}
		}
		if got := strings.Join(waits[:10], ", "); got != "2 giây, 4 giây, 8 giây, 16 giây, 32 giây, 64 giây, 3 phút, 5 phút, 5 phút, 5 phút" {
			t.Errorf("%s waits %s", name, got)
		}
	}
	s.time = s.time.Add(5 * time.Minute)
	p := s.nobody(t)
	p.sends(http.StatusSeeOther, signIn, give("lan", password))
	events, err := s.db.Audit(t.Context(), data.AuditFilter{Action: "sign-in failed"}, 100)
	must(t, err)
	if len(events) == 0 || len(events) > 10 {
		t.Errorf("%d events of failed sign-ins", len(events))
	}
	for _, e := range events {
		if strings.Contains(fmt.Sprint(e), "khong-co") || strings.Contains(fmt.Sprint(e), "127.0.0.1") {
			t.Errorf("the audit tells too much: %+v", e)
		}
	}
}

// TestSessionEnds: without a request after two hours, in any case after twelve.
func TestSessionEnds(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleViewer, "")
	s.time = s.time.Add(119 * time.Minute)
	p.wants(http.StatusOK, admin.Root)
	s.time = s.time.Add(121 * time.Minute)
	p.wants(http.StatusUnauthorized, admin.Root)
	p.signIn("viewer")
	for range 11 {
		s.time = s.time.Add(time.Hour)
		p.wants(http.StatusOK, admin.Root)
	}
	s.time = s.time.Add(time.Hour + time.Minute)
	p.wants(http.StatusUnauthorized, admin.Root)
}

// TestLostForm: what was typed when the session had ended goes through password
// and code, and is sent again by one button.
func TestLostForm(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleAdmin, "")
	s.time = s.time.Add(3 * time.Hour)
	typed := url.Values{"ten": {"minh"}, "vai-tro": {"viewer"}, "co-quan": {""}, "ghi-chu": {"dòng 1\r\n\"dòng\" <b>2</b>\r\n"}, "mat-khau-moi": {"bi mat lam"}}
	people := admin.Root + "/nguoi-dung"
	page := p.sends(http.StatusUnauthorized, people, typed)
	says(t, page, "Những gì bạn vừa gõ vẫn còn", `value="admin"`)
	page = p.sends(http.StatusUnauthorized, signIn, merge(hidden(page), give("admin", "sai")))
	page = p.sends(http.StatusOK, signIn, merge(hidden(page), give("admin", password)))
	page = p.sends(http.StatusUnauthorized, giveCode, merge(hidden(page), url.Values{"ma-so": {"1"}}))
	page = p.sends(http.StatusOK, giveCode, merge(hidden(page), url.Values{"ma-so": {s.code(t, secret)}}))
	says(t, page, "Gửi lại những gì bạn vừa gõ", `action="`+people+`"`)
	if strings.Contains(page, "bi mat") || strings.Contains(page, password) {
		t.Error("a password is carried")
	}
	got := hidden(page)
	typed.Del("mat-khau-moi")
	if fmt.Sprint(got) != fmt.Sprint(typed) {
		t.Errorf("sent again is %q, typed was %q", got, typed)
	}
	says(t, p.sends(http.StatusOK, people, got), "Mật khẩu dùng một lần", "minh")

	// Another account is told whose it is, and may only let it go.
	s.user(t, "viewer", data.RoleViewer, "")
	s.time = s.time.Add(3 * time.Hour)
	page = p.sends(http.StatusUnauthorized, people, typed)
	page = p.sends(http.StatusConflict, signIn, merge(hidden(page), give("viewer", password)))
	says(t, page, "của tài khoản <b>admin</b>", `name="bo-qua"`)
	p.sends(http.StatusSeeOther, signIn, merge(hidden(page), give("viewer", password, "bo-qua", "1")))
}

// TestLostFiles: of a form with files the text is carried and the files are
// named, to be chosen again; what is too long is told.
func TestLostFiles(t *testing.T) {
	s := newSite(t)
	s.user(t, "viewer", data.RoleViewer, "")
	for _, one := range []struct {
		name string
		long int
		cut  bool
	}{{"short", 10, false}, {"too long", 1<<20 + 1, true}} {
		t.Run(one.name, func(t *testing.T) {
			var body bytes.Buffer
			w := multipart.NewWriter(&body)
			f, err := w.CreateFormFile("anh", "ảnh \"đẹp\".jpg")
			must(t, err)
			_, err = f.Write(bytes.Repeat([]byte("x"), 3<<20))
			must(t, err)
			must(t, w.WriteField("ten", "Nguyên văn"))
			must(t, w.WriteField("dai", strings.Repeat("a", one.long)))
			must(t, w.Close())
			p, target := s.nobody(t), account+"/dang-xuat-moi-noi?a=1"
			res, err := p.Post(s.URL+target, w.FormDataContentType(), &body)
			must(t, err)
			status, page := read(t, res)
			if status != http.StatusUnauthorized {
				t.Errorf("status %d", status)
			}
			page = p.sends(http.StatusOK, signIn, merge(hidden(page), give("viewer", password)))
			says(t, page, `action="`+target+`" enctype="multipart/form-data"`, `<input type="hidden" name="ten" value="Nguyên văn">`,
				`Chọn lại tệp ảnh &#34;đẹp&#34;.jpg</label><input id="tep-0" type="file" name="anh">`)
			if cut := strings.Contains(page, "dài quá một megabyte"); cut != one.cut {
				t.Errorf("told that it is cut: %v", cut)
			}
		})
	}
}

// hidden are the hidden inputs of a page's only form.
func hidden(page string) url.Values {
	v := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(page, -1) {
		v.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return v
}

func merge(a, b url.Values) url.Values {
	for k, v := range b {
		a[k] = v
	}
	return a
}

// TestNoOpenRedirect: after signing in nobody is led out of the room.
func TestNoOpenRedirect(t *testing.T) {
	s := newSite(t)
	s.user(t, "lan", data.RoleViewer, "")
	for next, want := range map[string]string{
		"/quan-tri/tai-khoan?a=b":         "/quan-tri/tai-khoan?a=b",
		"https://ke-gian.example":         admin.Root,
		"//ke-gian.example/quan-tri":      admin.Root,
		"/quan-tri//ke-gian.example":      admin.Root,
		"/quan-tri/../../ke-gian":         admin.Root,
		"/quan-tri@ke-gian.example":       admin.Root,
		"/quan-tri\\@ke-gian.example":     admin.Root,
		"/quan-tri/\r\nSet-Cookie: a=b":   admin.Root,
		"javascript:alert(1)":             admin.Root,
		"/quan-tri/dang-xuat":             admin.Root,
		"/quan-tri/dang-nhap?tiep=%2F":    admin.Root,
		"https:/quan-tri/ke-gian.example": admin.Root,
		"/tim-kiem":                       admin.Root,
		"":                                admin.Root,
	} {
		p := s.nobody(t)
		form := give("lan", password, "tiep", next)
		res, err := p.PostForm(s.URL+signIn, form)
		must(t, err)
		read(t, res)
		if got := res.Header.Get("Location"); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

// TestPlainHTTP: whoever comes over plain HTTP where cookies go over TLS alone
// is told so.
func TestPlainHTTP(t *testing.T) {
	s := newSite(t)
	s.user(t, "lan", data.RoleViewer, "")
	s.settings.PublicURL = "https://thutuc.example.vn"
	for _, one := range []struct {
		name, method, host string
		header             http.Header
		status             int
		told               bool
	}{
		{"through a proxy that says nothing", "GET", "thutuc.example.vn", nil, 200, false},
		{"through a proxy that says https", "GET", "10.0.0.5", http.Header{"X-Forwarded-Proto": {"https"}}, 200, false},
		{"through a proxy that says http", "GET", "thutuc.example.vn", http.Header{"X-Forwarded-Proto": {"http"}}, 200, true},
		{"by another name", "GET", "10.0.0.5:8080", nil, 200, true},
		{"on this machine", "GET", "localhost:8080", nil, 200, false},
		{"through a proxy with a name of its own", "POST", "localhost:8080", http.Header{"X-Forwarded-Proto": {"https"}, "Origin": {"https://thutuc.example.vn"}}, 303, false},
		{"posting from a plain page", "POST", "thutuc.example.vn", http.Header{"Origin": {"http://thutuc.example.vn"}}, 400, true},
		{"posting from a safe page", "POST", "thutuc.example.vn", http.Header{"Origin": {"https://thutuc.example.vn"}}, 303, false},
	} {
		t.Run(one.name, func(t *testing.T) {
			r, err := http.NewRequest(one.method, s.URL+signIn, strings.NewReader(give("lan", password).Encode()))
			must(t, err)
			r.Host = one.host
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for k, v := range one.header {
				r.Header[k] = v
			}
			res, err := s.nobody(t).Do(r)
			must(t, err)
			status, page := read(t, res)
			if told := strings.Contains(page, "không qua https"); status != one.status || told != one.told {
				t.Errorf("status %d, told %v; want %d, %v", status, told, one.status, one.told)
			}
			for _, c := range res.Cookies() {
				if safe := one.header.Get("X-Forwarded-Proto") == "https" || strings.HasPrefix(one.header.Get("Origin"), "https:"); c.Secure != safe {
					t.Errorf("the cookie %s is Secure: %v", c.Name, c.Secure)
				}
			}
		})
	}
}

// TestNoSecretIsLogged: neither the log nor the audit holds what opens a door.
func TestNoSecretIsLogged(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleAdmin, "")
	tokens := []string{p.cookie()}
	p.sends(http.StatusUnprocessableEntity, account+"/mat-khau", url.Values{"mat-khau": {"mat khau da go nham"}, "mat-khau-moi": {"mat khau moi tinh"}})
	page := p.sends(http.StatusOK, account+"/ma-du-phong", url.Values{"mat-khau": {password}})
	for _, m := range regexp.MustCompile(`<li class="code">([A-Z2-7-]+)<`).FindAllStringSubmatch(page, -1) {
		tokens = append(tokens, m[1])
	}
	page = p.sends(http.StatusOK, admin.Root+"/nguoi-dung", url.Values{"ten": {"minh"}, "vai-tro": {"viewer"}})
	tokens = append(tokens, regexp.MustCompile(`class="code key">([a-z2-7-]+)<`).FindStringSubmatch(page)[1], p.cookie())
	u, err := s.db.User(t.Context(), "admin")
	must(t, err)
	tokens = append(tokens, password, "mat khau da go nham", "mat khau moi tinh", secret, u.Password, u.Recovery[0], s.code(t, secret))
	s.nobody(t).post(signIn, give("mat khau go vao o ten", "mat khau da go nham"))
	p.get(admin.Root + "/%00")
	kept := s.log.String()
	events, err := s.db.Audit(t.Context(), data.AuditFilter{}, 1000)
	must(t, err)
	for _, e := range events {
		e.Hash = ""
		kept += fmt.Sprintln(e)
	}
	for _, token := range append(tokens, "mat khau go vao o ten", "127.0.0.1") {
		if token == "" || strings.Contains(kept, token) {
			t.Errorf("%q is kept", token)
		}
	}
}
