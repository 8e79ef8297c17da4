package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search/vi"
)

// procedure reads one record of a procedure. The error says in Vietnamese why
// it cannot be taken.
func procedure(f fields) (data.Procedure, error) {
	code, err := procedureCode(f, "code")
	if err != nil {
		return data.Procedure{}, err
	}
	if code.Code == "" {
		return data.Procedure{}, errors.New(`thiếu mã thủ tục ("code"): hãy điền mã của thủ tục, ví dụ 1.001193`)
	}
	official := oneLine(vi.Repair(f.text("name", "official_name")))
	if *f.err != nil {
		return data.Procedure{}, *f.err
	}
	if saysNothing(official) {
		return data.Procedure{}, errors.New(`thiếu tên thủ tục ("name"): hãy điền tên thủ tục`)
	}
	p := data.Procedure{
		Code:         code.Code,
		OfficialName: official,
		Name:         displayName(official),
		Field:        line(f.text("field")),
		Levels:       levels(f.list("level")),
		Type:         procedureType(f.text("type")),
		Decision:     line(f.text("decision")),

		Agency:           joined(f.text("agency")),
		Authority:        joined(f.text("authority")),
		Coordinating:     joined(f.text("coordinating")),
		Delegated:        joined(f.text("delegated")),
		ReceptionAddress: joined(f.text("reception_address")),

		Steps:       block(f.text("steps")),
		Methods:     methods(f),
		Documents:   documents(f),
		Audience:    audience(f.list("audience")),
		Result:      block(f.text("result")),
		LegalBasis:  legalBasis(f),
		Conditions:  conditions(f.text("conditions")),
		Keywords:    keywords(f.list("keywords")),
		Description: block(f.text("description")),
		SourceURL:   webAddress(f.text("url")),

		Translations: translations(f),

		Status: data.StatusActive,
	}
	if code.Alias != "" {
		p.Aliases = []string{code.Alias}
	}
	if f.hasAny("methods_text", "documents_text", "legal_basis_text") {
		unglue(f, &p)
	}
	doubtSameDay(&p)
	if p.Description == p.Conditions || saysNone(p.Description) {
		p.Description = "" // mostly a copy of the conditions
	}
	if *f.err != nil {
		return data.Procedure{}, *f.err
	}
	if err := validity(f, code, &p); err != nil {
		return data.Procedure{}, err
	}
	return p, *f.err
}

// procedureCode reads the code at key; none is the zero code. A JSON number
// has lost its final zeros, so it only counts with all six decimals there.
func procedureCode(f fields, key string) (data.ProcedureCode, error) {
	const printed = len("1.001193")
	s := line(f.text(key))
	if s == "" {
		return data.ProcedureCode{}, *f.err
	}
	code, err := data.ParseProcedureCode(s)
	if err != nil {
		return code, fmt.Errorf("mã thủ tục %q không đúng dạng: hãy ghi như 1.001193, 1.012753.H19 hoặc 1.014955-Xoa", shown(s))
	}
	if kind(f.raw[key]) == jsonNumber && len(s) < printed {
		return code, fmt.Errorf("mã thủ tục %s ghi dạng số nên có thể đã mất số 0 ở cuối: hãy ghi mã trong dấu ngoặc kép", shown(s))
	}
	return code, nil
}

// validity reads whether the procedure is in force, since when, and what took
// its place.
func validity(f fields, code data.ProcedureCode, p *data.Procedure) error {
	replaced, err := procedureCode(f, "replaced_by")
	if err != nil {
		return fmt.Errorf("trường %q: %w", "replaced_by", err)
	}
	p.ReplacedBy = replaced.Code
	status := strings.ToLower(line(f.text("status")))
	switch {
	case code.Repealed, status == string(data.StatusRepealed),
		strings.Contains(status, "bãi bỏ"), strings.Contains(status, "hết hiệu lực"), strings.Contains(status, "thay thế"):
		p.Status = data.StatusRepealed
	case status == "" && p.ReplacedBy != "":
		p.Status = data.StatusRepealed
	}
	if s := line(f.text("effective_date", "effective_from")); s != "" {
		t, _ := parseTime(s)
		if t.IsZero() {
			return fmt.Errorf("ngày có hiệu lực %q không đọc được: hãy ghi như 2025-07-01 hoặc 01/07/2025", shown(s))
		}
		p.EffectiveFrom = data.NewDate(t)
	}
	return nil
}

// procedureType gives the leaked codes of the catalogue their Vietnamese
// labels. NOT_ASSIGNED_REGULATION and OTHER are known from records that are
// printed both ways; what LOCAL_REGULATION and CENTRAL_REGULATION are called
// is not, so they are left empty.
func procedureType(s string) string {
	switch s = line(s); s {
	case "NOT_ASSIGNED_REGULATION":
		return "TTHC không được luật giao cho địa phương quy định"
	case "OTHER":
		return "Loại khác"
	case "LOCAL_REGULATION", "CENTRAL_REGULATION":
		return ""
	}
	return s
}

// levels finds the levels of government in any spelling ("Cấp Xã", "Cấp
// bộ, Cấp tỉnh", "Bộ/Trung ương"). The former district level and "Cơ quan
// khác" are none.
func levels(in []string) []data.Level {
	s := strings.ToLower(line(strings.Join(in, ", ")))
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	var out []data.Level
	for _, l := range []struct {
		level data.Level
		words []string
	}{
		{data.LevelCommune, []string{"xã", "phường", "commune"}},
		{data.LevelProvince, []string{"tỉnh", "province"}},
		{data.LevelMinistry, []string{"bộ", "ương", "ministry"}},
	} {
		if slices.ContainsFunc(l.words, func(w string) bool { return slices.Contains(words, w) }) {
			out = append(out, l.level)
		}
	}
	return out
}

// audience splits at the commas outside brackets. A comma before a small
// letter belongs to a group's name: "Cán bộ, công chức, viên chức".
func audience(in []string) []string {
	var out []string
	for _, s := range in {
		s = line(s)
		depth, start := 0, 0
		for i, r := range s {
			switch r {
			case '(':
				depth++
			case ')':
				depth--
			case ',', ';':
				rest := strings.TrimLeft(s[i+1:], " ")
				if first, _ := utf8.DecodeRuneInString(rest); depth <= 0 && !unicode.IsLower(first) {
					out = append(out, strings.TrimSpace(s[start:i]))
					start = i + 1
				}
			}
		}
		out = append(out, strings.TrimSpace(s[start:]))
	}
	return unique(out)
}

// keywords splits at commas and semicolons, drops the portal's breadcrumbs
// ("CSDL Quốc gia về TTHC»Bộ …") and what says nothing.
func keywords(in []string) []string {
	var out []string
	for _, s := range in {
		s = line(s)
		if strings.Contains(s, "»") {
			continue
		}
		for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
			part = strings.TrimRight(trimBullet(part), " .")
			if !saysNothing(part) && !saysNone(part) {
				out = append(out, part)
			}
		}
	}
	return unique(out)
}

// conditions keeps a plain "none" in one spelling: that there are no
// conditions is worth knowing.
func conditions(s string) string {
	s = block(s)
	if saysNone(s) {
		return "Không"
	}
	return s
}

// saysNone reports whether s says that there is nothing, in one of the ways
// the catalogue does.
func saysNone(s string) bool {
	switch strings.ToLower(strings.TrimRight(trimBullet(s), " .;")) {
	case "không", "không có", "không quy định", "không yêu cầu":
		return true
	}
	return false
}
