package e2e_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/qr"
)

// TestSeedPatrol puts posters into the folder TRACUU_SEED that were printed too
// long ago to be still trusted, and writes their codes to codes.json there.
func TestSeedPatrol(t *testing.T) {
	dir := os.Getenv("TRACUU_SEED")
	if dir == "" {
		t.Skip("TRACUU_SEED names no folder")
	}
	ctx := t.Context()
	db, err := sqlite.Open(ctx, filepath.Join(dir, "tracuu.db"), func() time.Time { return time.Now().AddDate(0, 0, -100) })
	must(t, err)
	defer func() { must(t, db.Close()) }()
	old := data.Procedure{
		Code: "2.000986", Name: "Liên thông đăng ký khai sinh, cư trú, cấp thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi", Field: "Hộ tịch",
		Status: data.StatusRepealed, ReplacedBy: "1.001193", Meta: data.Meta{Sample: true, Visibility: data.Shown},
	}
	old.OfficialName = old.Name
	_, err = db.SaveProcedures(ctx, []data.Procedure{old})
	must(t, err)
	codes := map[string]string{}
	var posters []data.Printed
	for office, agency := range map[string]string{"": "", "Trung tâm Phục vụ hành chính công phường Nha Trang": "Ủy ban nhân dân phường Nha Trang"} {
		for n, procedure := range []string{"1.001193", "1.000894", "2.000986", "1.004194"} {
			l := data.Link{Target: data.Target{Kind: data.KindProcedure, Key: procedure}}
			name := procedure
			if office != "" {
				place, err := db.EnsurePlacement(ctx, data.Placement{Agency: agency, Office: office, Counter: fmt.Sprintf("Quầy %d", 3*n+1), Note: "cạnh cửa ra vào"})
				must(t, err)
				l.PlacementID, name = place.ID, fmt.Sprintf("wall%d", n)
			}
			code, err := qr.NewCode(rand.Reader)
			must(t, err)
			l.Code, codes[name] = code.String(), code.String()
			must(t, db.InsertLink(ctx, l, data.Edit{Who: "lan"}))
			if office != "" {
				p, err := db.Procedure(ctx, procedure)
				must(t, err)
				posters = append(posters, data.Printed{Code: l.Code, Title: p.Name, Placement: fmt.Sprintf("Quầy %d, %s", 3*n+1, office)})
			}
		}
	}
	_, err = db.SavePrint(ctx, data.Print{Who: "lan", Layout: "a4", Host: "thutuc.example.vn", Issued: "2026-08-15", Document: []byte("{}"), Posters: posters})
	must(t, err)
	b, err := json.Marshal(codes)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "codes.json"), b, 0o644))
}
