package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/search/vi"
)

// prefixRE is the word "procedure" that some names begin with. It stays where
// the rest is no name by itself: "Thủ tục đối với …", "Thủ tục hải quan …".
var (
	listRE    = regexp.MustCompile(`^\d{1,2}[.)]\s+`) // a place in somebody's list
	prefixRE  = regexp.MustCompile(`(?i)^thủ tục(?: hành chính)?[\s:.\-–]+`)
	needsItRE = regexp.MustCompile(`(?i)^(?:đối với|về|của|trong|hải quan|biên phòng)(?:[ ,]|$)`)
)

// displayName is an official name (one line) for people: without "Thủ tục" in
// front and a stop behind, not in capitals throughout, with a capital at its
// beginning. It is never empty unless the official name is.
func displayName(official string) string {
	name := trimBullet(official[len(listRE.FindString(official)):])
	if rest := name[len(prefixRE.FindString(name)):]; rest != "" && !needsItRE.MatchString(rest) {
		name = rest
	}
	name = strings.TrimRight(name, " .;:,-–")
	if name == "" {
		return official
	}
	if inCapitals(name) {
		name = sentenceCase(name)
	}
	first, n := utf8.DecodeRuneInString(name)
	return vi.Repair(string(unicode.ToUpper(first)) + name[n:])
}

// inCapitals reports whether every word outside brackets is in capitals, and
// that there are enough of them not to be abbreviations.
func inCapitals(s string) bool {
	const least = 3
	words, depth := 0, 0
	for w := range strings.FieldsSeq(s) {
		inside := depth > 0 || strings.HasPrefix(w, "(")
		depth += strings.Count(w, "(") - strings.Count(w, ")")
		if inside {
			continue
		}
		if strings.ContainsFunc(w, unicode.IsLower) {
			return false
		}
		if strings.ContainsFunc(w, isVowel) {
			words++
		}
	}
	return words >= least
}

// acronyms are the abbreviations with a vowel that names in capitals hold;
// those without one are recognised by that. properNouns keep their capitals.
var (
	acronyms = map[string]bool{
		"UBND": true, "HĐND": true, "BHYT": true, "VKSND": true, "TAND": true, "CSDL": true,
		"ODA": true, "FDI": true, "ISO": true, "ASEAN": true, "APEC": true, "EU": true, "UNESCO": true,
	}
	properNouns = strings.NewReplacer(
		"việt nam", "Việt Nam", "trung quốc", "Trung Quốc", "campuchia", "Campuchia",
		"khánh hòa", "Khánh Hòa", "khánh hoà", "Khánh Hòa", "ninh thuận", "Ninh Thuận",
		"quốc hội", "Quốc hội",
		"ủy ban nhân dân", "Ủy ban nhân dân", "uỷ ban nhân dân", "Uỷ ban nhân dân", "hội đồng nhân dân", "Hội đồng nhân dân",
	)
	romanRE = regexp.MustCompile(`^(?:I{1,3}|IV|VI{2,3}|IX|X|XI{2,3}|XIV|XV)$`)
)

// sentenceCase turns capitals into small letters, except in abbreviations,
// numbers with letters in them and Roman numerals. Numerals that are also
// syllables (V, VI, XI) only count after "loại", "hạng" and the like.
func sentenceCase(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		bare := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		numbered := i > 0 && strings.Contains(" loại hạng nhóm mức cấp lục phần chương khu bảng ", " "+strings.ToLower(words[i-1])+" ")
		switch {
		case acronyms[bare], romanRE.MatchString(bare),
			numbered && (bare == "V" || bare == "VI" || bare == "XI"),
			strings.ContainsFunc(bare, unicode.IsDigit),
			utf8.RuneCountInString(bare) > 1 && !strings.ContainsFunc(bare, isVowel):
			continue
		}
		if !strings.ContainsFunc(bare, unicode.IsLower) {
			words[i] = strings.ToLower(w)
		}
	}
	return properNouns.Replace(strings.Join(words, " "))
}

// isVowel reports whether a letter can be the vowel of a Vietnamese syllable:
// every one has a vowel, an abbreviation often none.
func isVowel(r rune) bool {
	r = unicode.ToLower(r)
	return r >= 0x80 && r != 'đ' && unicode.IsLetter(r) || strings.ContainsRune("aeiouy", r)
}
