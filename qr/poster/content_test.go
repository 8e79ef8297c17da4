package poster

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"tracuu/data"
)

func TestGain(t *testing.T) {
	long := "Giấy phép " + strings.Repeat("thả diều ", 12)
	for _, tt := range []struct{ result, want string }{
		{"Giấy khai sinh", "Giấy khai sinh"},
		{"- giấy phép thả diều.;", "Giấy phép thả diều"},
		{"a) Giấy phép thả diều\nb) Văn bản từ chối, nêu rõ lý do", "Giấy phép thả diều"},
		{"Văn bản không chấp thuận, Văn bản chấp thuận.", "Văn bản chấp thuận"},
		{"Giấy phép thả diều (Mẫu số 02 ban hành kèm theo Nghị quyết số 66.18/2026/NQ-CP)", "Giấy phép thả diều"},
		{"Quyết định phê duyệt phương án theo Mẫu số 13.TC Phụ lục IV.", "Quyết định phê duyệt phương án"},
		{"Giấy phép thu, chi ngoại tệ và hoạt động khác", "Giấy phép thu, chi ngoại tệ và hoạt động khác"},
		{"Quyết định phê duyệt phương án bảo vệ hồ chứa thủy điện", "Quyết định phê duyệt phương án bảo vệ hồ chứa thủy điện"},
		{"Giấy chứng nhận, Quyết định công nhận", "Giấy chứng nhận; Quyết định công nhận"},
		{"Giấy chứng nhận/ Văn bản từ chối", "Giấy chứng nhận"},
		{"Giấy phép, Giấy phép", "Giấy phép"},
		// One of two things is never named alone.
		{"Giấy phép hoặc văn bản từ chối nêu rõ lý do", "Giấy phép hoặc văn bản từ chối nêu rõ lý do"},
		{"Văn bản chấp thuận hoặc không chấp thuận", "Văn bản chấp thuận hoặc không chấp thuận"},
		{"Văn bản xác nhận, Hoặc Quyết định thu hồi", ""},
		// Nothing to be put on a wall.
		{"", ""},
		{"Văn bản từ chối", ""},
		{"Hồ sơ gửi đến cơ quan thuế không có kết quả giải quyết", ""},
		{"Trường hợp 2: Đánh giá duy trì", ""},
		{"Không quy định kết quả", ""},
		{"Kết quả gồm:\n- Giấy phép", ""},
		{"Giấy phép (theo quy định, Quyết định số 1)", ""},
		{long, ""},
		{"Giấy phép; Thẻ hành nghề; Sổ theo dõi", ""},
	} {
		if got := gain(tt.result); got != tt.want {
			t.Errorf("gain(%q) = %q, want %q", tt.result, got, tt.want)
		}
	}
}

// method files in person or otherwise.
func method(c data.Channel, time string, days float64, fees ...string) data.Method {
	m := data.Method{Channel: c, Duration: data.Duration{Text: time, Value: days, Unit: data.UnitWorkingDay}}
	for _, f := range fees {
		m.Fees = append(m.Fees, data.Fee{Text: f})
	}
	return m
}

func noted(m data.Method, note string) data.Method { m.Note = note; return m }

const (
	seeFee    = "Quét mã để xem mức phí và diện miễn giảm"
	seeCase   = "Tùy trường hợp, quét mã để xem"
	seePapers = "Quét mã để xem danh sách giấy tờ"
)

