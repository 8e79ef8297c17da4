package answer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/search"
	"tracuu/web/answer"
	"tracuu/web/words"
)

var all = []search.Asked{
	search.AskedDocuments, search.AskedFee, search.AskedTime, search.AskedPlace,
	search.AskedAudience, search.AskedResult, search.AskedConditions, search.AskedSteps,
}

func procedure() data.Procedure {
	return data.Procedure{
		Code: "1.900001", Name: "Cấp phép thả diều", Agency: "Phòng Diều giấy", ReceptionAddress: "Bãi cỏ số 7",
		SourceURL: "https://dichvucong.gov.vn/thu-tuc/1.900001", Status: data.StatusActive,
		Steps:      "Bước 1: Ra bãi\n- Chọn hướng gió\n\n+ Đứng xuôi gió\nBước 2: Thả dây\nBước 3: Giữ dây\nBước 4: Thu dây\nBước 5: Về",
		Conditions: "Trời không mưa.", Result: "Giấy phép thả diều", Audience: []string{"Người chơi diều", "Câu lạc bộ diều"},
		Methods: []data.Method{
			{
				Channel: data.ChannelOnline, Duration: data.Duration{Text: "3 ngày làm việc"},
				Fees: []data.Fee{
					{Text: "12.345 đồng/con diều (trẻ em: giảm một nửa)", AmountVND: 12345},
					{Printed: "0 VNĐ (theo gió)", Text: "Lệ phí dây: theo chiều dài"},
				},
			},
			{Channel: data.ChannelPost, Duration: data.Duration{Text: "5 ngày làm việc"}, Fees: []data.Fee{{Printed: "0 VNĐ ()"}}},
			{Channel: data.ChannelInPerson, Duration: data.Duration{Text: "5 ngày làm việc"}, Fees: []data.Fee{{Text: "Không quy định."}}},
		},
		Documents: []data.Document{
			{Name: "Giấy tờ phải nộp:"},
			{Name: "Đơn xin thả diều", Originals: 1},
			{Case: "Diều có đèn", Name: "Giấy kiểm tra đèn", Originals: 1, Copies: 2},
			{Case: "Diều có đèn", Name: "Đèn phải tắt được từ xa."},
		},
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	p := procedure()
	for _, want := range []answer.Answer{
		{Field: search.AskedDocuments, Label: "Giấy tờ cần mang", Anchor: "#giay-to", Lines: []answer.Line{
			{Text: "Giấy tờ phải nộp:", Head: true},
			{Text: "Đơn xin thả diều", Sheets: "1 bản chính"},
			{Text: "Diều có đèn", Head: true},
			{Text: "Giấy kiểm tra đèn", Sheets: "1 bản chính, 2 bản sao"},
			{Text: "Đèn phải tắt được từ xa."},
		}},
		{Field: search.AskedFee, Label: "Phí, lệ phí", Anchor: "#le-phi", Lines: []answer.Line{
			{Label: "Trực tuyến", Text: "12.345 đồng/con diều (trẻ em: giảm một nửa)"},
			{Label: "Trực tuyến", Text: "Lệ phí dây: theo chiều dài"},
		}},
		{Field: search.AskedTime, Label: "Thời hạn giải quyết", Anchor: "#le-phi", Lines: []answer.Line{
			{Label: "Trực tuyến", Text: "3 ngày làm việc"},
			{Label: "Bưu chính công ích · Trực tiếp", Text: "5 ngày làm việc"},
		}},
		{Field: search.AskedPlace, Label: "Nơi nộp", Anchor: "#noi-nop", Lines: []answer.Line{
			{Label: "Cơ quan thực hiện", Text: "Phòng Diều giấy"},
			{Label: "Địa chỉ tiếp nhận", Text: "Bãi cỏ số 7"},
			{Label: "Nộp trực tuyến", Text: p.SourceURL, URL: p.SourceURL},
		}},
		{
			Field: search.AskedAudience, Label: "Đối tượng thực hiện", Anchor: "#thong-tin",
			Lines: []answer.Line{{Text: "Người chơi diều; Câu lạc bộ diều"}},
		},
		{Field: search.AskedResult, Label: "Kết quả nhận được", Anchor: "#ket-qua", Lines: []answer.Line{{Text: "Giấy phép thả diều"}}},
		{Field: search.AskedConditions, Label: "Yêu cầu, điều kiện", Anchor: "#dieu-kien", Lines: []answer.Line{{Text: "Trời không mưa."}}},
		{Field: search.AskedSteps, Label: "Các bước thực hiện", Anchor: "#cac-buoc", More: "Còn 2 dòng nữa.", Lines: []answer.Line{
			{Text: "Bước 1: Ra bãi"}, {Text: "- Chọn hướng gió"}, {Text: "+ Đứng xuôi gió"}, {Text: "Bước 2: Thả dây"}, {Text: "Bước 3: Giữ dây"},
		}},
	} {
		got, ok := answer.Of(words.Vietnamese(), &p, want.Field)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(answer.Answer{})); diff != "" || !ok {
			t.Errorf("%s: %v (-want +got)\n%s", want.Field, ok, diff)
		}
	}
}

