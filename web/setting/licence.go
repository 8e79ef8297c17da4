package setting

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"tracuu/data"
)

// licences are those that are known by a short name.
var licences = map[string]data.Licence{
	"cc-by-4.0":    data.LicenceCCBY,
	"cc-by-sa-4.0": {Name: "Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)", URL: "https://creativecommons.org/licenses/by-sa/4.0/"},
	"cc0-1.0":      {Name: "Creative Commons Zero 1.0 Universal (CC0 1.0)", URL: "https://creativecommons.org/publicdomain/zero/1.0/"},
	"odc-by-1.0":   {Name: "Open Data Commons Attribution License 1.0 (ODC-BY 1.0)", URL: "https://opendatacommons.org/licenses/by/1-0/"},
}

// maxPublisher bounds the names of a publisher and of a licence, in letters.
const maxPublisher = 200

// Publisher changes who hands out the open data.
func Publisher(name string) (*Change, error) {
	name = strings.Join(strings.Fields(name), " ")
	if utf8.RuneCountInString(name) > maxPublisher {
		return nil, refuse("tên người công bố dài quá %d chữ; hãy ghi gọn, ví dụ Ủy ban nhân dân tỉnh Khánh Hòa", maxPublisher)
	}
	return &Change{apply: func(s *data.Settings) error {
		s.Publisher = name
		return nil
	}}, nil
}

// Licence changes what others may do with the open data: the short name of a
// known licence, or a name and an address, "Giấy phép của tỉnh | https://…".
func Licence(value string) (*Change, error) {
	l, known := licences[strings.ToLower(value)]
	if !known && value != "" {
		name, address, _ := strings.Cut(value, "|")
		l = data.Licence{Name: strings.Join(strings.Fields(name), " "), URL: strings.TrimSpace(address)}
		u, err := url.Parse(l.URL)
		if err != nil || u.Scheme != "https" || u.Host == "" || l.Name == "" || utf8.RuneCountInString(l.Name) > maxPublisher {
			return nil, refuse("không rõ giấy phép %q; hãy ghi một trong %s, hoặc tên và địa chỉ: \"Tên giấy phép | https://…\"",
				value, strings.Join(slices.Sorted(maps.Keys(licences)), ", "))
		}
	}
	return &Change{apply: func(s *data.Settings) error {
		s.Licence = l
		return nil
	}}, nil
}

// LicenceText is a licence as [Licence] reads it.
func LicenceText(l data.Licence) string {
	if l == (data.Licence{}) {
		return ""
	}
	return l.Name + " | " + l.URL
}
