package sqlite

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestCareRules(t *testing.T) {
	t.Parallel()
	db := open(t)
	ctx := t.Context()
	replaced, repealed := procedure("1.000002", "Thủ tục cũ"), procedure("1.000003", "Thủ tục bãi bỏ")
	replaced.ReplacedBy, repealed.Status = "1.000001", data.StatusRepealed
	save(t, db, procedure("1.000001", "Thủ tục mới"), replaced, repealed)
	const day = data.Date("2026-11-23")
	put := func(r data.CareRule) int64 {
		t.Helper()
		if r.State == "" {
			r.State = data.CareLive
		}
		id, err := db.SaveCareRule(ctx, r, data.Edit{Who: "lan", Note: "thử"})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	to := func(code string) data.Target { return data.Target{Kind: data.KindProcedure, Key: code} }
	first := put(data.CareRule{Kind: data.CareSynonym, Typed: "giấy mở mắt", Means: "giấy khai sinh"})
	put(data.CareRule{Kind: data.CareBet, Typed: "mới", Target: to("1.000001"), Until: day})
	put(data.CareRule{Kind: data.CareBet, Typed: "cũ", Target: to("1.000002")})
	put(data.CareRule{Kind: data.CareBet, Typed: "bãi bỏ", Target: to("1.000003")})
	put(data.CareRule{Kind: data.CareBet, Typed: "mất", Target: to("9.999999")})
	put(data.CareRule{Kind: data.CareRoute, Typed: "lĩnh vực mất", Target: data.Target{Kind: data.KindField, Key: "khong-co"}})
	put(data.CareRule{Kind: data.CareRoute, Typed: "trang", Target: data.Target{Kind: data.KindPage, Key: "/ma"}, Title: "Gõ mã"})
	put(data.CareRule{Kind: data.CareBet, Typed: "hết hạn", Target: to("1.000001"), Until: "2026-11-22"})
	put(data.CareRule{Kind: data.CareSynonym, Typed: "đề xuất", Means: "x", State: data.CareProposed})

	rules, err := db.CareRules(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	standings := map[string]data.CareStanding{}
	for _, r := range rules {
		standings[r.Typed] = r.Standing
		if r.Typed == "cũ" && r.Heir != "1.000001" {
			t.Errorf("the heir of %s is %q", r.Target.Key, r.Heir)
		}
	}
	want := map[string]data.CareStanding{
		"giấy mở mắt": "", "mới": "", "cũ": data.CareReplaced, "bãi bỏ": data.CareRepealed, "mất": data.CareGone,
		"lĩnh vực mất": data.CareGone, "trang": "", "hết hạn": "", "đề xuất": "",
	}
	if diff := cmp.Diff(want, standings); diff != "" {
		t.Error(diff)
	}
	care, err := db.Care(ctx, day)
	if err != nil {
		t.Fatal(err)
	}
	var good []string
	for _, r := range care.Rules {
		good = append(good, r.Typed)
	}
	if diff := cmp.Diff([]string{"giấy mở mắt", "mới", "trang"}, good); diff != "" {
		t.Error(diff)
	}

	seq, err := db.CareSeq(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rule, err := db.CareRule(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	rule.Means = "đăng ký khai sinh"
	put(rule)
	if _, err := db.SaveCareRule(ctx, rule, data.Edit{Who: "hoa"}); !errors.Is(err, data.ErrConflict) {
		t.Errorf("an older version: %v", err)
	}
	if err := db.RemoveCareRule(ctx, first, 1, data.Edit{Who: "hoa"}); !errors.Is(err, data.ErrConflict) {
		t.Errorf("removal of an older version: %v", err)
	}
	if err := db.RemoveCareRule(ctx, first, 2, data.Edit{Who: "hoa"}); err != nil {
		t.Error(err)
	}
	rule.Version = 2
	if _, err := db.SaveCareRule(ctx, rule, data.Edit{Who: "hoa"}); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("what was removed: %v", err)
	}
	if now, err := db.CareSeq(ctx); err != nil || now != seq+2 {
		t.Errorf("sequence %d after %d, %v", now, seq, err)
	}
	var told []string
	rows, err := db.read.QueryContext(ctx, `SELECT action || ' ' || after FROM audit WHERE object = 'synonym giấy mở mắt' ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		told = append(told, one)
	}
	if diff := cmp.Diff([]string{
		"created giấy mở mắt → giấy khai sinh; state: live",
		"changed giấy mở mắt → đăng ký khai sinh; state: live",
		"removed ",
	}, told); diff != "" {
		t.Error(diff)
	}
}

func TestCareSwitchesAndCases(t *testing.T) {
	t.Parallel()
	db := open(t)
	ctx := t.Context()
	by := data.Edit{Who: "lan", Note: "sửa sai nhiều"}
	for _, on := range []bool{false, false, true, true, false} {
		if err := db.Switch(ctx, data.SwitchSpelling, on, by); err != nil {
			t.Fatal(err)
		}
	}
	if seq, err := db.CareSeq(ctx); err != nil || seq != 3 {
		t.Errorf("%d changes, %v", seq, err)
	}
	off, err := db.SwitchedOff(ctx)
	if err != nil || len(off) != 1 || off[0].Edit != by {
		t.Errorf("off: %+v, %v", off, err)
	}
	if c, err := db.Care(ctx, "2026-11-23"); err != nil || len(c.Off) != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if err := db.AddCareCase(ctx, data.CareCase{Query: "việc của bé", Codes: []string{"1.001193"}}, by); err != nil {
		t.Fatal(err)
	}
	cases, err := db.CareCases(ctx)
	if err != nil || len(cases) != 1 || cases[0].By != "lan" || strings.Join(cases[0].Codes, " ") != "1.001193" {
		t.Fatalf("%+v, %v", cases, err)
	}
	if err := db.RemoveCareCase(ctx, cases[0].ID, by); err != nil {
		t.Error(err)
	}
	if err := db.RemoveCareCase(ctx, cases[0].ID, by); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a query that is gone: %v", err)
	}
}