func TestFees(t *testing.T) {
	const online, inPerson, post = data.ChannelOnline, data.ChannelInPerson, data.ChannelPost
	long := "20.000 đồng. Miễn lệ phí cho " + strings.Repeat("người khuyết tật nặng; ", 12) + "trẻ em"
	for _, tt := range []struct {
		name    string
		methods []data.Method
		want    []string
	}{
		{"none", []data.Method{method(online, "", 0)}, nil},
		{"the same everywhere", []data.Method{method(online, "", 0, "8.000 đồng/bản"), method(inPerson, "", 0, "8.000 đồng/bản.")}, []string{"8.000 đồng/bản"}},
		{
			"by channel",
			[]data.Method{method(online, "", 0, "10.000 đồng"), method(inPerson, "", 0, "20.000 đồng"), method(post, "", 0, "20.000 đồng")},
			[]string{"Trực tuyến: 10.000 đồng", "Trực tiếp, Bưu chính công ích: 20.000 đồng"},
		},
		{
			"one way without",
			[]data.Method{method(online, "", 0), method(inPerson, "", 0, "20.000 đồng")},
			[]string{"Trực tuyến: hỏi cơ quan tiếp nhận", "Trực tiếp: 20.000 đồng"},
		},
		{"with exemptions", []data.Method{method(inPerson, "", 0, "20.000 đồng. Miễn cho hộ nghèo")}, []string{"20.000 đồng. Miễn cho hộ nghèo"}},
		{"exemptions that would have to be cut", []data.Method{method(inPerson, "", 0, long)}, []string{seeFee}},
		{"never free", []data.Method{method(inPerson, "", 0, "Không thu phí")}, []string{seeFee}},
		{"never free in other words", []data.Method{method(inPerson, "", 0, "Miễn lệ phí. Phí cấp bản sao trích lục (nếu có yêu cầu) thực hiện theo Thông tư")}, []string{seeFee}},
		{"no amount", []data.Method{method(inPerson, "", 0, "Theo quy định")}, []string{seeFee}},
		{"for some time only", []data.Method{method(inPerson, "", 0, "25.000 đồng đến hết ngày 31/12/2026")}, []string{seeFee}},
		{"of another province", []data.Method{method(inPerson, "", 0, "25.000 đồng theo nghị quyết của HĐND tỉnh Thanh Hóa")}, []string{seeFee}},
		{"contradicting itself", []data.Method{method(inPerson, "", 0, "1.500.000 đồng (150.000 đồng/1 giấy)")}, []string{seeFee}},
		{"amounts of nothing", []data.Method{method(inPerson, "", 0, "300.000 đồng", "400.000 đồng")}, []string{seeFee}},
		{"amounts of something", []data.Method{method(inPerson, "", 0, "300.000 đồng (xe máy)", "400.000 đồng (ô tô)")}, []string{"300.000 đồng (xe máy); 400.000 đồng (ô tô)"}},
		{"one channel, two fees", []data.Method{method(inPerson, "", 0, "300.000 đồng"), method(inPerson, "", 0, "400.000 đồng")}, []string{seeFee}},
		{"a note of fees", []data.Method{noted(method(inPerson, "", 0, "300.000 đồng"), "Miễn lệ phí cho hộ nghèo")}, []string{seeFee}},
	} {
		checkFact(t, tt.name, data.Procedure{Methods: tt.methods}, "Lệ phí", tt.want)
	}
}