// TestInEnglish: what is said around the record's words is English, the words
// stay as they are.
func TestInEnglish(t *testing.T) {
	t.Parallel()
	all, err := words.Languages()
	if err != nil {
		t.Fatal(err)
	}
	english := all[slices.IndexFunc(all, func(l *words.Language) bool { return l.Tag == "en" })]
	p := procedure()
	p.Methods[0].Duration.Value, p.Methods[0].Duration.Unit = 3, data.UnitWorkingDay // a certain number; that of the others is none
	for asked, want := range map[search.Asked]string{
		search.AskedDocuments: "Documents to bring: Giấy tờ phải nộp:\nĐơn xin thả diều (1 original)\nDiều có đèn\nGiấy kiểm tra đèn (1 original, 2 copies)\nĐèn phải tắt được từ xa.",
		search.AskedTime:      "Time limit: Online: 3 working days\nBy post · In person: 5 ngày làm việc",
		search.AskedSteps:     "Steps to follow: Bước 1: Ra bãi\n- Chọn hướng gió\n+ Đứng xuôi gió\nBước 2: Thả dây\nBước 3: Giữ dây\n2 more lines.",
	} {
		a, _ := answer.Of(english, &p, asked)
		if got := a.Label + ": " + a.Text(); got != want {
			t.Errorf("%s answers %q, want %q", asked, got, want)
		}
	}
}

