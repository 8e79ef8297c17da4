// Package e2e_test makes what the browser tests cannot make through pages.
package e2e_test

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/qr"
)

// TestSeed puts codes of every state, with places and printings, into the data
// folder TRACUU_SEED beside its running server, and writes their names and
// codes to codes.json there.
func TestSeed(t *testing.T) {
	dir := os.Getenv("TRACUU_SEED")
	if dir == "" {
		t.Skip("the browser tests run this with TRACUU_SEED set to a data folder")
	}
	ctx := t.Context()
	db, err := sqlite.Open(ctx, filepath.Join(dir, "tracuu.db"), time.Now)
	must(t, err)
	defer db.Close()

	replaced := data.Procedure{
		Code: "2.000986", Name: "Liên thông đăng ký khai sinh, cư trú, cấp thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi", Field: "Hộ tịch",
		Status: data.StatusRepealed, ReplacedBy: "1.001193", Meta: data.Meta{Sample: true, Visibility: data.Shown},
	}
	replaced.OfficialName = replaced.Name
	_, err = db.SaveProcedures(ctx, []data.Procedure{replaced, uglyProcedure()})
	must(t, err)
	_, err = db.SaveArticles(ctx, []data.Article{uglyArticle()})
	must(t, err)
	agency, err := db.EnsureAgency(ctx, "Ủy ban nhân dân phường Nha Trang")
	must(t, err)
	must(t, db.ChangeAgencyLook(ctx, agency.Slug, data.Edit{}, func(l *data.AgencyLook) error {
		*l = data.AgencyLook{
			Address: "Số 42 đường Lê Thánh Tôn, phường Nha Trang", Hours: "Thứ Hai đến thứ Sáu, 7:30–11:30 và 13:30–17:00", Phone: "0258 3 123 456",
		}
		return nil
	}))
	must(t, db.RenameAgency(ctx, agency.Slug, "Ủy ban nhân dân phường Nha Trang, tỉnh Khánh Hòa", data.Edit{}))
	former, err := db.EnsureAgency(ctx, "Ủy ban nhân dân phường Lộc Thọ")
	must(t, err)
	must(t, db.ReplaceAgency(ctx, former.Slug, agency.Slug, data.Edit{}))
	place, err := db.EnsurePlacement(ctx, data.Placement{
		Agency: "Ủy ban nhân dân phường Nha Trang", Office: "Trung tâm Phục vụ hành chính công phường Nha Trang", Counter: "Quầy 3",
	})
	must(t, err)

	birth := data.Target{Kind: data.KindProcedure, Key: "1.001193"}
	codes := map[string]string{}
	for name, l := range map[string]data.Link{
		"printed":  {Target: birth, PlacementID: place.ID},
		"unused":   {Target: birth},
		"paused":   {Target: birth, State: data.LinkPaused},
		"early":    {Target: birth, From: "2199-01-01"},
		"retired":  {Target: data.Target{Kind: data.KindProcedure, Key: "1.000894"}, PlacementID: place.ID, State: data.LinkRetired},
		"replaced": {Target: data.Target{Kind: data.KindProcedure, Key: replaced.Code}},
		"search":   {Target: data.Target{Kind: data.KindPage, Key: "/tim-kiem?q=khai+sinh"}},
		"agency":   {Target: data.Target{Kind: data.KindAgency, Key: former.Slug}},
		"outside":  {Target: data.Target{Kind: data.KindAddress, Key: "https://example.org/trang-dang-ky"}},
	} {
		code, err := qr.NewCode(rand.Reader)
		must(t, err)
		l.Code, codes[name] = code.String(), code.String()
		must(t, db.InsertLink(ctx, l, data.Edit{}))
		if l.State != "" {
			must(t, db.MoveLink(ctx, l.Code, l.State, data.Edit{}))
		}
	}
	for i, layout := range []string{"labels14", "a4"} {
		_, err = db.SavePrint(ctx, data.Print{
			Layout: layout, Host: []string{"cu.example.vn", "thutuc.example.vn"}[i], Issued: []data.Date{"2025-07-01", "2026-11-02"}[i], Document: []byte("{}"),
			Posters: []data.Printed{{Code: codes["printed"], Title: "Đăng ký khai sinh", Placement: place.Label()}},
		})
		must(t, err)
	}
	must(t, db.AddCheck(ctx, data.Check{Code: codes["printed"], Found: data.FoundGood}))

	b, err := json.Marshal(codes)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "codes.json"), b, 0o644))
}

// uglyProcedure has what the worst records of a catalogue have: a name of 265
// syllables in capitals, no papers, no way to file, words without a space.
func uglyProcedure() data.Procedure {
	p := data.Procedure{
		Code: "1.999001", Field: "Thử giao diện", Status: data.StatusActive, Meta: data.Meta{Sample: true, Visibility: data.Shown},
		Name:        strings.TrimSpace(strings.Repeat("CẤP LẠI GIẤY PHÉP ", 66)) + " NGHIÊNG",
		Description: strings.Repeat("không_có_dấu_cách", 40),
		Steps:       "\uf0b7 Một dòng\uf076 dính liền " + strings.Repeat("Bước 1Bước 2|cột|cột|", 30) + "\n" + strings.Repeat("Một câu dài. ", 2000),
		Conditions:  "https://example.vn/" + strings.Repeat("duong-dan/", 60),
		LegalBasis:  []data.LegalRef{{Number: strings.Repeat("99/2025/TT-", 12)}},
	}
	p.OfficialName = p.Name
	return p
}

func uglyArticle() data.Article {
	return data.Article{
		Source: "thu", SourceID: "xau", Title: strings.TrimSpace(strings.Repeat("Tin có tên rất dài ", 53)),
		Lead: strings.Repeat("liền", 200), Body: strings.Repeat("Một đoạn văn. ", 5000), Category: strings.Repeat("Chuyên mục ", 20),
		Meta: data.Meta{Sample: true, Visibility: data.Shown},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
