package admin_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/web/admin"
)

// BenchmarkFigurePages shows the pages of a whole province after a year: 6,000
// procedures and 20,000 codes at 1,000 places, each opened on every sixth day.
func BenchmarkFigurePages(b *testing.B) {
	s := newSite(b)
	fillYear(b, s.db, s.time)
	p := s.signedIn(b, data.RoleViewer, "")
	for _, path := range []string{
		"", "/so-lieu", "/so-lieu?ky=90", "/so-lieu?ky=2026", "/so-lieu/quet", "/so-lieu/quet?ky=90", "/so-lieu/quet?ky=2026",
		"/so-lieu/quet?ky=2026&co-quan=uy-ban-nhan-dan-xa-7", "/so-lieu/thu-tuc?ky=90", "/so-lieu/thu-tuc?ky=2026", "/so-lieu/phan-hoi?ky=2026",
		"/so-lieu/quet?ky=2026&bang=ma&dang=xlsx",
	} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if status, page := p.get(admin.Root + path); status != http.StatusOK {
					b.Fatalf("status %d: %s", status, page)
				}
			}
		})
	}
}

func fillYear(b *testing.B, db *sqlite.DB, now time.Time) {
	const procedures, codes, places, agencies = 6000, 20000, 1000, 65
	ctx := b.Context()
	dice := rand.New(rand.NewPCG(1, 2))
	var ps []data.Procedure
	for i := range procedures {
		name := fmt.Sprintf("Thủ tục thứ %d", i)
		ps = append(ps, data.Procedure{
			Code: fmt.Sprintf("7.%06d", i), Name: name, OfficialName: name, Status: data.StatusActive, Meta: data.Meta{Visibility: data.Shown},
		})
	}
	_, err := db.SaveProcedures(ctx, ps)
	must(b, err)
	var ids []int64
	for i := range places {
		place, err := db.EnsurePlacement(ctx, data.Placement{
			Agency: fmt.Sprintf("Ủy ban nhân dân xã %d", i%agencies), Office: fmt.Sprintf("Trung tâm xã %d", i%agencies), Counter: fmt.Sprintf("Quầy %d", i/agencies),
		})
		must(b, err)
		ids = append(ids, place.ID)
	}
	code := func(i int) string { return fmt.Sprintf("C%07d", i) }
	printed := data.Print{Layout: "a4", Document: []byte("{}")}
	for i := range codes {
		must(b, db.InsertLink(ctx, data.Link{
			Code: code(i), Target: data.Target{Kind: data.KindProcedure, Key: ps[(i+i/procedures)%procedures].Code}, PlacementID: ids[i%places],
		}, data.Edit{}))
		printed.Posters = append(printed.Posters, data.Printed{Code: code(i), Title: ps[i%procedures].Name})
	}
	_, err = db.SavePrint(ctx, printed)
	must(b, err)
	for back := range 365 {
		day := data.NewDate(now.AddDate(0, 0, -back))
		var c data.Counts
		for i := range codes {
			if dice.IntN(6) == 0 {
				c.Scans = append(c.Scans, data.Scan{Code: code(i), Day: day, Outcome: data.OutcomeShown, Count: dice.Int64N(9) + 1})
			}
			if dice.IntN(60) == 0 {
				c.Applies = append(c.Applies, data.Apply{Procedure: ps[i%procedures].Code, Code: code(i), Day: day, Count: 1})
			}
		}
		for _, p := range ps {
			target := data.Target{Kind: data.KindProcedure, Key: p.Code}
			if dice.IntN(2) == 0 {
				c.Views = append(c.Views, data.View{Target: target, Day: day, Count: dice.Int64N(30) + 1})
			}
			if dice.IntN(50) == 0 {
				c.Feedback = append(c.Feedback, data.Feedback{Target: target, Day: day, Answer: data.AnswerFee, Count: 1})
			}
		}
		must(b, db.AddCounts(ctx, c))
	}
}
