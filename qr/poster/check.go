package poster

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/go-fonts/liberation/liberationsansregular"

	"tracuu/data"
	"tracuu/qr"
)

// inputError is a sentence for staff about what they asked for. It is a
// [data.ErrInvalid].
type inputError string

func invalid(format string, args ...any) error {
	return inputError(fmt.Sprintf(format, args...))
}

func (e inputError) Error() string { return string(e) }
func (e inputError) Unwrap() error { return data.ErrInvalid }

// Longest texts, in runes. The longest name of the catalogue has 1192.
const (
	maxTitle = 1500
	maxText  = 300
)

// printing is a document that has been checked and cleaned: it can be drawn.
type printing struct {
	Document
	day    time.Time
	host   string // as people type it
	sheets []sheet

	pictures map[string]*picture // crests in the file, by key
}

// sheet is a Sheet with clean texts and what they stand for.
type sheet struct {
	Sheet
	colour  colour
	target  target
	entries []entry
	lines   []string // of the card's text
}

// entry is a line of a list.
type entry struct {
	Entry
	target target
}

// target is a short code and its symbol.
type target struct {
	code   qr.Code // empty: a card without one
	symbol *qr.Symbol
}

// prepareDocument is prepare with the font of the sheets.
func prepareDocument(ctx context.Context, d Document) (*printing, error) {
	clean, err := newCleaner(liberationsansregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("đọc phông chữ: %w", err)
	}
	return prepare(ctx, d, clean)
}

// prepare checks a document and makes its symbols. Errors name the sheet and
// say what to do.
func prepare(ctx context.Context, d Document, clean *cleaner) (*printing, error) {
	p, err := prepareHead(d, clean)
	if err != nil {
		return nil, err
	}
	if len(d.Sheets) == 0 {
		return nil, invalid("chưa có tờ nào để in; hãy chọn ít nhất một thủ tục")
	}
	for i, s := range d.Sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		checked, err := p.check(s, clean)
		if err != nil {
			return nil, fmt.Errorf("tờ %d (%s): %w", i+1, name(s, clean), err)
		}
		p.sheets = append(p.sheets, checked)
	}
	return p, nil
}

// prepareHead checks what a document says beside its sheets.
func prepareHead(d Document, clean *cleaner) (*printing, error) {
	p := &printing{Document: d}
	switch d.Layout {
	case A3, A4, A5, Desk, List, Card:
		if d.Start != 0 {
			return nil, invalid("ô bắt đầu chỉ dùng cho tờ nhãn; khổ %s hãy để trống", d.Layout)
		}
	case Labels24, Labels14:
		if n := d.Layout.Labels(); d.Start < 0 || d.Start > n {
			return nil, invalid("ô bắt đầu là %d; tờ nhãn này có các ô từ 1 đến %d", d.Start, n)
		}
		if d.Bleed {
			return nil, invalid("tờ nhãn đã cắt sẵn, không có phần xén; hãy bỏ chọn in tràn lề")
		}
	default:
		return nil, invalid("không có khổ in %q; hãy chọn a3, a4, a5, desk, labels24, labels14, list hoặc card", clean.line(string(d.Layout)))
	}
	day, ok := d.Issued.Time()
	if !ok {
		return nil, invalid("ngày in %q viết sai; hãy ghi dạng 2026-11-23", string(d.Issued))
	}
	p.day = day
	if err := qr.ValidatePublicURL(d.PublicURL); err != nil {
		return nil, invalid("%v", err)
	}
	u, err := url.Parse(d.PublicURL)
	if err != nil {
		return nil, invalid("địa chỉ công khai không dùng được: %v", err)
	}
	p.host = strings.ToLower(u.Host)
	return p, nil
}

// name tells a sheet from the others in errors.
func name(s Sheet, clean *cleaner) string {
	for _, text := range []string{s.Code, s.Number, s.Title} {
		if text = clean.line(text); text != "" {
			if utf8.RuneCountInString(text) > 40 {
				text = string([]rune(text)[:40]) + "…"
			}
			return text
		}
	}
	return "chưa có mã và tên"
}

