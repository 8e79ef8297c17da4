package mask

import (
	"regexp"
	"slices"
	"strings"

	"tracuu/search/vi"
)

// A name begins after one of these, the longest first, unless a known word
// follows.
var nameMarkers = []string{
	"họ và tên", "họ tên", "tên đầy đủ", "tên gọi", "tên là", "tên tôi là", "tôi tên", "tên", "tôi là", "mình là", "em là", "cháu là", "con là", "bé là",
	"cha là", "bố là", "mẹ là", "vợ là", "chồng là", "anh là", "chị là", "ông là", "bà là",
	"ông", "bà", "cháu", "my name is", "i am", "mr", "mrs", "ms",
}

// After these one begins only with a surname or a capital: they stand in too
// many questions.
var kinMarkers = []string{"anh", "chị", "em", "cô", "chú", "bác", "bé", "con", "vợ", "chồng", "mẹ", "bố", "cha", "thầy", "dì", "cậu", "mợ"}

// links may stand between a marker and the name.
var links = []string{"là", "tên", "tên là", "tên gọi"}

// surnames that most people bear, as they are written.
var surnames = set(`nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lí đinh trịnh trương đoàn lương mai
	cao tạ lâm phùng tô châu quách tống vương đàm thạch mạc khổng lưu doãn nghiêm chu kiều`)

// sureSurnames are in hardly any other word.
var sureSurnames = set(`nguyễn trần lê phạm huỳnh phan vũ võ đặng bùi đỗ trịnh`)

// sureFolds are those of surnames that, before "văn" or "thị", are in no other
// word though typed without marks.
var sureFolds = folds(set(`nguyễn trần lê phạm huỳnh phan bùi trịnh trương hoàng`))

// surnameFolds are those of the surnames.
var surnameFolds = folds(surnames)

// gluedRE is a name typed without spaces.
var gluedRE = regexp.MustCompile(`^(?:nguyen|tran|pham|hoang|huynh|phan|dang|bui|ngo|duong|trinh|truong|doan|luong|le|vu|vo|do|ho|ly|dinh|mai)(?:van|thi)[a-z]{2,}$`)

// nameSyllables are in names as often as in other words, folded: alone they do
// not end a name.
var nameSyllables = set(`an anh ai ba bach bao bich binh bong cam canh cao chau chi chien chinh chung chuong co cong cuc cuong
	dai dan dang dao dat dep di dien diep dieu dinh do doan dong du duc dung duong duy gam gia giang giao ha hai han hang hanh hao hau hiep hien hieu
	hoa hoai hoan hoang hoc hoi hong hop hue hung huong huu huy huyen huynh kha khai khang khanh khiem khoa khoi khue kien kiet kieu kim ky
	la lam lan le lien lieu linh loan loc loi long luan luat luc luong luu ly mai man manh mau men mi mien minh mo mua muoi my
	nam nga ngan nghi nghia nghiem ngo ngoc ngoan ngon nguyen nguyet nhan nhat nhi nhu nhung nhuan ninh no nu
	oanh pha phan phat phi phong phu phuc phung phuoc phuong quan quang que quoc quy quyen quyet quynh sa sang sao sen son song sum suong
	ta tai tam tan tay thach thai tham than thang thanh thao the thi thien thiep thinh tho thoa thoai thom thong thu thua thuan thuc thung thuong thuy
	tien tin tinh toan toai ton trai tram tran trang tri trieu trinh trong truc trung truong tu tuan tue tung tuoi tuong tuyen tuyet ty
	uyen van vang vi vien viet vinh vo vu vui vuong vy xuan xuyen y yen ti bong beo sau bay chin`)

// neverNames are words with the letters of such a syllable that nobody bears.
var neverNames = set(`nghỉ hủy để đất đến hỏi hàng tạm tại mở cũ cả chỉ thẻ thế mới phải quyết định giao`)

// plainWords are known, though the lexicon may not have them.
const plainWords = `là và của cho thì có không được bị muốn cần xin hỏi làm đi ở tại từ đến về với hay hoặc nếu khi nào thế sao gì ai đâu mấy bao nhiêu
	tôi mình con chồng vợ bố mẹ cha người nhà nước này đó kia đã đang sẽ vừa mới chưa rồi phải nên bằng theo trên dưới trong ngoài trước sau
	nơi năm tháng ngày tuổi sinh mất chết cũ mới khác đúng sai chính chủ nội ngoại cháu em anh chị bà ông trẻ bé thứ hết xong nữa các những một
	đăng ký giấy tờ thủ tục hồ sơ đổi sửa thêm bớt nhầm trùng lót đệm hiệu gọi riêng chung công ty doanh nghiệp cơ sở thương mại miền đường phố trường
	thường trú tạm trú ủy quyền người việt nam nước ngoài sổ đỏ bìa đất xe máy ô tô thuốc hàng hóa chuyên ngành đại học đơn vị cơ quan tổ chức
	cháu bé em bé nam giới là nam năm nay hồ chí minh chống mỹ hiện nay`

