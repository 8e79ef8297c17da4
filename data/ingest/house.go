package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tracuu/data"
)

// housePrefix begins the forms of records that a house of this kind has handed
// out.
const housePrefix = "tracuu/"

// houseForm is the form a record says it has, empty if none of the house's.
func houseForm(f fields) string {
	quiet := fields{raw: f.raw, err: new(error)}
	if s := quiet.text("format"); strings.HasPrefix(s, housePrefix) {
		return s
	}
	return ""
}

// house reads a record in the house's own form. It has been cleaned already and
// is taken as it stands, to the last mark, or not at all: so that what was
// handed out comes back as it was.
func house(line []byte, f fields, form string) Record {
	var rec Record
	var err error
	switch form {
	case data.FormProcedure:
		rec.Procedure, err = houseProcedure(line)
	case data.FormArticle:
		rec.Article, err = houseArticle(line)
	case data.FormUnit:
		rec.Unit, err = houseUnit(line)
	case data.FormAgency:
		rec.Agency, err = houseAgency(line)
	case data.FormField:
		rec.Field, err = houseField(line)
	case data.FormScans:
		rec.passed = true // counted there, of that house
	default:
		err = fmt.Errorf("dạng %q do bản chương trình mới hơn xuất ra: hãy cập nhật chương trình rồi nạp lại", shown(form))
	}
	if err != nil {
		return reject(identity(f), err)
	}
	return rec
}

// readHouse reads a line into v, which has a place for all that may stand in it.
func readHouse(line []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		var kind *json.UnmarshalTypeError
		switch name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); {
		case unknown:
			return fmt.Errorf("có trường lạ %s: tệp xuất không có trường này; hãy bỏ đi, hoặc bỏ \"format\" để nạp như tệp thường", name)
		case errors.As(err, &kind):
			return fmt.Errorf("trường %q sai kiểu: hãy sửa lại như tệp đã xuất", kind.Field)
		}
		return errors.New("bản ghi không đọc được: hãy xuất lại tệp")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("sau bản ghi còn chữ thừa: hãy ghi mỗi bản ghi trên một dòng riêng")
	}
	return nil
}

// checks are what a record in the house's form must be like; the first that it
// is not is kept.
type checks struct{ err error }

