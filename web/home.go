package web

import (
	"net/http"
	"slices"

	"tracuu/data"
)

type homePage struct {
	base
	Procedures, Articles int
	Popular              []data.Procedure
	Fields               []data.Field
	Latest               []data.Article
}

// commonCodes stand on the home page until reading has shown what people open
// most: birth, marriage, death, residence, marital status, certified copies,
// household business, land certificate, building permit.
var commonCodes = []string{
	"1.001193", "1.004222", "1.000894", "1.000656", "1.004873",
	"2.000815", "1.001612", "1.012753", "1.013225", "2.000635",
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) (err error) {
	ctx := r.Context()
	p := homePage{base: s.base(r, "")}
	p.tellHome()
	if p.Procedures, p.Articles, err = s.Store.Counts(ctx); err != nil {
		return err
	}
	if p.Fields, err = s.Store.Fields(ctx); err != nil {
		return err
	}
	if p.Latest, err = s.Store.LatestArticles(ctx, "", 0, 5); err != nil {
		return err
	}
	read, err := s.Store.MostRead(ctx, len(commonCodes))
	if err != nil {
		return err
	}
	codes := append(read, commonCodes...)
	known, err := s.Store.Procedures(ctx, codes)
	if err != nil {
		return err
	}
	firstFields := map[string]bool{}
	for _, c := range codes {
		if proc, ok := known[c]; ok && proc.Visibility == data.Shown && len(p.Popular) < len(commonCodes) {
			p.Popular = append(p.Popular, proc)
			firstFields[proc.Field] = true
			delete(known, c)
		}
	}
	// The fields of what people open most come before the others.
	slices.SortStableFunc(p.Fields, func(a, b data.Field) int {
		return boolRank(firstFields[a.Name]) - boolRank(firstFields[b.Name])
	})
	return s.render(w, r, http.StatusOK, "home", p)
}

// boolRank sorts what is true first.
func boolRank(b bool) int {
	if b {
		return 0
	}
	return 1
}
