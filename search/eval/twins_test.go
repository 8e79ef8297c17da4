package eval_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/search/eval"
)

func TestTwins(t *testing.T) {
	queries := []eval.Query{
		{ID: "a", Text: "đăng ký khai sinh", Kind: "answer", Accepted: []string{"1.001193"}},
		{ID: "b", Text: "giá vàng"},
		{ID: "c", Text: "cấp lại", Kind: "clarify", Unjudged: true},
	}
	before := slices.Clone(queries)
	got, err := eval.Twins(queries, []string{"telex", "vni", "bare", "nospace", "telex"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	code := []string{"1.001193"}
	want := []eval.Query{
		{ID: "a+telex", Text: "ddawng kys khai sinh", Kind: "answer+telex", Accepted: code},
		{ID: "b+telex", Text: "gias vangf", Kind: "-+telex"},
		{ID: "c+telex", Text: "caaps laij", Kind: "clarify+telex", Unjudged: true},
		{ID: "a+vni", Text: "d9a8ng ky1 khai sinh", Kind: "answer+vni", Accepted: code},
		{ID: "b+vni", Text: "gia1 vang2", Kind: "-+vni"},
		{ID: "c+vni", Text: "ca6p1 lai5", Kind: "clarify+vni", Unjudged: true},
		{ID: "a+bare", Text: "dang ky khai sinh", Kind: "answer+bare", Accepted: code},
		{ID: "b+bare", Text: "gia vang", Kind: "-+bare"},
		{ID: "c+bare", Text: "cap lai", Kind: "clarify+bare", Unjudged: true},
		{ID: "a+nospace", Text: "dangkykhaisinh", Kind: "answer+nospace", Accepted: code},
		{ID: "b+nospace", Text: "giavang", Kind: "-+nospace"},
		{ID: "c+nospace", Text: "caplai", Kind: "clarify+nospace", Unjudged: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, queries); diff != "" {
		t.Error("the queries themselves changed: ", diff)
	}
}

// TestTypoTwinsStay pins slips to the seed: another result here means that
// figures measured before no longer compare.
func TestTypoTwinsStay(t *testing.T) {
	queries := []eval.Query{
		{ID: "a", Text: "đăng ký khai sinh cho trẻ em"},
		{ID: "b", Text: "cấp lại giấy phép lái xe bị mất"},
	}
	texts := func(queries []eval.Query, seed uint64) (out []string) {
		twins, err := eval.Twins(queries, []string{"typo"}, seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range twins {
			out = append(out, q.Text)
		}
		return out
	}
	first := texts(queries, 1)
	if diff := cmp.Diff([]string{"đăng ký khhai sinh cho trẻ em", "cấp nại giấy phép lái xe b mất"}, first); diff != "" {
		t.Error(diff)
	}
	if alone := texts(queries[1:], 1); alone[0] != first[1] {
		t.Errorf("alone %q, beside another query %q", alone[0], first[1])
	}
	if other := texts(queries, 2); cmp.Equal(other, first) {
		t.Errorf("seeds 1 and 2 both give %q", other)
	}
}

func TestTwinsUnknown(t *testing.T) {
	_, err := eval.Twins(nil, []string{"bare", "emoji"}, 1)
	want := `không có kiểu gõ "emoji"; hãy chọn trong: bare, telex, vni, nospace, typo`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
