package search

import (
	"slices"
	"strings"
)

// People ask in whole sentences. The words that make a sentence of it name no
// procedure: they are taken out of what is looked for, and some of them say
// which part of the procedure is wanted.

// phrase is a folded run of words with what it asks for.
type phrase struct {
	words []string
	asked Asked
}

// askedPhrases ask for a part of a procedure. Spelt folded; the longest that
// fits counts.
var askedPhrases = map[Asked]string{
	AskedDocuments: `can giay to gi|can nhung giay to gi|can nhung giay to nao|can giay to nao|giay to gi|giay to nao|nhung giay to gi|
		can giay gi|giay gi|can loai giay to nao|can cac giay to gi|ho so gom gi|ho so gom nhung gi|ho so can gi|ho so can nhung gi|
		ho so gom co gi|ho so bao gom|ho so bao gom nhung gi|can ho so gi|can nhung ho so gi|gom nhung gi|gom nhung giay to gi|gom giay to gi|
		can gi|can nhung gi|can co gi|can mang gi|can mang theo gi|can mang nhung gi|mang theo gi|mang giay to gi|phai mang gi|can chuan bi gi|
		can chuan bi nhung gi|chuan bi gi|chuan bi nhung gi|chuan bi giay to gi|thanh phan ho so|can nop gi|can nop nhung gi|nop giay to gi|
		nop nhung gi|phai nop gi|phai co giay gi|giay to can thiet|can thu tuc gi|can lam thu tuc gi|can lam giay to gi|can lam giay gi|
		lam giay to gi|phai lam giay to gi|can xin giay gi|xin giay gi|can nhung thu tuc gi|phai lam thu tuc gi|lam thu tuc gi|thu tuc gi|
		can phai lam gi|can lam gi|phai lam gi|phai lam nhung gi|lam nhung gi|ho so gi|ho so nao|ho so the nao|cac giay to can nop|ho so can chuan bi`,
	AskedFee: `bao nhieu tien|het bao nhieu tien|het bao nhieu|mat bao nhieu tien|mat bao nhieu|ton bao nhieu tien|ton bao nhieu|phi bao nhieu|
		le phi bao nhieu|le phi la bao nhieu|phi la bao nhieu|le phi the nao|gia bao nhieu|chi phi bao nhieu|dong bao nhieu tien|dong bao nhieu|
		nop bao nhieu tien|co mat phi khong|mat phi khong|co mat tien khong|mat tien khong|co ton tien khong|ton tien khong|co ton phi khong|
		co phai dong phi khong|co phai dong tien khong|phai dong tien khong|co thu phi khong|mien phi khong|co mien phi khong|bao nhieu|
		muc phi|muc thu|muc le phi|le phi het bao nhieu|tien le phi bao nhieu|may tien|het may dong|bao nhieu mot ban`,
	AskedTime: `bao lau|mat bao lau|trong bao lau|bao lau thi xong|bao lau xong|bao lau co|mat may ngay|may ngay|may ngay xong|may ngay thi xong|
		may ngay co|bao nhieu ngay|mat bao nhieu ngay|khi nao xong|chung nao xong|chung nao co|bao gio xong|bao gio co|khi nao co|khi nao lay|
		chung nao lay|khi nao nhan|bao gio nhan|thoi gian bao lau|thoi gian giai quyet|thoi han giai quyet|thoi gian lam|thoi gian the nao|
		mat may tuan|may tuan|may thang|mat thoi gian bao lau|bao lau nhan|bao lau thi nhan|bao lau thi co|lam trong may ngay`,
	AskedPlace: `o dau|lam o dau|nop o dau|nop ho so o dau|xin o dau|dang ky o dau|lam tai dau|nop tai dau|tai dau|den dau|di dau|toi dau|
		den cho nao|o cho nao|cho nao|co quan nao|o co quan nao|tai co quan nao|dia chi nao|noi nop|noi nao|gap ai|lien he dau|lien he o dau|
		nop don o dau|phai di dau|di lam o dau|ra dau|len dau|cap nao giai quyet|ai giai quyet|noi tiep nhan|tiep nhan o dau`,
	AskedAudience:   `ai duoc|ai duoc lam|ai duoc huong|doi tuong nao|nhung doi tuong nao|nhung ai|ai co the|ai phai|ai lam duoc|ai co quyen|danh cho ai`,
	AskedResult:     `ket qua la gi|nhan duoc gi|nhan duoc giay gi|duoc cap gi|duoc nhan gi|ket qua the nao|duoc huong gi|duoc huong che do gi|duoc che do gi`,
	AskedConditions: `can dieu kien gi|dieu kien gi|dieu kien nao|can nhung dieu kien gi|dieu kien the nao|dieu kien nhu the nao|dieu kien ra sao|yeu cau gi|can dap ung gi|dieu kien la gi|nhung dieu kien gi|phai du dieu kien gi|dieu kien de`,
	AskedSteps: `lam sao|lam the nao|lam nhu the nao|lam nhu nao|nhu the nao|the nao|nhu nao|ra sao|phai lam sao|lam cach nao|bang cach nao|cach nao|
		cac buoc|trinh tu|quy trinh|cach lam|cach dang ky|cach nop|lam cach gi|sao day|bat dau tu dau|thuc hien the nao|thuc hien nhu the nao`,
}