func checkFact(t *testing.T, name string, p data.Procedure, label string, want []string) {
	t.Helper()
	if label != "Giấy tờ cần mang" { // there is no box of a fact that tells nothing
		p.Documents = []data.Document{paper("", "Tờ khai", 1, 0)}
	} else {
		p.Methods = []data.Method{method(data.ChannelInPerson, "5 ngày làm việc", 5)}
	}
	var got []string
	for _, f := range facts(p) {
		if f.Label == label {
			got = f.Lines
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s (-want +got):\n%s", name, label, diff)
	}
}

func TestTimes(t *testing.T) {
	const online, inPerson = data.ChannelOnline, data.ChannelInPerson
	five := method(inPerson, "5 ngày làm việc", 5)
	more := []string{"5 ngày làm việc", "Có trường hợp khác, quét mã để xem"}
	for _, tt := range []struct {
		name    string
		methods []data.Method
		want    []string
	}{
		{"none", []data.Method{method(inPerson, "", 0)}, nil},
		{"one", []data.Method{five}, []string{"5 ngày làm việc"}},
		{"by channel", []data.Method{five, method(online, "3 ngày làm việc", 3)}, []string{"Trực tiếp: 5 ngày làm việc", "Trực tuyến: 3 ngày làm việc"}},
		{"known for one channel", []data.Method{five, method(online, "", 0)}, []string{"Trực tiếp: 5 ngày làm việc"}},
		{"two for one channel", []data.Method{five, method(inPerson, "3 ngày làm việc", 3)}, []string{seeCase}},
		{"a note that repeats it", []data.Method{noted(five, "Không quá 05 (năm) ngày làm việc kể từ ngày nhận đủ hồ sơ")}, []string{"5 ngày làm việc"}},
		{"a note of other cases", []data.Method{noted(five, "05 ngày làm việc; đối với xã miền núi 20 ngày")}, more},
		{"a note that says otherwise", []data.Method{noted(five, "42 ngày làm việc")}, []string{seeCase}},
		{"a time of day", []data.Method{noted(five, "Hồ sơ nộp sau 15 giờ trả vào ngày hôm sau")}, more},
		{"a whole paragraph", []data.Method{method(inPerson, strings.Repeat("trong thời hạn làm thủ tục ", 12), 0)}, []string{seeCase}},
	} {
		checkFact(t, tt.name, data.Procedure{Methods: tt.methods}, "Thời gian", tt.want)
	}
}

func paper(c, name string, originals, copies int) data.Document {
	return data.Document{Case: c, Name: name, Originals: originals, Copies: copies}
}

func TestPapers(t *testing.T) {
	form, card := paper("", "1. Tờ khai đăng ký;", 1, 0), paper("", "Ảnh diều", 0, 2)
	for _, tt := range []struct {
		name string
		docs []data.Document
		want []string
	}{
		{"none", nil, nil},
		{"for everybody", []data.Document{form, card}, []string{"Tờ khai đăng ký (1 bản chính)", "Ảnh diều (2 bản sao)"}},
		{"sheets told by the name", []data.Document{paper("", "Bản sao giấy khai sinh", 1, 0)}, []string{"Bản sao giấy khai sinh"}},
		{"under a heading that is no case", []data.Document{paper("a) Thành phần hồ sơ bao gồm", "Tờ khai", 1, 1)}, []string{"Tờ khai (1 bản chính, 1 bản sao)"}},
		{"of one case", []data.Document{paper("Trường hợp cấp lại", "Tờ khai", 1, 0)}, []string{seeCase}},
		{"of two cases", []data.Document{paper("Cấp mới", "Tờ khai", 1, 0), paper("Cấp lại", "Đơn", 1, 0)}, []string{seeCase}},
		{"for everybody and more", []data.Document{form, paper("Cấp lại", "Đơn", 1, 0)}, []string{"Tờ khai đăng ký (1 bản chính)", seeCase}},
		{"too many", []data.Document{form, form, form, form, form, form, form, form}, []string{"8 loại giấy tờ, quét mã để xem"}},
		{"a long name", []data.Document{paper("", strings.Repeat("đơn đề nghị ", 12), 1, 0), form}, []string{"2 loại giấy tờ, quét mã để xem"}},
		{"too many to count", []data.Document{form, form, form, form, form, form, form, paper("", "Giấy ủy quyền (nếu có)", 1, 0)}, []string{seePapers}},
		{"a list in one line", []data.Document{paper("", "Hồ sơ gồm: - Đơn; - Tờ khai", 1, 0)}, []string{seePapers}},
		{"a warning", []data.Document{form, paper("", "Xuất trình bản chính căn cước", 0, 0)}, []string{"Tờ khai đăng ký (1 bản chính)", "Xuất trình bản chính căn cước"}},
	} {
		checkFact(t, tt.name, data.Procedure{Documents: tt.docs}, "Giấy tờ cần mang", tt.want)
	}
}

// kites is a procedure of every part.
func kites() data.Procedure {
	return data.Procedure{
		Code: "9.000001", Name: "Cấp giấy phép thả diều", Status: data.StatusActive, Result: "Giấy phép thả diều",
		Agency: "Ủy ban nhân dân cấp xã", Documents: []data.Document{paper("", "Tờ khai thả diều", 1, 0)},
		Methods: []data.Method{method(data.ChannelInPerson, "5 ngày làm việc", 5, "20.000 đồng. Miễn cho trẻ em")},
	}
}

func TestProcedure(t *testing.T) {
	p := kites()
	want := Sheet{
		Title: p.Name, Number: p.Code, Gain: "Giấy phép thả diều",
		Facts: []Fact{
			{"Giấy tờ cần mang", []string{"Tờ khai thả diều (1 bản chính)"}},
			{"Lệ phí", []string{"20.000 đồng. Miễn cho trẻ em"}},
			{"Thời gian", []string{"5 ngày làm việc"}},
		},
	}
	if diff := cmp.Diff(want, Procedure(p)); diff != "" {
		t.Errorf("Procedure (-want +got):\n%s", diff)
	}
	p.Status = data.StatusRepealed
	if diff := cmp.Diff(Sheet{Title: p.Name, Number: p.Code}, Procedure(p)); diff != "" {
		t.Errorf("repealed (-want +got):\n%s", diff)
	}
}

// TestBoxTellsSomething: what only sends people to the page is no box.
func TestBoxTellsSomething(t *testing.T) {
	silent := data.Procedure{
		Documents: []data.Document{paper("Cấp mới", "Tờ khai", 1, 0), paper("Cấp lại", "Đơn", 1, 0)},
		Methods:   []data.Method{method(data.ChannelInPerson, strings.Repeat("trong thời hạn làm thủ tục ", 12), 0, "Theo quy định")},
	}
	if got := facts(silent); got != nil {
		t.Errorf("a box without a fact: %v", got)
	}
	counted := silent
	counted.Documents = nil
	for range 8 {
		counted.Documents = append(counted.Documents, paper("", "Tờ khai", 1, 0))
	}
	want := []Fact{{"Giấy tờ cần mang", []string{"8 loại giấy tờ, quét mã để xem"}}, {"Lệ phí", []string{seeFee}}, {"Thời gian", []string{seeCase}}}
	if diff := cmp.Diff(want, facts(counted)); diff != "" {
		t.Errorf("a number of papers is a fact (-want +got):\n%s", diff)
	}
}

func TestArticle(t *testing.T) {
	long := strings.Repeat("Hội thả diều mở lúc bảy giờ. ", 5)
	for _, tt := range []struct {
		a    data.Article
		want Sheet
	}{
		{data.Article{Title: "Hội thả\u00a0diều", Lead: "Mở lúc\nbảy giờ"}, Sheet{Title: "Hội thả diều", Gain: "Mở lúc bảy giờ"}},
		{data.Article{Title: "Hội thả diều", Lead: long}, Sheet{Title: "Hội thả diều"}},
		{data.Article{Title: "Hội thả diều", Lead: "Hội thả diều"}, Sheet{Title: "Hội thả diều"}},
	} {
		if diff := cmp.Diff(tt.want, Article(tt.a)); diff != "" {
			t.Errorf("Article (-want +got):\n%s", diff)
		}
	}
}

const cardAddress = "https://dvc.example.vn/Q/7KQ3M9XQ"

func TestCardText(t *testing.T) {
	got, left, err := CardText(kites(), "0258 3 000 000", cardAddress)
	if err != nil || len(left) > 0 {
		t.Fatalf("left %q, %v", left, err)
	}
	want := `Cấp giấy phép thả diều
Mã thủ tục: 9.000001
Giấy tờ:
- Tờ khai thả diều (1 bản chính)
Lệ phí: 20.000 đồng. Miễn cho trẻ em
Thời gian: 5 ngày làm việc
Điện thoại: 0258 3 000 000
Cơ quan thực hiện: Ủy ban nhân dân cấp xã
` + cardAddress
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("card (-want +got):\n%s", diff)
	}
}