func (c *checks) that(ok bool, format string, args ...any) {
	if !ok && c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// texts checks that words are clean.
func (c *checks) texts(words map[string]string) {
	for key, s := range words {
		c.that(len(s) <= maxField, "trường %q dài %d byte, vượt giới hạn %d byte: hãy rút gọn", key, len(s), maxField)
		c.that(isClean(s), "trường %q có ký tự điều khiển hoặc chữ chưa dựng sẵn (NFC): hãy bỏ \"format\" để tệp được làm sạch khi nạp", key)
	}
}

func isClean(s string) bool {
	return norm.NFC.IsNormalString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' })
}

// webPage checks the address of a page outside; none is as good.
func (c *checks) webPage(key, address string) {
	c.that(address == "" || webAddress(address) == address, "trường %q không phải địa chỉ http(s): hãy sửa lại", key)
}

func (c *checks) name(key, s string) {
	c.that(strings.TrimSpace(s) != "", "thiếu %q: hãy điền như tệp đã xuất", key)
}

func oneOf[T comparable](c *checks, key string, v T, known ...T) {
	c.that(slices.Contains(known, v), "trường %q không thể là %q: hãy sửa lại như tệp đã xuất", key, shown(fmt.Sprint(v)))
}

func houseProcedure(line []byte) (*data.Procedure, error) {
	var o data.OpenProcedure
	if err := readHouse(line, &o); err != nil {
		return nil, err
	}
	p := &o.Procedure
	p.Sample = o.Form.Sample
	var c checks
	const badCode = "mã thủ tục %q không đúng dạng: hãy sửa lại như tệp đã xuất"
	code, err := data.ParseProcedureCode(p.Code)
	c.that(err == nil && code.Code == p.Code, badCode, shown(p.Code))
	if p.ReplacedBy != "" {
		heir, err := data.ParseProcedureCode(p.ReplacedBy)
		c.that(err == nil && heir.Code == p.ReplacedBy, badCode, shown(p.ReplacedBy))
	}
	for _, s := range p.Aliases {
		_, err := data.ParseProcedureCode(s)
		c.that(err == nil, badCode, shown(s))
	}
	c.name("name", p.Name)
	c.name("official_name", p.OfficialName)
	oneOf(&c, "status", p.Status, data.StatusActive, data.StatusRepealed)
	_, day := p.EffectiveFrom.Time()
	c.that(p.EffectiveFrom == "" || day, "trường %q không phải ngày: hãy ghi như 2025-07-01", "effective_from")
	c.webPage("source_url", p.SourceURL)
	for _, l := range p.Levels {
		oneOf(&c, "levels", l, data.LevelCommune, data.LevelProvince, data.LevelMinistry)
	}
	for _, m := range p.Methods {
		oneOf(&c, "channel", m.Channel, "", data.ChannelOnline, data.ChannelPost, data.ChannelInPerson)
		oneOf(&c, "unit", m.Duration.Unit, "", data.UnitWorkingDay, data.UnitDay, data.UnitHour, data.UnitMonth, data.UnitYear, data.UnitWithinDay)
		c.that(m.Duration.Value >= 0, "trường %q không thể âm: hãy sửa lại", "value")
		c.texts(map[string]string{"note": m.Note, "duration": m.Duration.Text, "printed": m.Duration.Printed})
		for _, fee := range m.Fees {
			c.that(fee.AmountVND >= 0, "trường %q không thể âm: hãy sửa lại", "amount_vnd")
			c.texts(map[string]string{"fees": fee.Text, "printed": fee.Printed})
		}
	}
	for _, d := range p.Documents {
		c.that(d.Originals >= 0 && d.Copies >= 0, "số bản của giấy tờ không thể âm: hãy sửa lại")
		c.texts(map[string]string{"documents": d.Name, "case": d.Case})
	}
	for _, l := range p.LegalBasis {
		c.texts(map[string]string{"legal_basis": l.Title, "number": l.Number})
	}
	for tag, t := range p.Translations {
		c.that(languageRE.MatchString(tag), "thẻ ngôn ngữ %q không đúng dạng: hãy ghi như \"en\"", shown(tag))
		c.name("translations."+tag+".name", t.Name)
		c.texts(map[string]string{"translations": t.Name + t.Summary})
	}
	c.texts(map[string]string{
		"name": p.Name, "official_name": p.OfficialName, "field": p.Field, "type": p.Type, "decision": p.Decision, "agency": p.Agency,
		"authority": p.Authority, "coordinating": p.Coordinating, "delegated": p.Delegated, "reception_address": p.ReceptionAddress,
		"steps": p.Steps, "result": p.Result, "conditions": p.Conditions, "description": p.Description,
		"audience": strings.Join(p.Audience, "\n"), "keywords": strings.Join(p.Keywords, "\n"),
	})
	return p, c.err
}

func houseArticle(line []byte) (*data.Article, error) {
	var o data.OpenArticle
	if err := readHouse(line, &o); err != nil {
		return nil, err
	}
	a := &o.Article
	a.Sample = o.Form.Sample
	var c checks
	c.name("source_id", a.SourceID)
	c.name("title", a.Title)
	oneOf(&c, "published_trust", a.PublishedTrust, "", data.TrustTime, data.TrustDay, data.TrustFetched)
	c.webPage("url", a.URL)
	for _, p := range a.Photos {
		c.that(isPicture(p.URL), "địa chỉ ảnh %q không dùng được: hãy sửa lại", shown(p.URL))
		c.that(p.Width >= 0 && p.Height >= 0, "kích thước ảnh không thể âm: hãy sửa lại")
		c.texts(map[string]string{"caption": p.Caption, "alt": p.Alt})
	}
	for _, f := range a.Attachments {
		c.webPage("attachments", f.URL)
		c.texts(map[string]string{"attachments": f.Title})
	}
	c.that(a.SourceViews >= 0, "trường %q không thể âm: hãy sửa lại", "source_views")
	c.texts(map[string]string{
		"source": a.Source, "source_id": a.SourceID, "title": a.Title, "lead": a.Lead, "body": a.Body, "author": a.Author, "category": a.Category,
	})
	return a, c.err
}

// isPicture reports whether a photo may stand at an address: on the web, or
// among the pictures of the house.
func isPicture(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (webAddress(address) == address || strings.HasPrefix(address, "/anh/") && u.Host == "" && !strings.Contains(address, ".."))
}

func houseUnit(line []byte) (*data.Unit, error) {
	var o data.OpenUnit
	if err := readHouse(line, &o); err != nil {
		return nil, err
	}
	u := &o.Unit
	u.Sample = o.Form.Sample
	var c checks
	c.that(unitCodeRE.MatchString(u.Code), "mã đơn vị hành chính %q không đúng dạng: hãy sửa lại", shown(u.Code))
	c.name("name", u.Name)
	oneOf(&c, "type", u.Type, data.UnitCommune, data.UnitWard, data.UnitZone, data.UnitProvince, data.UnitCity)
	c.that(!u.Type.IsLocal() || u.Province != "" && u.ProvinceCode != "", `không ghi thuộc tỉnh, thành phố nào: hãy điền "province" và "province_code"`)
	c.texts(map[string]string{"name": u.Name, "english": u.English, "province": u.Province, "merged": strings.Join(u.Merged, "\n")})
	return u, c.err
}

// slugRE matches what stands for an agency or a field in the addresses of pages.
var slugRE = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func houseAgency(line []byte) (*data.Agency, error) {
	var o data.OpenAgency
	if err := readHouse(line, &o); err != nil {
		return nil, err
	}
	var c checks
	c.name("name", o.Name)
	c.that(slugRE.MatchString(o.Slug), "trường %q không đúng dạng: hãy sửa lại như tệp đã xuất", "slug")
	c.that(o.ReplacedBy == "" || slugRE.MatchString(o.ReplacedBy), "trường %q không đúng dạng: hãy sửa lại như tệp đã xuất", "replaced_by")
	c.texts(map[string]string{"name": o.Name, "former": strings.Join(o.Former, "\n"), "address": o.Address, "hours": o.Hours, "phone": o.Phone})
	return &data.Agency{
		Slug: o.Slug, Name: o.Name, Former: o.Former, ReplacedBy: o.ReplacedBy,
		AgencyLook: data.AgencyLook{Address: o.Address, Hours: o.Hours, Phone: o.Phone},
	}, c.err
}

func houseField(line []byte) (*data.Field, error) {
	var o data.OpenField
	if err := readHouse(line, &o); err != nil {
		return nil, err
	}
	var c checks
	c.name("name", o.Name)
	c.that(slugRE.MatchString(o.Slug), "trường %q không đúng dạng: hãy sửa lại như tệp đã xuất", "slug")
	c.texts(map[string]string{"name": o.Name})
	return &data.Field{Slug: o.Slug, Name: o.Name}, c.err
}
