package search

import (
	"math/bits"
	"strings"
)

// actions are what can be done about one and the same paper: issue it anew,
// exchange it, prolong it, end it. Titles of a family differ in nothing else,
// and one word in ten decides which is meant.
type actions uint16

const (
	actAgain  actions = 1 << iota // cấp lại, đăng ký lại
	actChange                     // cấp đổi, thay đổi, điều chỉnh
	actExtend                     // gia hạn
	actEnd                        // chấm dứt, giải thể, thu hồi
	actErase                      // xóa, hủy
	actPause                      // tạm ngừng, đình chỉ
	actResume                     // hoạt động trở lại
	actStart                      // thành lập, cấp mới, lần đầu
	actLock                       // khóa
	actUnlock                     // mở khóa
	actMerge                      // sáp nhập, hợp nhất
	actSplit                      // chia, tách
	actCopy                       // bản sao, trích lục
	actMobile                     // lưu động
	actJoint                      // liên thông, kết hợp
	actNot                        // không thuộc, không phải
)

// actionWords are the folded words for the actions, in titles and in what
// people say.
var actionWords = actionTable(map[actions]string{
	actAgain:  "cap lai|dang ky lai|lam lai|xin lai|bi mat|da mat|mat so|mat giay|mat bang|mat the|rach|hu hong|that lac",
	actChange: "cap doi|thay doi|dieu chinh|sua doi|cai chinh|chinh sua|bo sung|cap nhat|doi ten|doi noi|xin doi|doi lai|dinh chinh|doi moi|sai thong tin",
	actExtend: "gia han|keo dai|het han|sap het han",
	actEnd:    "cham dut|giai the|thu hoi|dong cua|ngung hoat dong|nghi ban|nghi kinh doanh|dep tiem|dep quan|tra lai|thoi huong|thoi viec|thoi lam|thoi hoc|thoi quoc tich|cho thoi|xin thoi|mien nhiem|ket thuc|dong ma so",
	actErase:  "xoa|huy|huy bo|xoa bo|go bo",
	actPause:  "tam ngung|tam dung|tam dinh chi|dinh chi|tam nghi",
	actResume: "tro lai|hoat dong lai|tiep tuc kinh doanh|tiep tuc hoat dong",
	actStart:  "thanh lap|cap moi|lan dau|mo tiem|mo quan|mo cua hang|mo truong|mo lop|mo cong ty|lap cong ty|lap hoi",
	actLock:   "khoa",
	actUnlock: "mo khoa",
	actMerge:  "sap nhap|hop nhat|nhap truong",
	actSplit:  "chia|tach",
	actCopy:   "ban sao|trich luc|sao y",
	actMobile: "luu dong",
	actJoint:  "lien thong|ket hop",
	actNot:    "khong thuoc|khong phai|khong theo",
})

// actionWord is a run of folded words and what it does.
type actionWord struct {
	words []string
	does  actions
}

func actionTable(lists map[actions]string) map[string][]actionWord {
	table := map[string][]actionWord{}
	for does, list := range lists {
		for phrase := range strings.SplitSeq(list, "|") {
			words := strings.Fields(phrase)
			for i, w := range words {
				words[i] = foldTerm(w) // đăng ký is indexed as dang ki
			}
			table[words[0]] = append(table[words[0]], actionWord{words, does})
		}
	}
	return table
}

// actionsIn finds the actions in a run of folded words. To unlock is not to
// lock.
func actionsIn(folds []string) (found actions) {
	for i, f := range folds {
		for _, a := range actionWords[f] {
			if len(a.words) > len(folds)-i {
				continue
			}
			fits := true
			for j, w := range a.words {
				if folds[i+j] != w {
					fits = false
				}
			}
			if fits {
				found |= a.does
			}
		}
	}
	if found&actUnlock != 0 {
		found &^= actLock
	}
	return found
}

// agree gives the share of the actions asked for that the title has, the share
// it lacks, and whether it has one that was not asked for.
func (asked actions) agree(title actions) (has, lacks, extra float64) {
	if n := bits.OnesCount16(uint16(asked)); n > 0 {
		has = float64(bits.OnesCount16(uint16(asked&title))) / float64(n)
		lacks = 1 - has
	}
	if title&^asked&^actStart != 0 {
		extra = 1
	}
	return has, lacks, extra
}

func foldsOf(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.fold
	}
	return out
}
