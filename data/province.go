package data

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Province is one of the 34 provinces and centrally run cities that Viet Nam
// has had since 1 July 2025.
type Province struct {
	Name   string   // without "tỉnh" or "thành phố": "Khánh Hòa"
	Former []string // the provinces merged into it, and a name it bore before
}

// Provinces lists them in the order of the national unit codes.
func Provinces() []Province {
	return []Province{
		{"Hà Nội", nil},
		{"Cao Bằng", nil},
		{"Tuyên Quang", []string{"Hà Giang"}},
		{"Điện Biên", nil},
		{"Lai Châu", nil},
		{"Sơn La", nil},
		{"Lào Cai", []string{"Yên Bái"}},
		{"Thái Nguyên", []string{"Bắc Kạn"}},
		{"Lạng Sơn", nil},
		{"Quảng Ninh", nil},
		{"Bắc Ninh", []string{"Bắc Giang"}},
		{"Phú Thọ", []string{"Vĩnh Phúc", "Hòa Bình"}},
		{"Hải Phòng", []string{"Hải Dương"}},
		{"Hưng Yên", []string{"Thái Bình"}},
		{"Ninh Bình", []string{"Hà Nam", "Nam Định"}},
		{"Thanh Hóa", nil},
		{"Nghệ An", nil},
		{"Hà Tĩnh", nil},
		{"Quảng Trị", []string{"Quảng Bình"}},
		{"Huế", []string{"Thừa Thiên Huế"}},
		{"Đà Nẵng", []string{"Quảng Nam"}},
		{"Quảng Ngãi", []string{"Kon Tum"}},
		{"Gia Lai", []string{"Bình Định"}},
		{"Khánh Hòa", []string{"Ninh Thuận"}},
		{"Đắk Lắk", []string{"Phú Yên"}},
		{"Lâm Đồng", []string{"Đắk Nông", "Bình Thuận"}},
		{"Đồng Nai", []string{"Bình Phước"}},
		{"Hồ Chí Minh", []string{"Bà Rịa - Vũng Tàu", "Bình Dương"}},
		{"Tây Ninh", []string{"Long An"}},
		{"Đồng Tháp", []string{"Tiền Giang"}},
		{"Vĩnh Long", []string{"Bến Tre", "Trà Vinh"}},
		{"An Giang", []string{"Kiên Giang"}},
		{"Cần Thơ", []string{"Sóc Trăng", "Hậu Giang"}},
		{"Cà Mau", []string{"Bạc Liêu"}},
	}
}

var (
	// provincialRE finds the bodies of a province in the number of a decision:
	// the people's committee, its office, its service centre and its departments.
	provincialRE = regexp.MustCompile(`(?i)UBND|/QĐ-VP$|TTPVHCC|SNN|SoKHCN`)
	// bodilessRE matches the number of a decision without any body.
	bodilessRE = regexp.MustCompile(`^[\d\s./]+$`)
)

// IssuerProvince tells whether a province rather than a ministry published p,
// which is what the number of its decision says ("2362/QĐ-UBND"), and names the
// province as it is called today; name is empty where p does not tell. A number
// without a body ("1704") is provincial if p names the province. See [Issuers]
// for what other records know.
func IssuerProvince(p *Procedure) (name string, provincial bool) {
	provincial = provincialRE.MatchString(p.Decision)
	if !provincial && !bodilessRE.MatchString(p.Decision) {
		return "", false // ministries, too, name a department of Hà Nội as agency
	}
	// The nearer to who handles p, the surer; legal bases are last for they
	// also cite what other provinces decided.
	texts := []string{p.Agency, p.Authority, p.ReceptionAddress, p.Decision, p.Name}
	if provincial {
		for _, ref := range p.LegalBasis {
			texts = append(texts, ref.Title)
		}
	}
	for _, text := range texts {
		if named := provincesIn(text); len(named) == 1 {
			return named[0], true
		}
	}
	return "", provincial
}

// Issuers maps the code of every provincial procedure of ps to the present name
// of the province that published it, "" where nothing tells. Procedures of one
// decision have one issuer: those that name none take it from those that do,
// unless these disagree, as two provinces may number alike.
func Issuers(ps iter.Seq[*Procedure]) map[string]string {
	issuers := map[string]string{}
	decisions := map[string][]string{} // decision → codes
	for p := range ps {
		if name, provincial := IssuerProvince(p); provincial {
			issuers[p.Code] = name
			key := strings.TrimRight(strings.ToUpper(p.Decision), ". ")
			decisions[key] = append(decisions[key], p.Code)
		}
	}
	for _, codes := range decisions {
		var names []string
		for _, code := range codes {
			if name := issuers[code]; name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if len(names) != 1 {
			continue
		}
		for _, code := range codes {
			issuers[code] = names[0]
		}
	}
	return issuers
}

// provincesIn lists the present names of the provinces that a text speaks of as
// such: "tỉnh Ninh Thuận", "TP.Đà Nẵng".
func provincesIn(text string) []string {
	text = placeKey(text)
	var named []string
	for _, p := range Provinces() {
		for _, name := range append(p.Former, p.Name) {
			key := placeKey(name)
			if strings.Contains(text, " tỉnh"+key) || strings.Contains(text, " thành phố"+key) {
				named = append(named, p.Name)
				break
			}
		}
	}
	return named
}

// placeKey makes spellings of places comparable: small words with a space
// before and after each, tone marks placed one way, names that are written in
// several ways written in one.
func placeKey(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return placeSpellings.Replace(" " + strings.Join(words, " ") + " ")
}

var placeSpellings = strings.NewReplacer(
	"oà", "òa", "oá", "óa",
	"đăk", "đắk", "lăk", "lắk", "đắc lắc", "đắk lắk", "dak lak", "đắk lắk",
	"kontum", "kon tum", "bắc cạn", "bắc kạn",
	" tphcm ", " thành phố hồ chí minh ", " tp hcm ", " thành phố hồ chí minh ", " tp ", " thành phố ",
	"luật thủ đô", "thành phố hà nội",
)
