package search

import (
	"bufio"
	"compress/gzip"
	"os"
	"strings"
	"testing"

	"tracuu/search/vi"
)

// asks gives what a query asks for and the words that stay.
func asks(q questionWords, text string) (Asked, string) {
	r := read(text)
	asked := q.strip(r.words)
	var kept []string
	for _, w := range r.words {
		if w.weight > 0 {
			kept = append(kept, w.text)
		}
	}
	return asked, strings.Join(kept, " ")
}

// halfBare drops the marks of every other word.
func halfBare(text string) string {
	words := strings.Fields(text)
	for i := range words {
		if i%2 == 0 {
			words[i] = vi.Bare(words[i])
		}
	}
	return strings.Join(words, " ")
}

// questions are what people type, "question → what stays", under what it asks
// for.
var questions = []struct {
	asked Asked
	texts string
}{
	{AskedDocuments, `
		làm hộ chiếu cần giấy tờ gì → làm hộ chiếu
		làm thẻ căn cước cho bé 6 tuổi cần giấy tờ gì → làm thẻ căn cước cho bé 6 tuổi
		đăng ký kết hôn cần những giấy tờ nào → đăng ký kết hôn
		tách thửa phải mang theo giấy tờ gì → tách thửa
		nhập khẩu cho con cần những gì → nhập khẩu cho con
		đổi bằng lái chuẩn bị giấy tờ gì → đổi bằng lái
		hồ sơ khai tử gồm những gì → hồ sơ khai tử
		hồ sơ gồm những gì để tách thửa → để tách thửa
		khai sinh cần giấy chi → khai sinh
		cưới chồng nước ngoài cần nộp những giấy tờ gì → cưới chồng nước ngoài
		cần giấy tờ gì và nộp ở đâu → và
		xin phép xây nhà cần giấy tờ gì và nộp ở đâu → xin phép xây nhà và
		sang tên xe đem theo giấy gì → sang tên xe
		thành phần hồ sơ cấp hộ chiếu → cấp hộ chiếu
		cần chuẩn bị gì khi đi làm căn cước → khi đi làm căn cước
		nhận con nuôi cần hồ sơ gì → nhận con nuôi
		nhận con nuôi cần thủ tục gì → nhận con nuôi
		nhập hộ khẩu hồ sơ như thế nào → nhập hộ khẩu
	`},
	{AskedFee, `
		đổi bằng lái ô tô hết bao nhiêu tiền → đổi bằng lái ô tô
		đổi bằng lái hết nhiêu tiền → đổi bằng lái
		làm hộ chiếu nhiêu tiền → làm hộ chiếu
		sang tên xe máy tốn nhiêu → sang tên xe máy
		chứng thực bản sao giá bao nhiêu một trang → chứng thực bản sao một trang
		chứng thực bản sao bao nhiêu một bản → chứng thực bản sao
		lệ phí cấp hộ chiếu là bao nhiêu → cấp hộ chiếu là
		khai sinh có mất tiền không → khai sinh
		khai sinh có phải đóng phí không → khai sinh
		đăng ký tạm trú có mất phí không → đăng ký tạm trú
		cấp lại thẻ căn cước có tốn tiền hông → cấp lại thẻ căn cước
		sổ đỏ lần đầu lệ phí bao nhiêu → sổ đỏ lần đầu
		tách sổ phải nộp bao nhiêu tiền → tách sổ
		đăng ký xe mất bao nhiêu → đăng ký xe
		lệ phí làm hộ chiếu → hộ chiếu
		chi phí sang tên sổ đỏ → sang tên sổ đỏ
		làm căn cước có miễn phí không → làm căn cước
		công chứng hợp đồng mấy tiền → công chứng hợp đồng
		cấp giấy phép xây dựng lệ phí như thế nào → cấp giấy phép xây dựng
	`},
	{AskedTime, `
		làm hộ chiếu mất mấy ngày → làm hộ chiếu
		làm hộ chiếu bao lâu lấy được → làm hộ chiếu
		đổi bằng lái bao lâu thì xong → đổi bằng lái
		sổ đỏ chừng nào có → sổ đỏ
		lý lịch tư pháp khi nào lấy được → lý lịch tư pháp
		căn cước bao giờ mới có → căn cước
		thời gian giải quyết cấp sổ đỏ → cấp sổ đỏ
		cấp phép xây dựng mất thời gian bao lâu → cấp phép xây dựng
		đăng ký kết hôn có lâu không → đăng ký kết hôn
		làm căn cước mấy bữa có → làm căn cước
		bao lâu có kết quả sổ đỏ lần đầu → sổ đỏ lần đầu
		sinh con xong bao lâu nhận tiền thai sản → sinh con xong tiền thai sản
		xin giấy phép kinh doanh phải chờ mấy ngày → xin giấy phép kinh doanh
		trích lục khai sinh bao nhiêu ngày làm việc → trích lục khai sinh
	`},
	{AskedPlace, `
		nộp hồ sơ tách thửa ở đâu → nộp hồ sơ tách thửa
		đăng ký khai sinh ở đâu → đăng ký khai sinh
		làm căn cước ở chỗ nào → làm căn cước
		khai tử làm ở chỗ nào → khai tử
		sang tên xe phải đi đâu mần → sang tên xe
		giấy tạm trú vô đâu nộp → giấy tạm trú
		mất sổ đỏ kiếm ai → mất sổ đỏ
		giấy độc thân tới đâu làm → giấy độc thân
		hộ nghèo gặp ai → hộ nghèo
		đổi bằng lái ra đâu làm → đổi bằng lái
		lên chức con làm khai sinh ở mô → lên chức con làm khai sinh
		cơ quan nào cấp giấy phép xây dựng → giấy phép xây dựng
		hộ chiếu nộp ở đâu vậy ạ → hộ chiếu
		chứng thực chữ ký ở cơ quan nào → chứng thực chữ ký
		đất tranh chấp ai giải quyết → đất tranh chấp
		nơi nộp hồ sơ cấp lý lịch tư pháp → cấp lý lịch tư pháp
		khai sinh đến đâu → khai sinh
		tìm việc làm ở đâu → tìm việc làm
		đăng ký đầu tư ở đâu → đăng ký đầu tư
	`},
	{AskedAudience, `
		ai được hỗ trợ mua nhà ở xã hội → hỗ trợ mua nhà ở xã hội
		đối tượng nào được miễn học phí → miễn học phí
		những ai phải đăng ký nghĩa vụ quân sự → đăng ký nghĩa vụ quân sự
		trợ cấp xã hội dành cho ai → trợ cấp xã hội
		khai thuế áp dụng cho đối tượng nào → khai thuế
		ai có quyền xin trích lục khai sinh → xin trích lục khai sinh
	`},
	{AskedResult, `
		thương binh mất thì gia đình được hưởng gì → thương binh mất thì gia đình
		đăng ký kết hôn kết quả là gì → đăng ký kết hôn
		khai tử xong nhận được giấy gì → khai tử xong
		người cao tuổi được bao nhiêu tiền → người cao tuổi
		người khuyết tật nhận bao nhiêu → người khuyết tật
		bảo hiểm thất nghiệp hưởng bao nhiêu tiền → bảo hiểm thất nghiệp
		trợ cấp bao nhiêu cho hộ nghèo → trợ cấp cho hộ nghèo
		hộ nghèo có chế độ gì → hộ nghèo có
	`},
	{AskedConditions, `
		tách thửa cần điều kiện gì → tách thửa
		mua nhà ở xã hội điều kiện như thế nào → mua nhà ở xã hội
		điều kiện để nhập quốc tịch → nhập quốc tịch
		bao nhiêu tuổi được kết hôn → tuổi được kết hôn
		mấy tuổi làm căn cước → tuổi làm căn cước
		nhận con nuôi cần đáp ứng những gì → nhận con nuôi
		hành nghề dược cần những điều kiện gì → hành nghề dược
		cấp thẻ hướng dẫn viên phải có điều kiện nào → cấp thẻ hướng dẫn viên
	`},
	{AskedSteps, `
		đăng ký tạm trú online làm thế nào → đăng ký tạm trú online
		mất sổ đỏ mần sao → mất sổ đỏ
		mất sổ đỏ phải làm sao → mất sổ đỏ
		muốn ly hôn thì làm sao → muốn ly hôn
		khách sạn nhỏ muốn lên 2 sao phải làm gì → khách sạn nhỏ muốn lên 2 sao
		các bước làm hộ chiếu → hộ chiếu
		hướng dẫn cách đổi bằng lái → đổi bằng lái
		làm thế nào để xóa thế chấp → xóa thế chấp
		trình tự thủ tục tách thửa như thế nào → tách thửa
		cách làm hộ chiếu → hộ chiếu
		mất bằng lái rồi, làm lại răng đây → mất bằng lái rồi làm lại
	`},
	{AskedFee, `
		làm sao đổi bằng lái và hết bao nhiêu tiền → đổi bằng lái và
	`},
	{AskedPlace, `
		ly hôn như thế nào và nộp ở đâu → ly hôn và
		nộp ở đâu và hết bao nhiêu tiền khi đăng ký xe → và khi đăng ký xe
	`},
	{AskedNothing, `
		cho em hỏi về đăng ký kết hôn → đăng ký kết hôn
		cho em xin thông tin về sổ đỏ → sổ đỏ
		dạ cho con hỏi thủ tục khai sinh → khai sinh
		con chào cô con muốn làm khai sinh → khai sinh
		ad ơi tư vấn giúp em khai sinh → khai sinh
		shop ơi cho mình hỏi hộ chiếu → hộ chiếu
		nhờ anh chị hướng dẫn giúp khai tử → khai tử
		tôi muốn đăng ký hộ kinh doanh → đăng ký hộ kinh doanh
		em cần làm hộ chiếu → hộ chiếu
		xin chào tôi cần đổi bằng lái → đổi bằng lái
		làm ơn chỉ giúp em đăng ký tạm trú → đăng ký tạm trú
		thủ tục đăng ký khai sinh → đăng ký khai sinh
		bằng đại học ở Úc có được công nhận không → bằng đại học ở Úc có được công nhận không
	`},
}