// check cleans one sheet.
func (p *printing) check(s Sheet, clean *cleaner) (sheet, error) {
	out := sheet{Sheet: s}
	texts := []struct {
		what  string
		text  *string
		limit int
	}{
		{"tên", &out.Title, maxTitle},
		{"tên tiếng Anh", &out.English, maxTitle},
		{"dòng lợi ích", &out.Gain, maxText},
		{"mã thủ tục", &out.Number, maxText},
		{"nơi đặt", &out.Placement, data.MaxPlaceLabel},
		{"tên cơ quan", &out.Issuer.Name, maxText},
		{"địa chỉ cơ quan", &out.Issuer.Address, maxText},
		{"giờ làm việc", &out.Issuer.Hours, maxText},
		{"điện thoại", &out.Issuer.Phone, maxText},
	}
	for _, t := range texts {
		*t.text = clean.line(*t.text)
		if n := utf8.RuneCountInString(*t.text); n > t.limit {
			return out, invalid("%s dài %d ký tự; hãy rút còn nhiều nhất %d", t.what, n, t.limit)
		}
	}
	if out.Title == "" {
		return out, invalid("chưa có tên in được; hãy ghi tên bằng chữ")
	}
	if !p.English {
		out.English = ""
	}
	out.Facts = cleanFacts(s.Facts, clean)
	var err error
	if out.colour, err = parseColour(s.Issuer.Colour); err != nil {
		return out, invalid("%v", err)
	}
	if key := s.Issuer.Crest; key != "" && p.Crests[key] == nil {
		return out, invalid("thiếu tệp huy hiệu %q; hãy thêm tệp PNG ấy hoặc bỏ huy hiệu", clean.line(key))
	}
	return out, p.encode(&out, clean)
}

// encode makes the symbols of a sheet.
func (p *printing) encode(s *sheet, clean *cleaner) (err error) {
	switch p.Layout {
	case List:
		if n := len(s.Entries); n == 0 || n > MaxEntries {
			return invalid("danh sách có %d thủ tục; hãy chọn từ 1 đến %d", n, MaxEntries)
		}
		for i, e := range s.Entries {
			e.Title, e.Number = clean.line(e.Title), clean.line(e.Number)
			switch n := utf8.RuneCountInString(e.Title); {
			case e.Title == "":
				return invalid("thủ tục thứ %d chưa có tên in được; hãy ghi tên bằng chữ", i+1)
			case n > maxTitle:
				return invalid("tên thủ tục thứ %d dài %d ký tự; hãy rút còn nhiều nhất %d", i+1, n, maxTitle)
			}
			t, err := p.link(e.Code)
			if err != nil {
				return fmt.Errorf("thủ tục thứ %d: %w", i+1, err)
			}
			s.entries = append(s.entries, entry{e, t})
		}
		return nil
	case Card:
		if s.lines = clean.lines(s.CardText); len(s.lines) == 0 {
			return invalid("chưa có nội dung để chứa trong mã; hãy ghi bằng chữ")
		}
		if s.Code != "" {
			if s.target, err = p.link(s.Code); err != nil {
				return err
			}
		}
		if s.target.symbol, err = qr.NewText(s.CardText); err != nil {
			return invalid("%v", err)
		}
		return nil
	}
	s.target, err = p.link(s.Code)
	return err
}

// link makes the symbol of a short code.
func (p *printing) link(s string) (target, error) {
	code, err := qr.ParseCode(s)
	if err != nil {
		return target{}, invalid("%v", err)
	}
	payload, err := qr.Payload(p.PublicURL, code)
	if err != nil {
		return target{}, err
	}
	symbol, err := qr.New(payload)
	return target{code, symbol}, err
}

// cleanFacts drops the facts and lines that say nothing.
func cleanFacts(facts []Fact, clean *cleaner) []Fact {
	var out []Fact
	for _, f := range facts {
		kept := Fact{Label: clean.line(f.Label)}
		for _, l := range f.Lines {
			if l = clean.line(l); l != "" {
				kept.Lines = append(kept.Lines, l)
			}
		}
		if kept.Label != "" && len(kept.Lines) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

// address is the short address of a code, as people type it.
func (p *printing) address(t target) string { return p.host + "/q/" + t.code.Print() }

// checkAddress is where a code is told from a forgery.
func (p *printing) checkAddress(t target) string { return p.host + "/kiem-tra/" + t.code.Print() }

// printed is the day of issue as posters show it.
func (p *printing) printed() string { return wordsPrinted + " " + p.day.Format("02/01/2006") }