// fillers are said around what is meant.
const fillers = `cho em hoi|cho toi hoi|cho minh hoi|cho con hoi|cho chau hoi|cho hoi|cho em xin hoi|xin hoi|xin cho hoi|xin cho biet|cho biet|cho em biet|
	cho toi biet|em muon hoi|toi muon hoi|minh muon hoi|con muon hoi|muon hoi|hoi ve|muon biet|can hoi|em xin hoi|toi xin hoi|cho hoi ve|tu van|tu van giup|
	tu van cho|nho tu van|giup toi|giup em|giup minh|giup voi|gium em|gium toi|gium minh|dum em|ad oi|ad cho hoi|ai oi|ai biet|ban oi|anh chi oi|anh chi|
	moi nguoi oi|moi nguoi cho hoi|da cho hoi|da em|da cho em hoi|lam on|vui long|xin chao|chao ban|chao anh chi|chao ad|cam on|
	toi muon|em muon|minh muon|con muon|chau muon|chung toi muon|chung em muon|gia dinh toi muon|nha toi muon|nguoi dan muon|bay gio muon|gio muon|dang muon|
	toi can|em can|minh can|con can|chau can|chung toi can|nha toi can|toi dinh|em dinh|minh dinh|toi sap|em sap|minh sap|toi dang|em dang|minh dang|
	toi bi|em bi|minh bi|toi co|em co|minh co|toi la|em la|minh la|cua toi|cua em|cua minh|nha em|nha toi|nha minh|ben em|ben minh|ben toi|vay a|vay ad|nhe|a|
	thi can|thi phai|thi sao|phai khong|duoc khong|co duoc khong|khong a|khong vay|la gi|la sao|
	lam thu tuc|thu tuc|thu tuc ve|huong dan lam|huong dan thu tuc|huong dan cach|huong dan toi|huong dan em|xin huong dan|muon lam|can lam|dang ky lam|
	cho toi|cho em|cho minh|i need|i want to|i want|how to|how do i|guidance|please`

// particles are words that tell nothing about the matter, weakVerbs those that
// tell little. Typed bare they may be other words and count a little all the
// same.
const (
	particles = `tôi tui em mình tớ chúng ạ à ơi dạ vâng nhé nha nhỉ hả thì là mà của và với các những một này kia đó ấy đây
		đã đang sẽ rồi cũng vẫn còn thôi luôn lắm quá cho để khi lúc nào gì ai đâu sao thế vậy nếu vì nên do bởi
		hãy hay hoặc cái chiếc`
	weakVerbs = `được bị làm xin nộp đi có phải cần muốn giúp giùm dùm nhờ hỏi biết từ đến tới ra vào lên xuống ở tại trong ngoài trên dưới về theo bằng như
		mới vừa sắp định`
)

