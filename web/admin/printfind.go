package admin

import (
	"context"
	"errors"
	"strings"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/vi"
	"tracuu/web/target"
)

const (
	offeredRecords = 10
	offeredNames   = 5 // fields, and agencies
)

// offerTargets finds what may be printed by the words typed: the one thing that they
// name, or records, fields and agencies to choose from.
func (s *Server) offerTargets(ctx context.Context, p *printPage) error {
	words := p.Order.Words
	if words == "" {
		return nil
	}
	reader, err := target.NewReader(ctx, s.Store, s.printer().PublicURL)
	if err != nil {
		return err
	}
	var unknown *target.Error
	a, err := reader.Find(ctx, words)
	if err == nil {
		a, err = reader.Live(ctx, a)
	}
	switch {
	case err == nil:
		p.Offers = []printTarget{offerOf(a, words)}
		return nil
	case !errors.As(err, &unknown):
		return err
	}
	if _, notCode := data.ParseProcedureCode(words); notCode == nil || strings.Contains(words, "/") {
		p.Problem = unknown.Typed + ": " + unknown.What
		return nil
	}
	res, err := s.Search.Search(ctx, search.Query{Text: words, Limit: offeredRecords})
	if err != nil {
		return err
	}
	for _, hit := range res.Hits {
		a, err := reader.Load(ctx, data.Target{Kind: hit.Kind, Key: hit.ID})
		if err == nil {
			a, err = reader.Live(ctx, a)
		}
		if errors.As(err, &unknown) {
			continue // it may not hang on a wall
		}
		if err != nil {
			return err
		}
		p.Offers = append(p.Offers, offerOf(a, target.Text(a.Target)))
	}
	fields, agencies := 0, 0
	for _, f := range p.Fields {
		if fields < offeredNames && hasWords(f.Name, words) {
			fields++
			p.Offers = append(p.Offers, printTarget{"linh-vuc/" + f.Slug, kindName(data.KindField), f.Name})
		}
	}
	for _, a := range p.Agencies {
		if agencies < offeredNames && a.ReplacedBy == "" && hasWords(a.Name, words) {
			agencies++
			p.Offers = append(p.Offers, printTarget{"co-quan/" + a.Slug, kindName(data.KindAgency), a.Name})
		}
	}
	if len(p.Offers) == 0 {
		p.Problem = "Không thấy thủ tục, tin, lĩnh vực hay cơ quan nào như vậy. Hãy gõ tên khác, mã thủ tục, hoặc địa chỉ của trang."
	}
	return nil
}

func offerOf(a target.Aim, typed string) printTarget {
	if a.Followed != "" {
		typed = target.Text(a.Target)
	}
	return printTarget{typed, kindName(a.Kind), a.Title}
}

// hasWords reports whether a name has all words, with or without marks.
func hasWords(name, words string) bool {
	name = vi.Fold(name)
	for _, w := range strings.Fields(vi.Fold(vi.Repair(words))) {
		if !strings.Contains(name, w) {
			return false
		}
	}
	return true
}

// kindName says in plain words what a code leads to.
func kindName(k data.Kind) string {
	switch k {
	case data.KindProcedure:
		return "Thủ tục"
	case data.KindArticle:
		return "Tin"
	case data.KindField:
		return "Lĩnh vực"
	case data.KindAgency:
		return "Cơ quan"
	case data.KindPage:
		return "Trang"
	case data.KindAddress:
		return "Địa chỉ ngoài"
	}
	return ""
}
