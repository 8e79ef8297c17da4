package ingest

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"tracuu/data"
)

// Bounds on what a record says of itself in other languages.
const (
	maxTranslations      = 20
	maxTranslatedName    = 500 // runes
	maxTranslatedSummary = 2000
)

// languageRE is a language tag as the site's addresses have it.
var languageRE = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// translations reads what a record says of itself in other languages:
// {"en": {"name": …, "summary": …}}, or English alone at keys of its own. What
// has no name is left out.
func translations(f fields) map[string]data.Translation {
	out := map[string]data.Translation{}
	add := func(tag string, t fields, name, summary []string) {
		tr := data.Translation{
			Name:    strings.TrimRight(line(t.short(maxTranslatedName, name...)), ". "),
			Summary: line(t.short(maxTranslatedSummary, summary...)),
		}
		if _, ok := out[tag]; !ok && tr.Name != "" {
			out[tag] = tr
		}
	}
	const key = "translations"
	switch k := kind(f.raw[key]); k {
	case jsonNone:
	case jsonObject:
		var all map[string]json.RawMessage
		if err := json.Unmarshal(f.raw[key], &all); err != nil {
			f.fail(key, "không đọc được: hãy sửa lại")
			return nil
		}
		if len(all) > maxTranslations {
			f.fail(key, "có %d ngôn ngữ, nhiều nhất là %d: hãy bỏ bớt", len(all), maxTranslations)
			return nil
		}
		for _, tag := range slices.Sorted(maps.Keys(all)) {
			value := all[tag]
			if tag == "vi" {
				continue // the record itself says it
			}
			if !languageRE.MatchString(tag) {
				f.fail(key, "có ngôn ngữ %q: hãy ghi thẻ ngôn ngữ, ví dụ \"en\"", shown(tag))
				return nil
			}
			inner := fields{path: f.path + key + "." + tag + ".", err: f.err}
			switch k := kind(value); k {
			case jsonNone:
			case jsonString:
				inner.raw = map[string]json.RawMessage{"name": value}
			case jsonObject:
				if err := json.Unmarshal(value, &inner.raw); err != nil {
					f.fail(key, "không đọc được: hãy sửa lại")
					return nil
				}
			default:
				f.fail(key+"."+tag, `phải là đối tượng {"name", "summary"}, không phải %s: hãy sửa lại kiểu dữ liệu`, k)
				return nil
			}
			add(tag, inner, []string{"name", "title"}, []string{"summary", "description"})
		}
	default:
		f.fail(key, `phải là đối tượng {"en": {"name", "summary"}}, không phải %s: hãy sửa lại kiểu dữ liệu`, k)
		return nil
	}
	add("en", f, []string{"name_en", "title_en"}, []string{"summary_en", "description_en"})
	if len(out) == 0 {
		return nil
	}
	return out
}

// short is the text at the first of the keys that has one, of at most limit
// letters.
func (f fields) short(limit int, keys ...string) string {
	for _, k := range keys {
		s := f.text(k)
		if n := utf8.RuneCountInString(s); n > limit {
			f.fail(k, "dài %d chữ, vượt giới hạn %d chữ: hãy rút gọn", n, limit)
			return ""
		}
		if s != "" {
			return s
		}
	}
	return ""
}