// noQuestions look like questions and are not: they lose nothing.
const noQuestions = `
	lệ phí trước bạ nhà đất
	lệ phí môn bài
	phí bảo vệ môi trường
	khai nộp phí bảo vệ môi trường đối với nước thải
	gia hạn thời hạn sử dụng đất
	gia hạn tạm trú
	thành phần kinh tế
	thay đổi địa chỉ trụ sở
	công bố kết quả thi tốt nghiệp
	điều kiện kinh doanh
	đủ điều kiện kinh doanh thuốc
	giấy chứng nhận đủ điều kiện
	đối tượng bảo trợ xã hội
	phê duyệt quy trình vận hành
	cơ quan báo chí
	cơ sở giáo dục
	xác nhận nơi cư trú
	giấy tờ
	sửa giấy tờ nhà
	thẻ hướng dẫn viên du lịch
	nhận con nuôi
	đăng ký mẫu con dấu
	giới thiệu việc làm
	xin việc
	người bị can
	khoản phải thu
	cho thuê nhà
	cho vay giải quyết việc làm
	cho con nuôi
	giấy phép cần câu
	thành phố Cần Thơ
	căn cước
	căn cước công dân
	muốn
	chợ
	nuôi chó
	quản lý chợ
	lâm nghiệp
	đăng ký ô tô
	ô nhiễm môi trường
	cấp bản sao trích lục
	sao y bản chính
	chứng minh nhân dân
	Hồ Chí Minh
	trẻ em mồ côi
	đấu giá đất
	dự án đầu tư
	em bé mới sinh
	mô hình kinh doanh
	tư vấn giám sát xây dựng
	dịch vụ tư vấn du học
	học phí
	viện phí
	thời hạn giấy phép
	danh mục thuốc
	danh mục thủ tướng giao
	trẻ em bị bỏ rơi
	trẻ em có hoàn cảnh đặc biệt
	chứng minh có thu nhập
	bằng lái hạng A
	đất không có giấy tờ
	khu vực cơ quan nhà nước
	công nhận kết quả học tập
	hộ nghèo
	tội phạm
	Nha Trang
	thuế phải nộp
`