func TestCardTextLeavesWholeParts(t *testing.T) {
	many := make([]data.Document, 9)
	for i := range many {
		many[i] = paper("", strings.Repeat("Tờ khai thả diều ", 4), 1, 0)
	}
	for _, tt := range []struct {
		name string
		bend func(p *data.Procedure)
		left []string
		has  []string
	}{
		{
			"too many papers", func(p *data.Procedure) { p.Documents = many },
			[]string{"giấy tờ"},
			[]string{"\nGiấy tờ: 9 loại, hỏi tại quầy hoặc mở trang khi có mạng\n", "Miễn cho trẻ em", "5 ngày", "0258", "cấp xã"},
		},
		{"a long fee", func(p *data.Procedure) {
			p.Methods[0].Fees[0].Text = "20.000 đồng. Miễn cho " + strings.Repeat("trẻ em, ", 90) + "người già"
		}, []string{"lệ phí"}, []string{"\nLệ phí, diện miễn giảm: hỏi tại quầy hoặc mở trang khi có mạng\n", "Tờ khai thả diều (1 bản chính)", "5 ngày"}},
		{
			"a fee said to be none", func(p *data.Procedure) { p.Methods[0].Fees[0].Text = "Không" },
			[]string{"lệ phí"},
			[]string{"diện miễn giảm: hỏi tại quầy"},
		},
		{
			"nothing recorded", func(p *data.Procedure) { p.Documents, p.Methods, p.Agency = nil, nil, "" }, nil,
			[]string{"\nGiấy tờ: hỏi tại quầy\nLệ phí: hỏi tại quầy\nĐiện thoại"},
		},
		{"several cases", func(p *data.Procedure) {
			p.Documents = []data.Document{paper("Cấp lại", "Đơn", 1, 0), paper("", "Tờ khai", 1, 0), paper("Cấp lại", "Giấy cũ", 1, 0)}
		}, nil, []string{"\nGiấy tờ:\n- Tờ khai (1 bản chính)\nCấp lại:\n- Đơn (1 bản chính)\n- Giấy cũ (1 bản chính)\n"}},
		{"an office with its address", func(p *data.Procedure) { p.ReceptionAddress = "Số 1 đường Diều" }, nil, []string{"\nNơi nộp: Số 1 đường Diều\n"}},
	} {
		p := kites()
		tt.bend(&p)
		text, left, err := CardText(p, "0258 3 000 000", cardAddress)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.left, left); diff != "" {
			t.Errorf("%s: left (-want +got):\n%s", tt.name, diff)
		}
		for _, s := range tt.has {
			if !strings.Contains(text, s) {
				t.Errorf("%s: no %q in %q", tt.name, s, text)
			}
		}
		if len(text) > cardBytes || !norm.NFC.IsNormalString(text) || !strings.HasSuffix(text, "\n"+cardAddress) {
			t.Errorf("%s: a card of %d bytes: %q", tt.name, len(text), text)
		}
	}
}

func TestCardTextRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		bend func(p *data.Procedure)
		hint string
	}{
		{"repealed", func(p *data.Procedure) { p.Status = data.StatusRepealed }, "đã bị bãi bỏ"},
		{"replaced", func(p *data.Procedure) { p.Status, p.ReplacedBy = data.StatusRepealed, "9.000002" }, "hãy dùng thủ tục thay thế 9.000002"},
		{"a name beyond measure", func(p *data.Procedure) { p.Name = strings.Repeat("diều ", 140) }, "hãy in áp phích A4"},
	} {
		p := kites()
		tt.bend(&p)
		if text, _, err := CardText(p, "", cardAddress); text != "" || !errors.Is(err, ErrNoCard) || !strings.Contains(err.Error(), tt.hint) {
			t.Errorf("%s: got %q, %v", tt.name, text, err)
		}
	}
}

// FuzzContent: whatever a record holds, the box keeps its measure and the card
// its size.
func FuzzContent(f *testing.F) {
	f.Add("Giấy phép, Thẻ", "20.000 đồng (a)", "5 ngày; 20 ngày", "a) Đơn", "Trường hợp")
	f.Fuzz(func(t *testing.T, result, fee, note, name, inCase string) {
		p := kites()
		p.Result, p.Documents[0].Name = result, name
		p.Methods[0].Fees[0].Text, p.Methods[0].Note = fee, note
		p.Documents = append(p.Documents, paper(inCase, name, 1, 1))
		s := Procedure(p)
		lines := 0
		for _, fact := range s.Facts {
			lines += height(fact.Lines)
		}
		if lines > boxLines || utf8.RuneCountInString(s.Gain) > maxGain || strings.Contains(s.Gain, "\n") {
			t.Errorf("a box of %d lines, gain %q", lines, s.Gain)
		}
		if text, _, err := CardText(p, "", cardAddress); err == nil && len(text) > cardBytes {
			t.Errorf("a card of %d bytes", len(text))
		}
	})
}
