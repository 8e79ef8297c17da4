package search

import (
	"cmp"
	"slices"

	"tracuu/data"
)

// levelWords are what people call the levels of government, folded.
var levelWords = map[string]data.Level{
	"cap xa": data.LevelCommune, "xa phuong": data.LevelCommune, "o phuong": data.LevelCommune,
	"tai xa": data.LevelCommune, "tai phuong": data.LevelCommune, "ubnd xa": data.LevelCommune, "uy ban xa": data.LevelCommune, "ubnd phuong": data.LevelCommune,
	"cap tinh": data.LevelProvince, "o tinh": data.LevelProvince, "ubnd tinh": data.LevelProvince, "len tinh": data.LevelProvince,
	"cap bo": data.LevelMinistry, "trung uong": data.LevelMinistry,
}

// levelAsked is the level a query names, if it names one.
func levelAsked(words []word) data.Level {
	for i := 1; i < len(words); i++ {
		if words[i].canonical == "xã" && words[i-1].fold == "o" { // bare, "o xa" is far away
			return data.LevelCommune
		}
		if l, ok := levelWords[pairTerm(words[i-1].fold, words[i].fold)]; ok {
			return l
		}
	}
	return ""
}

// closeness orders the levels by how near they are to citizens.
var closeness = map[data.Level]int{data.LevelCommune: 0, data.LevelProvince: 1, data.LevelMinistry: 2}

func (r *record) closest() int {
	best := 3
	for _, l := range r.Levels {
		best = min(best, closeness[l])
	}
	return best
}

// fold makes one candidate of those that bear the same name. The one shown is
// one that fits, of the level asked for, else of our province, in force, and the
// most local; the others are its variants. The place is the best one's.
func (v *view) fold(found []candidate, fits func(doc uint64) bool, level data.Level, province string) []candidate {
	seen := map[string]bool{}
	out := found[:0]
	for _, c := range found {
		g := c.record.group
		if g == "" || len(v.groups[g]) == 1 {
			out = append(out, c)
			continue
		}
		if seen[g] {
			continue
		}
		seen[g] = true
		members := slices.Clone(v.groups[g])
		away := func(yes bool) int {
			if yes {
				return 1
			}
			return 0
		}
		slices.SortStableFunc(members, func(x, y uint64) int {
			a, b := v.record(x), v.record(y)
			return cmp.Or(
				away(!fits(x))-away(!fits(y)),
				away(level != "" && !slices.Contains(a.Levels, level))-away(level != "" && !slices.Contains(b.Levels, level)),
				away(a.foreign(province))-away(b.foreign(province)),
				away(a.Repealed || a.district)-away(b.Repealed || b.district),
				a.near-b.near,
				cmp.Compare(a.id, b.id),
			)
		})
		c.record = v.record(members[0])
		for _, m := range members[1:] {
			c.others = append(c.others, v.record(m))
		}
		out = append(out, c)
	}
	return out
}

// eclipsed reports whether a procedure of another province has a namesake that
// is not: it is that one's variant and no hit by itself.
func (v *view) eclipsed(doc uint64, province string) bool {
	r := v.record(doc)
	return r.foreign(province) && slices.ContainsFunc(v.groups[r.group], func(m uint64) bool { return !v.record(m).foreign(province) })
}

func (v *view) records(docs []uint32) []*record {
	out := make([]*record, len(docs))
	for i, d := range docs {
		out[i] = v.record(uint64(d))
	}
	return out
}

// names counts documents, those of one name once.
func (v *view) names(docs []uint32) int {
	n := 0
	seen := map[string]bool{}
	for _, d := range docs {
		if g := v.record(uint64(d)).group; g == "" || !seen[g] {
			seen[g] = true
			n++
		}
	}
	return n
}

func variants(records []*record) []Variant {
	var out []Variant
	for _, r := range records {
		out = append(out, Variant{Code: r.id, Name: r.Title, Levels: r.Levels})
	}
	return out
}