// keptTogether are words that stand for something in these company, although
// they are particles or fillers alone.
var keptTogether = map[string]bool{
	"huong dan vien": true, "con nuoi": true, "con dau": true, "nhan con": true, "cha me con": true, "me con": true, "con em": true,
	"em be": true, "tre em": true, "co quan": true, "co so": true, "co phan": true, "ra vao": true,
	"thuong binh": true, "can cuoc": true, "vao lop": true,
}

// questionWords is the table of phrases by their first word, longest first.
type questionWords map[string][]phrase

func newQuestionWords() questionWords {
	q := questionWords{}
	add := func(list string, asked Asked) {
		for p := range strings.SplitSeq(list, "|") {
			if words := strings.Fields(p); len(words) > 0 {
				q[words[0]] = append(q[words[0]], phrase{words, asked})
			}
		}
	}
	for asked, list := range askedPhrases {
		add(list, asked)
	}
	add(fillers, AskedNothing)
	for _, ps := range q {
		slices.SortFunc(ps, func(a, b phrase) int { return len(b.words) - len(a.words) })
	}
	return q
}

// at is the longest phrase that begins the words.
func (q questionWords) at(words []word) (phrase, bool) {
	for _, p := range q[words[0].fold] {
		if len(p.words) > len(words) {
			continue
		}
		fits := true
		for i, w := range p.words {
			if words[i].fold != w {
				fits = false
				break
			}
		}
		if fits {
			return p, true
		}
	}
	return phrase{}, false
}

// strip marks the words that only ask and answers what they ask for. What a
// query asks first counts, but the way to do it counts least. If nothing else
// would remain, everything stays.
func (q questionWords) strip(words []word) Asked {
	asked := AskedNothing
	for i := 0; i < len(words); {
		p, ok := q.at(words[i:])
		if !ok || keeps(words, i, i+len(p.words)) {
			i++
			continue
		}
		if p.asked != AskedNothing && (asked == AskedNothing || asked == AskedSteps) {
			asked = p.asked
		}
		for range p.words {
			words[i].weight = 0
			i++
		}
	}
	for i := range words {
		if w := &words[i]; w.weight > 0 && !keeps(words, i, i+1) {
			w.weight *= particleWeight(*w)
		}
	}
	if !slices.ContainsFunc(words, func(w word) bool { return w.weight > 0 }) {
		for i := range words {
			words[i].weight = 1
		}
		return AskedNothing
	}
	return asked
}

// keeps reports whether words[from:to] overlaps a run in keptTogether.
func keeps(words []word, from, to int) bool {
	for start := max(from-2, 0); start < to; start++ {
		run := words[start].fold
		for end := start + 1; end < min(len(words), start+3); end++ {
			run += " " + words[end].fold
			if end >= from && keptTogether[run] {
				return true
			}
		}
	}
	return false
}

// Weights of words that tell little: a particle that may be another word, and
// a weak verb.
const (
	bareParticle = 0.2
	weakVerb     = 0.7
	particle     = 0.1
)

func particleWeight(w word) float64 {
	p, ok := particleWeights[w.canonical]
	if ok && p == particle && !w.marked && len(w.fold) > 1 { // the bare "cho" may be chợ or chó
		return bareParticle
	}
	if !ok && !w.marked {
		p, ok = foldedParticles[w.fold]
	}
	if ok {
		return p
	}
	return 1
}

var particleWeights, foldedParticles = func() (exact, folded map[string]float64) {
	exact, folded = map[string]float64{}, map[string]float64{}
	for list, weight := range map[string]float64{particles: particle, weakVerbs: weakVerb} {
		for w := range strings.FieldsSeq(list) {
			exact[canonicalTerm(w)] = weight
			folded[foldTerm(w)] = max(weight, weakVerb)
		}
	}
	return exact, folded
}()
