package poster

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tracuu/data"
	"tracuu/qr"
)

// cardBytes is how much text a card's symbol takes: 666 bytes at version 20 and
// level M (ISO/IEC 18004, table 7); denser ones are beyond old phones.
const cardBytes = qr.TextCapacity

// ErrNoCard means that no card can be made of a procedure.
var ErrNoCard = errors.New("không làm được thẻ chữ")

// CardText writes what a symbol holds for places without a network: name and
// code of the procedure, its papers as a checklist, fee, time, phone and
// place, and last the address that opens its page. It has at most [cardBytes]
// bytes of NFC text in UTF-8.
//
// A part is there whole, word for word, or it is not: then its line says where
// to ask, and left names it. With little room the papers come first, then the
// fee with all exemptions, the time, and the place. The error is [ErrNoCard] if
// the procedure is repealed, or its name leaves no room to say what is missing.
func CardText(p data.Procedure, phone, address string) (text string, left []string, err error) {
	if p.Status == data.StatusRepealed {
		hint := "nó không có thủ tục thay thế"
		if p.ReplacedBy != "" {
			hint = "hãy dùng thủ tục thay thế " + p.ReplacedBy
		}
		return "", nil, fmt.Errorf("%w: thủ tục %s đã bị bãi bỏ, %s", ErrNoCard, p.Code, hint)
	}
	parts := []cardPart{papersPart(p), feePart(p), timePart(p)}
	if phone = inLine(phone); phone != "" {
		line := "Điện thoại: " + phone
		parts = append(parts, cardPart{"điện thoại", line, line})
	}
	if where := inLine(p.ReceptionAddress); where != "" {
		parts = append(parts, cardPart{name: "nơi nộp", full: "Nơi nộp: " + where})
	} else if agency := inLine(p.Agency); agency != "" {
		parts = append(parts, cardPart{name: "cơ quan thực hiện", full: "Cơ quan thực hiện: " + agency})
	}
	head, foot := inLine(p.Name)+"\nMã thủ tục: "+p.Code, inLine(address)
	chosen := make([]string, len(parts))
	compose := func() string {
		lines := []string{head}
		for _, c := range chosen {
			if c != "" {
				lines = append(lines, c)
			}
		}
		return norm.NFC.String(strings.Join(append(lines, foot), "\n"))
	}
	// That papers or a fee are missing must be said before anything else.
	chosen[0], chosen[1] = parts[0].short, parts[1].short
	if n := len(compose()); n > cardBytes {
		return "", nil, fmt.Errorf("%w: tên thủ tục %s quá dài, riêng phần bắt buộc đã %d byte mà mã QR chỉ chứa %d byte; hãy in áp phích A4 thay cho thẻ chữ",
			ErrNoCard, p.Code, n, cardBytes)
	}
	try := func(i int, s string) {
		before := chosen[i]
		if chosen[i] = s; len(compose()) > cardBytes {
			chosen[i] = before
		}
	}
	for i, part := range parts {
		try(i, part.short)
	}
	for i, part := range parts {
		if part.full != "" {
			try(i, part.full)
		}
		if !part.silent() && chosen[i] != part.full {
			left = append(left, part.name)
		}
	}
	return compose(), left, nil
}

// cardPart is a part of a card: what it says, and what stands there if that
// does not fit or is not certain.
type cardPart struct{ name, full, short string }

// silent reports whether the record says nothing of a part.
func (c cardPart) silent() bool { return c.name == "" }

const askOrOpen = "hỏi tại quầy hoặc mở trang khi có mạng"

func papersPart(p data.Procedure) cardPart {
	if len(p.Documents) == 0 {
		return cardPart{short: "Giấy tờ: hỏi tại quầy"}
	}
	part := cardPart{name: "giấy tờ", short: "Giấy tờ: " + askOrOpen}
	if n := papers(p).count; n > 0 {
		part.short = fmt.Sprintf("Giấy tờ: %d loại, %s", n, askOrOpen)
	}
	var cases []string // in the order they come, papers for everybody first
	byCase := map[string]string{}
	for _, doc := range p.Documents {
		if _, ok := byCase[doc.Case]; !ok {
			cases = append(cases, doc.Case)
		}
		byCase[doc.Case] += "\n- " + paperLine(doc)
	}
	part.full = "Giấy tờ:" + byCase[""]
	for _, c := range cases {
		if c == "" {
			continue
		}
		if len(cases) > 1 || !everyRE.MatchString(c) {
			part.full += "\n" + inLine(c) + ":"
		}
		part.full += byCase[c]
	}
	return part
}

func feePart(p data.Procedure) cardPart {
	t := fees(p)
	if len(t.lines) == 0 {
		return cardPart{short: "Lệ phí: hỏi tại quầy"}
	}
	part := cardPart{name: "lệ phí", short: "Lệ phí, diện miễn giảm: " + askOrOpen}
	if !t.vague {
		part.full = labelled("Lệ phí", t.lines)
	}
	return part
}

func timePart(p data.Procedure) cardPart {
	t := times(p)
	if len(t.lines) == 0 {
		return cardPart{}
	}
	part := cardPart{name: "thời gian", short: "Thời gian: hỏi tại quầy"}
	if t.more {
		t.lines = append(t.lines, "có trường hợp khác, hỏi tại quầy")
	}
	if !t.vague {
		part.full = labelled("Thời gian", t.lines)
	}
	return part
}

// labelled puts one line behind its label, several below it.
func labelled(label string, lines []string) string {
	if len(lines) == 1 {
		return label + ": " + lines[0]
	}
	return label + ":\n- " + strings.Join(lines, "\n- ")
}
