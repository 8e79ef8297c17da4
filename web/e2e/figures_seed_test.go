package e2e_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
)

// TestSeedFigures puts the counts of two months, figures of filing, and
// addresses that fail into the data folder TRACUU_SEED_FIGURES beside its
// running server.
func TestSeedFigures(t *testing.T) {
	dir := os.Getenv("TRACUU_SEED_FIGURES")
	if dir == "" {
		t.Skip("the browser tests run this with TRACUU_SEED_FIGURES set to a data folder")
	}
	ctx := t.Context()
	var past time.Duration
	db, err := sqlite.Open(ctx, filepath.Join(dir, "tracuu.db"), func() time.Time { return time.Now().Add(-past) })
	must(t, err)
	defer db.Close()
	birth := data.Target{Kind: data.KindProcedure, Key: "1.001193"}
	marriage := data.Target{Kind: data.KindProcedure, Key: "1.000894"}
	past = 45 * 24 * time.Hour
	printed := data.Print{Layout: "a4", Document: []byte("{}")}
	codes := []string{"AAAA2222", "BBBB3333", "CCCC4444", "DDDD5555"}
	for i, code := range codes {
		place, err := db.EnsurePlacement(ctx, data.Placement{
			Agency: []string{"Ủy ban nhân dân phường Nha Trang", "Ủy ban nhân dân xã Cam Lâm"}[i%2],
			Office: "Trung tâm Phục vụ hành chính công " + []string{"phường Nha Trang", "xã Cam Lâm"}[i%2], Counter: "Quầy 3",
		})
		must(t, err)
		target := birth
		if i > 1 {
			target = marriage
		}
		must(t, db.InsertLink(ctx, data.Link{Code: code, Target: target, PlacementID: place.ID}, data.Edit{}))
		printed.Posters = append(printed.Posters, data.Printed{Code: code, Title: "Đăng ký khai sinh", Placement: place.Label()})
	}
	_, err = db.SavePrint(ctx, printed)
	must(t, err)
	past = 0
	var c data.Counts
	for back := range 60 {
		day := data.NewDate(time.Now().Add(7*time.Hour).UTC().AddDate(0, 0, -back))
		for i, code := range codes[:3] {
			c.Scans = append(c.Scans, data.Scan{Code: code, Day: day, Outcome: data.OutcomeShown, Count: int64(back*7%11 + i)})
			c.Applies = append(c.Applies, data.Apply{Procedure: birth.Key, Code: code, Day: day, Count: int64(back % 3)})
		}
		c.Scans = append(c.Scans, data.Scan{Code: codes[0], Day: day, Outcome: data.OutcomeClosed, Count: int64(back % 2)}, data.Scan{Day: day, Outcome: data.OutcomeUnknown, Count: 1})
		c.Views = append(c.Views, data.View{Target: birth, Day: day, Count: int64(60 - back)}, data.View{Target: marriage, Day: day, Count: 2})
		c.Feedback = append(c.Feedback, data.Feedback{Target: birth, Day: day, Answer: data.AnswerFee, Count: int64(back % 4)}, data.Feedback{Target: birth, Day: day, Answer: data.AnswerHelped, Count: 3})
	}
	must(t, db.AddCounts(ctx, c))
	const gone, house = "https://dichvucong.gov.vn/mau-don/to-khai-dang-ky-khai-sinh-ban-cu-rat-dai-dong.doc", "http://127.0.0.1:9/mau-don"
	must(t, db.SaveOutside(ctx, data.KindProcedure, 0, map[string][]data.Outside{birth.Key: {
		{Address: gone, Uses: []data.OutsideUse{{Kind: birth.Kind, Key: birth.Key, Part: "form"}}},
		{Address: house, Uses: []data.OutsideUse{{Kind: birth.Kind, Key: birth.Key, Part: "text"}}},
	}}))
	for _, day := range []data.Date{"2026-11-01", "2026-11-02", "2026-11-03"} {
		must(t, db.SaveCheck(ctx, data.OutsideCheck{Address: gone, Status: 404, Problem: data.ProblemGone}, day, data.Edit{}))
	}
	must(t, db.SaveCheck(ctx, data.OutsideCheck{Address: house, Problem: data.ProblemConnect}, "2026-11-03", data.Edit{}))
}