func TestQuestions(t *testing.T) {
	q := newQuestionWords()
	n := 0
	each := func(text string, asked Asked, content string) {
		t.Helper()
		for _, form := range []string{text, vi.Bare(text), halfBare(text), strings.ToUpper(text)} {
			if gotAsked, got := asks(q, form); gotAsked != asked || vi.Fold(got) != vi.Fold(content) {
				t.Errorf("%q: asks %q about %q, want %q about %q", form, gotAsked, got, asked, content)
			}
		}
		n++
	}
	for _, group := range questions {
		for line := range strings.Lines(group.texts) {
			if text, content, ok := strings.Cut(strings.TrimSpace(line), " → "); ok {
				each(text, group.asked, content)
			}
		}
	}
	for line := range strings.Lines(noQuestions) {
		if text := strings.TrimSpace(line); text != "" {
			each(text, AskedNothing, text)
		}
	}
	t.Logf("%d questions in four forms each", n)
}

// TestQuestionsByTheirMarks has words that are of a phrase only with its marks,
// or only where they stand.
func TestQuestionsByTheirMarks(t *testing.T) {
	q := newQuestionWords()
	for _, c := range []struct {
		text    string
		asked   Asked
		content string
	}{
		{"hộ cận giấy tờ gì", AskedDocuments, "hộ cận"},
		{"hộ cần giấy tờ gì", AskedDocuments, "hộ"},
		{"o đậu", AskedNothing, "o đậu"},
		{"xe máy ngay", AskedNothing, "xe máy ngay"},
		{"làm hộ chiếu, tốn nhiều", AskedNothing, "làm hộ chiếu tốn nhiều"},
		{"đăng ký xe ở đầu cầu", AskedNothing, "đăng ký xe ở đầu cầu"},
		{"dạ em chào chị, đổi bằng lái hạng A ở đâu ạ", AskedPlace, "đổi bằng lái hạng A"},
		{"doi bang lai hang a", AskedNothing, "doi bang lai hang a"},
		{"khai sinh o dau a", AskedPlace, "khai sinh"},
		{"khai sinh o dau nha trang", AskedPlace, "khai sinh nha trang"},
		{"how do i get a passport", AskedSteps, "a passport"},
		{"how much does it cost birth certificate", AskedFee, "birth certificate"},
		{"what documents do i need marriage", AskedDocuments, "marriage"},
		{"where can i register marriage", AskedPlace, "marriage"},
		{"how long does it take passport", AskedTime, "passport"},
		{"cần giấy tờ gì", AskedNothing, "cần giấy tờ gì"},
	} {
		if asked, content := asks(q, c.text); asked != c.asked || content != c.content {
			t.Errorf("%q: asks %q about %q, want %q about %q", c.text, asked, content, c.asked, c.content)
		}
	}
}