// names masks the names of people.
func (m *Masker) names(words []word) {
	for i := 0; i < len(words); i++ {
		if words[i].mark != 0 {
			continue
		}
		if n := startsWithAny(words[i:], nameMarkers); n > 0 {
			for more := n; more > 0; {
				more = startsWithAny(words[i+n:], links)
				n += more
			}
			m.nameAt(words, i+n)
			continue
		}
		if n := startsWithAny(words[i:], kinMarkers); n > 0 && i+n < len(words) && words[i+n].mark == 0 &&
			(words[i+n].capital && !m.known(words, i+n) || m.surname(words, i+n)) {
			m.nameAt(words, i+n)
			continue
		}
		if m.surname(words, i) {
			m.nameAt(words, i)
			if i > 0 && words[i-1].isNumber() { // of a house in a street that bears a name
				words[i-1] = word{mark: markNumber}
			}
		}
	}
}

// nameAt masks the name that begins at a place, up to the next known word. After
// a surname two more words belong to it, whatever they are.
func (m *Masker) nameAt(words []word, from int) {
	to := from
	if from+1 < len(words) && words[from].isSurname() && (m.surname(words, from) || words[from+1].is("văn", "thị")) {
		if to++; words[to].is("văn", "thị", "hữu", "đình", "thanh", "ngọc") {
			to += 2
		}
	}
	for to < len(words) && !m.known(words, to) && !words[to].isNumber() {
		to++
	}
	for i := from; i < min(to, len(words)); i++ {
		if words[i].mark == 0 {
			words[i] = word{mark: markName}
		}
	}
}

// surname reports whether a full name begins at a place.
func (m *Masker) surname(words []word, i int) bool {
	w := words[i]
	if w.mark != 0 || i+1 >= len(words) || words[i+1].mark != 0 {
		return false
	}
	if i > 0 && words[i-1].mark == 0 && m.pair(words[i-1], w) || m.pair(w, words[i+1]) {
		return false
	}
	if !w.isSurname() {
		return false
	}
	if words[i+1].is("văn", "thị") {
		return i+2 < len(words) && words[i+2].mark == 0 && (w.isSure() || !m.pair(words[i+1], words[i+2]))
	}
	if w.capital && words[i+1].capital && !m.known(words, i+1) {
		return true
	}
	return (sureSurnames[w.canonical] || !vi.HasMarks(w.canonical) && slices.Contains(w.forms, "nguyen")) && !m.known(words, i+1) &&
		slices.ContainsFunc(words[i+1].forms, func(f string) bool { return nameSyllables[f] })
}

// isSurname reports whether a word may be a surname.
func (w word) isSurname() bool {
	return w.mark == 0 && (surnames[w.canonical] ||
		!vi.HasMarks(w.canonical) && slices.ContainsFunc(w.forms, func(f string) bool { return surnameFolds[f] }))
}

// isSure reports whether "văn" or "thị" after the word makes a name of them.
func (w word) isSure() bool {
	return sureSurnames[w.canonical] || !vi.HasMarks(w.canonical) && slices.ContainsFunc(w.forms, func(f string) bool { return sureFolds[f] })
}

// known reports whether the word at a place ends a name: it is a word of the
// search, and if names have it as well, one beside a word it goes with.
func (m *Masker) known(words []word, i int) bool {
	w := words[i]
	if w.mark != 0 {
		return true
	}
	if i+1 < len(words) && words[i+1].mark == 0 && m.pair(w, words[i+1]) {
		return true
	}
	if vi.HasMarks(w.canonical) {
		return m.words[w.canonical] && (neverNames[w.canonical] || !nameSyllables[w.forms[0]])
	}
	return slices.ContainsFunc(w.forms, func(f string) bool { return m.words[f] && !nameSyllables[f] })
}

// pair reports whether two words go together.
func (m *Masker) pair(a, b word) bool {
	if vi.HasMarks(a.canonical) || vi.HasMarks(b.canonical) {
		return m.pairs[a.canonical+" "+b.canonical]
	}
	for _, first := range a.forms {
		for _, second := range b.forms {
			if m.pairs[first+" "+second] {
				return true
			}
		}
	}
	return false
}

// is reports whether a word is one of those given, in any typing.
func (w word) is(options ...string) bool {
	if w.mark != 0 {
		return false
	}
	return slices.ContainsFunc(options, func(o string) bool {
		return w.canonical == o || !vi.HasMarks(w.canonical) && slices.Contains(w.forms, vi.Fold(o))
	})
}

func startsWithAny(words []word, phrases []string) int {
	for _, p := range phrases {
		if n := startsWith(words, p); n > 0 {
			return n
		}
	}
	return 0
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

func folds(words map[string]bool) map[string]bool {
	out := map[string]bool{}
	for w := range words {
		out[vi.Fold(w)] = true
	}
	return out
}
