package find

import (
	"net/url"
	"slices"

	"tracuu/data"
	"tracuu/search"
)

// IsLevel reports whether there is such a level.
func IsLevel(l data.Level) bool {
	return slices.Contains([]data.Level{data.LevelCommune, data.LevelProvince, data.LevelMinistry}, l)
}

// SetFilter writes a filter into the parameters of an address, and ReadFilter
// reads it from there; what they hold besides is left alone, and a level that
// does not exist is none.
func SetFilter(v url.Values, f search.Filter) {
	for name, value := range map[string]string{
		"field": f.Field, "agency": f.Agency, "level": string(f.Level), "audience": f.Audience, "online": onlineValue(f.Online),
	} {
		v.Del(name)
		if value != "" {
			v.Set(name, value)
		}
	}
}

func onlineValue(on bool) string {
	if on {
		return "1"
	}
	return ""
}

// ReadFilter is the inverse of SetFilter.
func ReadFilter(v url.Values) search.Filter {
	f := search.Filter{Field: v.Get("field"), Agency: v.Get("agency"), Audience: v.Get("audience"), Online: v.Get("online") == "1"}
	if l := data.Level(v.Get("level")); IsLevel(l) {
		f.Level = l
	}
	return f
}