// TestTitlesAskNothing holds the phrases against the names of all procedures:
// hardly any may lose a word, thủ tục itself left aside, which tells nothing.
func TestTitlesAskNothing(t *testing.T) {
	f, err := os.Open("eval/testdata/catalogue.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	q := newQuestionWords()
	lost := func(text string) string {
		r := read(text)
		q.strip(r.words)
		var out []string
		for _, w := range r.words {
			if w.weight == 0 && w.fold != "thu" && w.fold != "tuc" {
				out = append(out, w.text)
			}
		}
		return strings.Join(out, " ")
	}
	names, marked, bare := 0, 0, 0
	examples := map[string]bool{}
	lines := bufio.NewScanner(z)
	lines.Scan() // the heading
	for lines.Scan() {
		name := strings.Split(lines.Text(), "\t")[1]
		names++
		if words := lost(name); words != "" {
			marked++
			if !examples[words] {
				examples[words] = true
				t.Logf("%q of %q", words, name)
			}
		}
		if lost(vi.Bare(name)) != "" {
			bare++
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d names lose a word with marks, %d without", marked, names, bare)
	if names < 5000 || marked*100 > names || bare*100 > names {
		t.Error("phrases take words away from names")
	}
}

// TestQuestionTexts: the texts show every two words that follow each other in
// a phrase.
func TestQuestionTexts(t *testing.T) {
	q := newQuestionWords()
	pairs, total := map[string]bool{}, 0
	texts := q.texts()
	for _, text := range texts {
		words := strings.Fields(text)
		for i := 1; i < len(words); i++ {
			pairs[pairTerm(words[i-1], words[i])] = true
		}
	}
	for _, ps := range q {
		total += len(ps)
		for _, p := range ps {
			for i := 1; i < len(p.words); i++ {
				if pair := pairTerm(p.words[i-1], p.words[i]); !pairs[pair] {
					t.Errorf("%q is in no text", pair)
				}
			}
		}
	}
	if len(texts) > total/2 {
		t.Errorf("%d texts for %d phrases", len(texts), total)
	}
}

func BenchmarkStrip(b *testing.B) {
	q := newQuestionWords()
	r := read("dạ cho em hỏi làm hộ chiếu cho con cần giấy tờ gì và nộp ở đâu ạ")
	for b.Loop() {
		q.strip(r.words)
	}
}
