package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// visitor is somebody with an address and a browser of their own.
type visitor struct {
	*http.Client
	t     *testing.T
	addr  string
	agent string
}

func newVisitor(t *testing.T, addr string, n int) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 9, 8, byte(10+n))}}
	transport := &http.Transport{DialContext: from.DialContext}
	t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &visitor{&http.Client{Jar: jar, Transport: transport, CheckRedirect: stay}, t, addr, fmt.Sprintf("Mozilla/5.0 (KwikPhone-%d) Kwibrowser/77.%d", n, n)}
}

func (v *visitor) send(method, path string, form url.Values, referer string) int {
	v.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.addr+path, body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("User-Agent", v.agent)
	r.Header.Set("X-Forwarded-For", "203.0.113.77")
	r.Header.Set("Accept-Language", "vi-kwi")
	if referer != "" {
		r.Header.Set("Referer", v.addr+referer)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := v.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		v.t.Fatal(err)
	}
	return res.StatusCode
}

// TestNothingOfPersons: after a day of scans, searches and sign-ins neither the
// database nor the log, at its most talkative, holds an address of a client, a
// browser's name, or anything of a person that was typed.
func TestNothingOfPersons(t *testing.T) {
	exe, dir, codes := scanFolder(t)
	const password = "mat khau Kwinsecret 1"
	add := exec.Command(exe, "user", "add", "lan", "--role", "viewer", "--password-stdin", "--dir", dir)
	add.Stdin = strings.NewReader(password + "\n")
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	addr, cmd, stderr := serveProcess(t, exe, dir, "--verbose")
	private := []string{
		"thủ tục thử cccd 079085004321", "thủ tục thử cccd 079 085 004 321", "cho hỏi 0905.777.421 thủ tục thử", "gọi +84 905 777 421", "xe 79A-777.42 sang tên", "xe 79-A1 777.42",
		"lan.kwijibo@gmail.com quên mật khẩu", "tôi tên Trần Kwijibo muốn thử", "ông Kwijibo thủ tục thử", "toi ten tran kwijibo", "tooi teen traanf kwijibo", "facebook.com/kwijibo.77742 lừa",
		"số nhà 742/1 đường Kwijibo", "sinh ngày 17/07/1942 thủ tục thử", "hộ chiếu B7774210", "tentoilatrankwijibo",
	}
	for n := range 6 {
		v := newVisitor(t, addr, n)
		for _, q := range private {
			path := "/tim-kiem?q=" + url.QueryEscape(q)
			v.send(http.MethodGet, path, nil, "")
			v.send(http.MethodGet, "/thu-tuc/1.000003", nil, path)
			v.send(http.MethodGet, "/api/v1/search?q="+url.QueryEscape(q), nil, "")
			v.send(http.MethodGet, "/api/v1/suggest?q="+url.QueryEscape(q), nil, "")
			v.send(http.MethodGet, "/tim-kiem.atom?q="+url.QueryEscape(q), nil, "")
			v.send(http.MethodGet, "/en/tim-kiem?q="+url.QueryEscape(q), nil, "")
			v.send(http.MethodGet, "/q/"+url.PathEscape(q), nil, "")
			v.send(http.MethodGet, "/ma?ma="+url.QueryEscape(q), nil, "")
			v.send(http.MethodGet, "/lam-o-xa-nao?xa="+url.QueryEscape(q), nil, "")
		}
		for _, path := range []string{"/thu-tuc/079085004321", "/tin-tuc/0905777421", "/0905777421/079085004321", "/kiem-tra/0905777421", "/linh-vuc/tran-kwijibo", "/api/v1/0905777421"} {
			v.send(http.MethodGet, path, nil, "")
		}
		for _, c := range codes {
			v.send(http.MethodGet, "/q/"+c, nil, "")
			v.send(http.MethodGet, "/di/1.000001?tu="+c, nil, "/q/"+c)
		}
		wrong := url.Values{"ten": {"lan"}, "mat-khau": {"Kwinguess 0905777421"}}
		v.send(http.MethodPost, "/quan-tri/dang-nhap", wrong, "")
		right := url.Values{"ten": {"lan"}, "mat-khau": {password}}
		if v.send(http.MethodPost, "/quan-tri/dang-nhap", right, "") != http.StatusSeeOther || v.send(http.MethodGet, "/quan-tri/so-lieu/tim-kiem", nil, "") != http.StatusOK {
			t.Fatal("sign-in does not work")
		}
	}
	time.Sleep(1500 * time.Millisecond) // written by then, and again at the end
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("serve ended with %v\n%s", err, stderr)
	}
	secrets := []string{
		"127.9.8.", "203.0.113.77", "kwikphone", "kwibrowser", "vi-kwi", "kwinsecret", "kwinguess", "kwijibo", "079085004321", "004321", "004 321", "0905777421",
		"905 777", "777.42", "777 42", "77742", "7774210", "742/1", "17/07/1942",
	}
	check := func(where, text string) {
		t.Helper()
		text = strings.ToLower(text)
		for _, secret := range secrets {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("%s holds %q: …%s…", where, secret, strings.ToValidUTF8(text[max(0, at-60):min(len(text), at+60)], ""))
			}
		}
	}
	for line := range strings.Lines(stderr.String()) {
		check("the log", line)
	}
	if n := strings.Count(stderr.String(), "msg=request"); n < 500 {
		t.Errorf("the log has %d requests: is it at its most talkative?", n)
	}
	db, err := sql.Open("sqlite3", filepath.Join(dir, "tracuu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	known := 0
	for _, table := range column(t, db, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		for _, name := range column(t, db, `SELECT name FROM pragma_table_info('`+table+`')`) {
			for _, value := range column(t, db, `SELECT CAST("`+name+`" AS TEXT) FROM "`+table+`" WHERE "`+name+`" IS NOT NULL`) {
				check(table+"."+name, value)
				if table == "queries" && name == "text" {
					known++
				}
			}
		}
	}
	if known < 10 {
		t.Errorf("%d queries are known by their text: nothing was tried", known)
	}
	for _, suffix := range []string{"", "-wal"} { // what was deleted is not left behind
		b, err := os.ReadFile(filepath.Join(dir, "tracuu.db"+suffix))
		if err == nil {
			check("the file tracuu.db"+suffix, string(bytes.ToLower(b)))
		}
	}
}

// column is a column of texts.
func column(t *testing.T, db *sql.DB, query string) (out []string) {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