// TestSilent: where the record says nothing there is no answer, least of all
// "free".
func TestSilent(t *testing.T) {
	t.Parallel()
	zero := data.Procedure{Status: data.StatusActive, Agency: " ", Conditions: "Không quy định.", Result: "\n", Methods: []data.Method{
		{Channel: data.ChannelOnline, Fees: []data.Fee{{Printed: "0 VNĐ ()"}, {Text: "(Không quy định)"}, {Text: "0"}, {Text: "0 VNĐ ("}}},
		{Channel: data.ChannelPost, Fees: []data.Fee{{}}},
	}, SourceURL: "javascript:alert(1)//.gov.vn"}
	repealed := procedure()
	repealed.Status = data.StatusRepealed
	for name, p := range map[string]data.Procedure{"empty": {}, "nothing in it": zero, "repealed": repealed} {
		for _, asked := range append(all, search.AskedNothing, "nonsense") {
			if a, ok := answer.Of(words.Vietnamese(), &p, asked); ok {
				t.Errorf("%s answers %q with %+v", name, asked, a)
			}
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	p := procedure()
	for asked, want := range map[search.Asked][2]string{
		search.AskedFee:   {"Trực tuyến", "12.345 đồng/con diều (trẻ em: giảm một nửa)\nLệ phí dây: theo chiều dài"},
		search.AskedTime:  {"", "Trực tuyến: 3 ngày làm việc\nBưu chính công ích · Trực tiếp: 5 ngày làm việc"},
		search.AskedPlace: {"", "Cơ quan thực hiện: Phòng Diều giấy\nĐịa chỉ tiếp nhận: Bãi cỏ số 7\nNộp trực tuyến: " + p.SourceURL},
	} {
		a, _ := answer.Of(words.Vietnamese(), &p, asked)
		if diff := cmp.Diff(want, [2]string{a.Channel(), a.Text()}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", asked, diff)
		}
	}
}

// TestMuch: an answer stays short and says what it leaves out.
func TestMuch(t *testing.T) {
	t.Parallel()
	p := data.Procedure{Status: data.StatusActive, Result: strings.Repeat("giấy ", 1000)}
	m := data.Method{Channel: data.ChannelInPerson}
	for i := range 40 {
		p.Documents = append(p.Documents, data.Document{Case: fmt.Sprint("Trường hợp ", i%3), Name: fmt.Sprint("Giấy ", i), Originals: 1})
		p.Documents = append(p.Documents, data.Document{Case: fmt.Sprint("Trường hợp ", i%3), Name: fmt.Sprint("Ghi chú ", i)})
		m.Fees = append(m.Fees, data.Fee{Text: fmt.Sprint(i, " đồng")})
	}
	p.Methods = []data.Method{m}
	for asked, want := range map[search.Asked]struct {
		lines int
		more  string
	}{
		search.AskedDocuments: {12, "Còn 34 loại giấy tờ nữa."},
		search.AskedFee:       {8, "Còn 32 mức phí nữa."},
		search.AskedResult:    {1, "Trang thủ tục ghi đầy đủ hơn."},
	} {
		a, _ := answer.Of(words.Vietnamese(), &p, asked)
		if len(a.Lines) != want.lines || a.More != want.more {
			t.Errorf("%s: %d lines and %q, want %d and %q", asked, len(a.Lines), a.More, want.lines, want.more)
		}
		if n := len([]rune(a.Text())); n > 1000 {
			t.Errorf("%s: %d letters", asked, n)
		}
	}

	// Few lines may be long.
	long := strings.Repeat("rất dài ", 100)
	p = data.Procedure{Status: data.StatusActive, Steps: strings.Repeat(long+"\n", 4), Methods: []data.Method{m}}
	for i := range p.Methods[0].Fees {
		p.Methods[0].Fees[i].Text = long
		p.Documents = append(p.Documents, data.Document{Name: long, Originals: 1})
	}
	for asked, more := range map[search.Asked]string{
		search.AskedDocuments: "Còn 38 loại giấy tờ nữa.", search.AskedFee: "Còn 38 mức phí nữa.", search.AskedSteps: "Còn 2 dòng nữa.",
	} {
		a, _ := answer.Of(words.Vietnamese(), &p, asked)
		if n := len([]rune(a.Text())); n > 1200 || a.More != more {
			t.Errorf("%s: %d letters and %q, want %q", asked, n, a.More, more)
		}
	}
}

// TestVerbatim: every line of every answer over the sample stands in the
// record, letter by letter.
func TestVerbatim(t *testing.T) {
	t.Parallel()
	procedures, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	answers := 0
	for _, p := range procedures {
		parts := []string{p.Steps, p.Result, p.Conditions, p.Agency, p.ReceptionAddress, p.SourceURL, strings.Join(p.Audience, "; ")}
		for _, m := range p.Methods {
			parts = append(parts, m.Duration.Text)
			for _, f := range m.Fees {
				parts = append(parts, f.Text)
			}
		}
		for _, d := range p.Documents {
			parts = append(parts, d.Case, d.Name)
		}
		record := strings.Join(parts, "\n")
		for _, asked := range all {
			a, ok := answer.Of(words.Vietnamese(), &p, asked)
			if ok {
				answers++
			}
			for _, l := range a.Lines {
				text := strings.TrimSuffix(l.Text, " …")
				if !strings.Contains(record, text) {
					t.Errorf("%s, %s: %q is not in the record", p.Code, asked, text)
				}
			}
		}
	}
	if answers < 4*len(procedures) {
		t.Errorf("only %d answers from %d procedures", answers, len(procedures))
	}
}
