package search

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// family is an index of one procedure under many codes, among others.
func family(t *testing.T) *Index {
	t.Helper()
	m := newMemory()
	add := func(code, name string, change func(p *data.Procedure)) {
		p := proc(code, name)
		change(&p)
		m.put(p)
	}
	at := func(levels ...data.Level) func(*data.Procedure) {
		return func(p *data.Procedure) { p.Levels = levels }
	}
	add("1.000001", "Cấp giấy phép môi trường (cấp bộ)", at(data.LevelMinistry))
	add("1.000002", "Cấp giấy phép môi trường (cấp tỉnh)", at(data.LevelProvince))
	add("1.000003", "Cấp giấy phép môi trường", at(data.LevelCommune))
	add("1.000004", "Cấp giấy phép môi trường (thực hiện tại cấp xã).", func(p *data.Procedure) {
		p.Levels, p.Status = []data.Level{data.LevelCommune}, data.StatusRepealed
	})
	add("1.000005", "Gia hạn thẻ hướng dẫn viên", at(data.LevelProvince))
	add("1.000006", "Gia hạn thẻ hướng dẫn viên", func(p *data.Procedure) {
		p.Levels, p.Status = []data.Level{data.LevelCommune}, data.StatusRepealed
	})
	add("1.000007", "Hỗ trợ mua bò giống", func(p *data.Procedure) {
		p.Levels, p.Decision, p.Agency = []data.Level{data.LevelCommune}, "1/QĐ-UBND", "Ủy ban nhân dân tỉnh Lâm Đồng"
	})
	add("1.000008", "Hỗ trợ mua bò giống", func(p *data.Procedure) {
		p.Levels, p.Decision, p.Agency = []data.Level{data.LevelProvince}, "2/QĐ-UBND", "Ủy ban nhân dân tỉnh Khánh Hòa"
	})
	for i, name := range []string{"môi trường rừng", "môi trường biển", "môi trường nước", "môi trường đất", "môi trường không khí"} {
		add("2.00000"+string(rune('0'+i)), "Báo cáo "+name, at(data.LevelProvince))
	}
	ix := openIndex(t, t.TempDir(), m)
	t.Cleanup(func() { closeIndex(t, ix) })
	catchUp(t, ix, m)
	return ix
}

func TestOneHitAName(t *testing.T) {
	ix := family(t)
	for _, c := range []struct {
		name, query, province string
		filter                Filter
		first                 string
		variants              []string // sorted
	}{
		{"most local and in force", "cấp giấy phép môi trường", "", Filter{}, "1.000003", []string{"1.000001", "1.000002", "1.000004"}},
		{"province asked", "cấp giấy phép môi trường cấp tỉnh", "", Filter{}, "1.000002", []string{"1.000001", "1.000003", "1.000004"}},
		{"province asked bare", "giay phep moi truong cap tinh", "", Filter{}, "1.000002", []string{"1.000001", "1.000003", "1.000004"}},
		{"ministry asked", "giấy phép môi trường cấp bộ", "", Filter{}, "1.000001", []string{"1.000002", "1.000003", "1.000004"}},
		{"commune asked", "giấy phép môi trường ở xã", "", Filter{}, "1.000003", []string{"1.000001", "1.000002", "1.000004"}},
		{"level chosen", "cấp giấy phép môi trường", "", Filter{Level: data.LevelProvince}, "1.000002", []string{"1.000001", "1.000003", "1.000004"}},
		{"in force before local", "gia hạn thẻ hướng dẫn viên", "", Filter{}, "1.000005", []string{"1.000006"}},
		{"any province", "hỗ trợ mua bò giống", "", Filter{}, "1.000007", []string{"1.000008"}},
		{"our province before local", "hỗ trợ mua bò giống", "Khánh Hòa", Filter{}, "1.000008", []string{"1.000007"}},
		{"the other province", "hỗ trợ mua bò giống", "Lâm Đồng", Filter{}, "1.000007", []string{"1.000008"}},
		{"no namesake", "báo cáo môi trường rừng", "", Filter{}, "2.000000", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			ix.SetProvince(c.province)
			res, err := ix.Search(t.Context(), Query{Text: c.query, Filter: c.filter})
			if err != nil || len(res.Hits) == 0 {
				t.Fatalf("%+v, %v", res, err)
			}
			h := res.Hits[0]
			var variants []string
			for _, v := range h.Variants {
				variants = append(variants, v.Code)
				if v.Name == "" || len(v.Levels) != 1 {
					t.Errorf("variant %+v", v)
				}
			}
			slices.Sort(variants)
			if h.ID != c.first || !cmp.Equal(variants, c.variants) {
				t.Errorf("%s with %q, want %s with %q", h.ID, variants, c.first, c.variants)
			}
			seen := map[string]bool{}
			v := ix.views[data.KindProcedure]
			for _, h := range res.Hits {
				group := v.record(v.ids[h.ID]).group
				if seen[group] {
					t.Errorf("%q stands there twice", group)
				}
				seen[group] = true
			}
		})
	}
}

func TestPagesOfGroups(t *testing.T) {
	ix := family(t)
	q := Query{Text: "môi trường", Limit: MaxLimit}
	all := ids(t, ix, q)
	var paged []string
	for q.Limit = 2; q.Offset < len(all)+2; q.Offset += q.Limit {
		paged = append(paged, ids(t, ix, q)...)
	}
	if len(all) != 6 || !cmp.Equal(all, paged) {
		t.Errorf("all %q\npaged %q", all, paged)
	}
	single := ids(t, ix, Query{Text: "môi trường", Limit: MaxLimit, Off: PartVariants})
	if len(single) != 9 {
		t.Errorf("every code by itself: %q", single)
	}
}

func TestLevelAsked(t *testing.T) {
	for text, want := range map[string]data.Level{
		"cấp giấy phép":          "",
		"cấp giấy phép cấp tỉnh": data.LevelProvince,
		"giấy phép ở UBND tỉnh":  data.LevelProvince,
		"phải lên tỉnh không":    data.LevelProvince,
		"khai sinh cap xa":       data.LevelCommune,
		"làm tại phường":         data.LevelCommune,
		"đăng ký ở xã":           data.LevelCommune,
		"nộp ở trung ương":       data.LevelMinistry,
		"cấp":                    "",
		"":                       "",
		"công nhận xã đạt chuẩn ở huyện": "",
	} {
		if got := levelAsked(plainWords(text)); got != want {
			t.Errorf("%q asks for %q, want %q", text, got, want)
		}
	}
}
