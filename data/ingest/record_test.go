package ingest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"tracuu/data"
)

func TestRejects(t *testing.T) {
	tests := []struct{ name, line, code, reason string }{
		{"cut", `{"code":"1.000123","name":"Cấp`, "", "bản ghi JSON bị cắt ngang"},
		{"no JSON", `code;name`, "", "dòng không phải JSON hợp lệ (sai ở byte thứ 1)"},
		{"two objects", `{"id":"1"}{"id":"2"}`, "", "dòng không phải JSON hợp lệ (sai ở byte thứ 11)"},
		{"list", `[{"id":"1"}]`, "", "dòng là một danh sách JSON"},
		{"string", `"1.000123"`, "", "dòng không phải một đối tượng JSON"},
		{"null", `null`, "", "không rõ là thủ tục hay tin bài"},
		{"no kind", `{"ma":"1.000123","ten":"Cấp phép"}`, "", "không rõ là thủ tục hay tin bài"},
		{"invalid UTF-8", "{\"code\":\"1.000123\",\"name\":\"C\xe1p\"}", "1.000123", "dòng có byte không phải UTF-8 (ở byte thứ 29): hãy lưu lại tệp bằng bảng mã UTF-8"},
		{"invalid UTF-8 and JSON", "{\"name\":\"C\xe1p", "", "dòng không phải JSON và có byte không phải UTF-8"},

		{"null code", `{"code":null,"name":"Cấp phép"}`, "", `thiếu mã thủ tục ("code"): hãy điền mã`},
		{"code missing", `{"id":"tthc-7","name":"Cấp phép","steps":"a"}`, "tthc-7", `thiếu mã thủ tục ("code")`},
		{"code of blanks", `{"code":" \u200b ","name":"Cấp phép"}`, "", `thiếu mã thủ tục ("code")`},
		{"broken code", `{"code":"TT-15","name":"Cấp phép"}`, "TT-15", `mã thủ tục "TT-15" không đúng dạng: hãy ghi như 1.001193`},
		{"endless code", `{"code":"` + strings.Repeat("x", 500) + `","name":"Cấp phép"}`, strings.Repeat("x", 64) + "…", "không đúng dạng"},
		{"number that lost a zero", `{"code":1.00119,"name":"Cấp phép"}`, "1.00119", "có thể đã mất số 0 ở cuối"},
		{"no name", `{"code":"1.000123","name":"Không có thông tin"}`, "1.000123", `thiếu tên thủ tục ("name")`},
		{"name of the wrong type", `{"code":"1.000123","name":{"vi":"Cấp"}}`, "1.000123", `trường "name" phải là chuỗi, không phải đối tượng`},
		{"code of the wrong type", `{"code":true,"name":"Cấp"}`, "", `trường "code" phải là chuỗi, không phải đúng/sai`},
		{"type inside a list", `{"code":"1.000123","name":"Cấp","methods":[{"note":{"a":1}}]}`, "1.000123", `trường "methods.note" phải là chuỗi`},
		{"list of the wrong type", `{"code":"1.000123","name":"Cấp","documents":[[1]]}`, "1.000123", `trường "documents" phải là danh sách đối tượng, không phải danh sách`},
		{"list is a flag", `{"code":"1.000123","name":"Cấp","documents":true}`, "1.000123", `trường "documents" phải là danh sách đối tượng, không phải đúng/sai`},
		{"long field", `{"code":"1.000123","name":"Cấp","steps":"` + strings.Repeat("a", maxField+1) + `"}`, "1.000123", `trường "steps" dài 131073 byte, vượt giới hạn 131072 byte`},
		{"long field inside", `{"code":"1.000123","name":"Cấp","documents":[{"name":"` + strings.Repeat("a", maxField+9) + `"}]}`, "1.000123", `trường "documents.name" dài 131081 byte`},
		{"broken date", `{"code":"1.000123","name":"Cấp","effective_date":"sang năm"}`, "1.000123", `ngày có hiệu lực "sang năm" không đọc được`},
		{"broken successor", `{"code":"1.000123","name":"Cấp","replaced_by":"mới"}`, "1.000123", `trường "replaced_by": mã thủ tục "mới" không đúng dạng`},

		{"article without id", `{"title":"Lịch cắt điện"}`, "", `thiếu mã tin ("id") và địa chỉ ("url")`},
		{"article without anything", `{"id":"a1","title":" ","body":""}`, "a1", `không có tiêu đề ("title") lẫn nội dung ("body")`},
		{"article with a wrong type", `{"id":"a1","title":"Tin","body":{"html":"x"}}`, "a1", `trường "body" phải là chuỗi`},
		{"article with a long body", `{"id":"a1","title":"Tin","body":"` + strings.Repeat("a", maxField+1) + `"}`, "a1", `trường "body" dài`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := decode([]byte(tt.line), Options{})
			if rec.Reject == nil {
				t.Fatalf("taken: %+v %+v", rec.Procedure, rec.Article)
			}
			if rec.Reject.Code != tt.code || !strings.Contains(rec.Reject.Reason, tt.reason) {
				t.Errorf("reject %q: %s\nwant   %q: %s", rec.Reject.Code, rec.Reject.Reason, tt.code, tt.reason)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	tests := []struct {
		line string
		kind data.Kind // asked for
		want data.Kind // "" is a reject
	}{
		{`{"code":"1.000123","name":"Cấp phép"}`, "", data.KindProcedure},
		{`{"code":"1.000123","name":"Cấp phép","title":"Cấp phép","body":"x"}`, "", data.KindProcedure},
		{`{"id":"1","title":"Tin"}`, "", data.KindArticle},
		{`{"id":"1","title":"","text":"Nội dung"}`, "", data.KindArticle},
		{`{"id":"1","code":null,"lead":"Tóm tắt"}`, "", data.KindArticle},
		{`{"id":"1","lead":"Tóm tắt"}`, data.KindProcedure, ""},
		{`{"id":"1","code":"1.000123","name":"Cấp phép","title":"Tin"}`, data.KindArticle, data.KindArticle},
	}
	for _, tt := range tests {
		rec := decode([]byte(tt.line), Options{Kind: tt.kind})
		got := data.Kind("")
		switch {
		case rec.Procedure != nil:
			got = data.KindProcedure
		case rec.Article != nil:
			got = data.KindArticle
		}
		if got != tt.want {
			t.Errorf("%s read as %q is %q, want %q (%+v)", tt.line, tt.kind, got, tt.want, rec.Reject)
		}
	}
}

func TestToleratedTypes(t *testing.T) {
	p := readProcedure(t, `{"code":1.000123,"name":["Cấp","phép"],"level":["Cấp xã","Cấp tỉnh"],"decision":12,"steps":["Bước 1","Bước 2"],
		"methods":{"channel":"Trực tiếp","duration_value":"3","duration_unit":"ngày","fee":20000},"documents":["Đơn",{"name":"Ảnh","originals":"2","copies":1.0}],
		"audience":["Doanh nghiệp"],"legal_basis":"Luật Hộ tịch","unknown":{"x":[1]},"agency":null}`)
	want := data.Procedure{
		Code: "1.000123", OfficialName: "Cấp phép", Name: "Cấp phép", Status: data.StatusActive,
		Levels: []data.Level{data.LevelCommune, data.LevelProvince}, Decision: "12", Steps: "Bước 1\nBước 2",
		Methods: []data.Method{{
			Channel:  data.ChannelInPerson,
			Duration: data.Duration{Printed: "3 ngày", Text: "3 ngày", Value: 3, Unit: data.UnitDay},
			Fees:     []data.Fee{{Printed: "20000", Text: "20.000 đồng", AmountVND: 20000}},
		}},
		Documents: []data.Document{{Name: "Đơn"}, {Name: "Ảnh", Originals: 2, Copies: 1}},
		Audience:  []string{"Doanh nghiệp"}, LegalBasis: []data.LegalRef{{Title: "Luật Hộ tịch"}},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("procedure (-want +got):\n%s", diff)
	}
	if a := readArticle(t, `{"id":4711,"title":2025,"views":"12"}`); a.SourceID != "4711" || a.Title != "2025" || a.SourceViews != 12 {
		t.Errorf("article %+v", a)
	}
}

func TestDeepAndOddJSON(t *testing.T) {
	for _, line := range []string{
		`{"code":"1.000123","name":"Cấp","methods":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`,
		`{"a":` + strings.Repeat(`{"a":`, 20000) + `1` + strings.Repeat(`}`, 20001),
		`{"code":"1.000123","code":"1.000124","name":"\ud800 Cấp \u0000"}`,
		`{"code":"1.000123","name":"Cấp","documents":[{"name":"Đơn","originals":1e400,"copies":-3.5}]}`,
		`{}`, `{"":null}`, `0`, `"`, `{"id":1e999,"title":"x","views":-1}`,
	} {
		rec := decode([]byte(line), Options{}) // does not panic
		if p := rec.Procedure; p != nil && (strings.ContainsRune(p.Name, 0) || !utf8.ValidString(p.Name)) {
			t.Errorf("name %q", p.Name)
		}
	}
}

// TestHostileFields holds that cleaning takes no more than linear time.
func TestHostileFields(t *testing.T) {
	for _, unit := range []string{"1 VNĐ () | ", "( ", ") | ", "Phí : ", "a)", "1/2020/NĐ-CP", "Trực tiếp1 NgàyMiễn phí(", "1 bản chính", documentsHead, "Mã: KQ1", "x\n", "¬a", "\u0441a"} {
		s := strings.Repeat(unit, maxField/len(unit)/2)
		line, err := json.Marshal(map[string]any{
			"code": "1.000123", "name": "Cấp " + s, "fee": s, "duration": s, "methods_text": methodsHead + s, "documents_text": s,
			"legal_basis_text": s, "result": s, "conditions": s, "steps": s, "audience": s, "keywords": s,
		})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if rec := decode(line, Options{}); rec.Reject != nil {
			t.Errorf("%q repeated is rejected: %s", unit, rec.Reject.Reason)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q repeated takes %v", unit, took)
		}
	}
}

// checkText fails for a string that is not valid UTF-8 in NFC.
func checkText(tb testing.TB, record any) {
	tb.Helper()
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case string:
			if !utf8.ValidString(v) || !norm.NFC.IsNormalString(v) {
				tb.Errorf("%s is not NFC: %+q", path, v)
			}
		case []any:
			for i, e := range v {
				walk(fmt.Sprintf("%s[%d]", path, i), e)
			}
		case map[string]any:
			for k, e := range v {
				walk(path+"."+k, e)
			}
		}
	}
	b, err := json.Marshal(record)
	if err != nil {
		tb.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		tb.Fatal(err)
	}
	walk("", v)
}

func FuzzRecord(f *testing.F) {
	for _, s := range []string{
		`{"code":"1.000123.H32","name":"THỦ TỤC CẤP GIẤY PHÉP (CẤP XÃ).","level":"Cấp Xã","methods":[{"channel_raw":"ONLINE","duration_raw":"1 OTHER","fee_raw":"0 VNĐ (a (b) | 20000 VNĐ (/trang)","note":"x"}]}`,
		`{"code":"1.000123","name":"C\u0301p","documents":[{"case":"* Giấy tờ:","name":"- Đơn","originals":1}],"legal_basis":[{"number":"Luật số: 1/2020/QH14","title":"x"}]}`,
		`{"code":"1.000123","name":"Cấp","methods_text":"Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến5 NgàyMiễn phí(a)b","documents_text":"--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn1 bản chính","legal_basis_text":"Tên văn bản pháp lýMã văn bảnLuật1/2020/QH14","result":"Giấy phépMã: KQ.G01.000001Từ khóaaMô tảb"}`,
		`{"id":"1","title":"","text":"Ngày 1/2, TP. Nha Trang … Hết.","date":"2020-01-02","published_raw":"02/01/2020 2:17 CH"}`,
		`{"id":"1","title":"&lt;b&gt; T&amp;T","body":"<p>a<br>b</p>","body_kind":"lead only","photos":[{"url":"https://a.vn/1.jpg"}]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if len(line) == 0 {
			return // blank lines are not decoded
		}
		rec := decode(line, Options{})
		switch {
		case rec.Procedure != nil:
			if rec.Procedure.Code == "" || rec.Procedure.Name == "" || rec.Procedure.OfficialName == "" {
				t.Errorf("taken without code or name: %+v", rec.Procedure)
			}
			checkText(t, rec.Procedure)
		case rec.Article != nil:
			if rec.Article.SourceID == "" || rec.Article.Title == "" {
				t.Errorf("taken without id or title: %+v", rec.Article)
			}
			checkText(t, rec.Article)
		case rec.Reject == nil || rec.Reject.Reason == "":
			t.Errorf("neither taken nor rejected with a reason: %s", line)
		default:
			checkText(t, rec.Reject)
		}
	})
}

// FuzzCleaning puts one text into every field, where the mutations of
// FuzzRecord rarely reach.
func FuzzCleaning(f *testing.F) {
	for _, s := range []string{
		"0 VNĐ (x (y) | 2000 VNĐ (/trang)", "1 OTHER", "Không có thông tin", "THỦ TỤC CẤP LẠI THẺ.", "Pháp lệnh số: 1/2020/UBTVQH14",
		"Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp1100 VNĐ(a)Trực tuyến5 NgàyMiễn phí", "Lệ phí : 20.000 Đồng (a) Phí : 0 Đồng",
		"--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn 01 bản chính2 bản chính,1 bản sao", "Tên văn bản pháp lýMã văn bảnLuật1/2020/QH142/2021/NĐ-CPĐ",
		"Giấy phépMã: KQ.G01.000001Từ khóaaMô tảbChọn cơ quan thực hiệnTỉnh/ Thành phốBộ", "i\u0307", "18/03/2019 | 04:01 PM", "<p>a &lt;b&gt;",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		method := map[string]string{"channel": s, "duration_raw": s, "fee_raw": s, "note": s}
		procedure := map[string]any{
			"code": "1.000123", "name": "A" + s, "field": s, "level": s, "type": s, "agency": s, "reception_address": s, "steps": s,
			"methods": []any{method}, "documents": []any{map[string]any{"case": s, "name": s}}, "audience": s, "result": s,
			"legal_basis": []any{map[string]any{"number": s, "title": s}}, "conditions": s, "keywords": s, "description": s, "url": s,
		}
		glued := map[string]any{
			"code": "1.000123", "name": "A" + s, "duration": s, "fee": s, "result": s, "conditions": s, "legal_basis_text": s,
			"methods_text": methodsHead + s, "documents_text": s + documentsHead + s,
		}
		article := map[string]any{"id": "A" + s, "title": s, "lead": s, "body": "A \n" + s, "date": s, "published_raw": s, "author": s}
		for _, record := range []any{procedure, glued, article} {
			line, err := json.Marshal(record)
			if err != nil {
				t.Fatal(err)
			}
			rec := decode(line, Options{})
			if rec.Reject != nil {
				if len(s) < maxField {
					t.Errorf("rejected: %s", rec.Reject.Reason)
				}
				continue
			}
			checkText(t, rec)
		}
	})
}
