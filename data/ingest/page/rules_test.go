package page

import (
	"strings"
	"testing"
)

const someRules = `# Cổng của các xã miền biển
[[site]]
host = "*.miendat.example.vn"
title = "h2.ten-bai"
published = ".gio-dang"
lead = ".mo-dau"
body = "#bai"
category = ".muc"
author = ".nguoi-viet"
drop = [".khung-xam"]
`

const ruledPage = `<title>Cổng xã</title><div class="muc">Đời sống</div><h1>Cổng thông tin xã</h1><h2 class="ten-bai">Chợ đêm mở lại</h2>
<span class="gio-dang">Thứ Bảy, 02/06/2023 2:17 CH</span><p class="mo-dau">Chợ mở từ tối nay.</p>
<div id="bai" class="related"><p>Sau hai tháng sửa mái, chợ đêm bán trở lại.</p><div class="khung-xam">Mời mua vé số ủng hộ.</div><p>Vào cửa tự do.</p></div>
<p class="nguoi-viet">Lê Sóng</p>`

func TestRules(t *testing.T) {
	rules, err := LoadRules(strings.NewReader(someRules))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Read(Input{URL: "https://xa1.miendat.example.vn/cho-dem", Body: []byte(ruledPage), Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"title": "Chợ đêm mở lại", "published_raw": "Thứ Bảy, 02/06/2023 2:17 CH", "lead": "Chợ mở từ tối nay.",
		"body": "Sau hai tháng sửa mái, chợ đêm bán trở lại.\nVào cửa tự do.", "category": "Đời sống", "author": "Lê Sóng",
	} {
		if got := p.Record[key]; got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	for _, in := range []Input{
		{URL: "https://noikhac.example.vn/cho-dem", Body: []byte(ruledPage), Rules: rules},                                  // another site
		{URL: "https://xa1.miendat.example.vn/", Body: []byte(strings.ReplaceAll(ruledPage, `id="bai"`, "")), Rules: rules}, // no article where the rule says
		{URL: "https://xa1.miendat.example.vn/cho-dem", Body: []byte(ruledPage)},                                            // no rules
	} {
		if p, err := Read(in); err != nil || p.Kind == Article {
			t.Errorf("%s: %s with %v, %v", in.URL, p.Kind, p.Record, err)
		}
	}
}

func TestRulesTellTheLine(t *testing.T) {
	for _, c := range []struct{ rules, want string }{
		{strings.Replace(someRules, `body = "#bai"`, `body = "#bai`, 1), "dòng 7: sai cách viết"},
		{strings.Replace(someRules, `body =`, `than =`, 1), `dòng 7: không có khóa "than"`},
		{someRules + "[[site]]\nhost = \"b.vn\"\nlead = \"div[\"\n", `dòng 13: bộ chọn CSS của "lead"`},
		{strings.Replace(someRules, `".khung-xam"`, `">>"`, 1), `dòng 10: bộ chọn CSS của "drop"`},
		{someRules + "\n[[site]]\ntitle = \"h1\"\n", `dòng 12: thiếu "host"`},
		{strings.Replace(someRules, `"*.miendat`, `"https://miendat`, 1), `dòng 3: thiếu "host" hoặc`},
		{strings.Replace(someRules, `[".khung-xam"]`, `7`, 1), "sai kiểu"},
	} {
		if _, err := LoadRules(strings.NewReader(c.rules)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	if rules, err := LoadRules(strings.NewReader("")); err != nil || len(rules.sites) > 0 {
		t.Errorf("an empty file: %v, %v", rules, err)
	}
}
