package admin

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/paths"
)

// careHit is a hit by its name.
type careHit struct {
	ID, Name, URL string
	Procedure     bool
	Chosen        bool // by staff
}

// tried is a query as the search answers it.
type tried struct {
	ReadAs  []search.Rewrite
	Match   string
	Better  string // what is offered instead
	Places  []search.Place
	Hits    []careHit
	Results int
}

// triedHits is how many hits are shown of a query that is tried.
const triedHits = 5

type careTryPage struct {
	base
	Query     string
	Now, Bare tried // as readers have it, and without anything staff taught
	MayWrite  bool
}

// matchNames say how sure the search is.
var matchNames = map[search.Match]string{
	search.MatchCertain: "chắc chắn", search.MatchPossible: "có thể đúng", search.MatchNone: "không tìm thấy",
}

func (s *Server) careTry(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := careTryPage{
		base: s.base(r, "Thử một câu"), Query: clipText(strings.TrimSpace(r.URL.Query().Get("cau")), 400),
		MayWrite: userOf(ctx).Role.AtLeast(data.RoleEditor),
	}
	if p.Query == "" {
		return redirect(w, r, carePath)
	}
	now, err := s.careNow(ctx)
	if err != nil {
		return err
	}
	if p.Now, err = s.tryQuery(ctx, p.Query, s.Searcher.Prepare(now)); err != nil {
		return err
	}
	if p.Bare, err = s.tryQuery(ctx, p.Query, s.Searcher.Prepare(data.Care{})); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "care-try", p)
}

func (s *Server) tryQuery(ctx context.Context, text string, care *search.Care) (tried, error) {
	res, err := s.Searcher.Search(ctx, search.Query{Text: text, Limit: triedHits, Care: care})
	if err != nil {
		return tried{}, err
	}
	t := tried{ReadAs: res.ReadAs, Match: matchNames[res.Match], Better: res.DidYouMean, Places: res.Places, Results: res.Total}
	t.Hits, err = s.named(ctx, res.Hits)
	return t, err
}

func (s *Server) hitsWith(ctx context.Context, text string, care *search.Care) ([]careHit, error) {
	t, err := s.tryQuery(ctx, text, care)
	for _, p := range t.Places {
		t.Hits = append([]careHit{{Name: p.Title, URL: paths.Target(p.Target), Chosen: true}}, t.Hits...)
	}
	return t.Hits, err
}

// named gives hits their names; what has gone since has none.
func (s *Server) named(ctx context.Context, hits []search.Hit) ([]careHit, error) {
	var codes []string
	var ids []int64
	for _, h := range hits {
		if h.Kind == data.KindProcedure {
			codes = append(codes, h.ID)
		} else if id, err := strconv.ParseInt(h.ID, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	procedures, err := s.Store.ProcedureHeads(ctx, codes)
	if err != nil {
		return nil, err
	}
	articles, err := s.Store.ArticleHeads(ctx, ids)
	if err != nil {
		return nil, err
	}
	var out []careHit
	for _, h := range hits {
		c := careHit{ID: h.ID, Procedure: h.Kind == data.KindProcedure, URL: paths.Target(data.Target{Kind: h.Kind, Key: h.ID})}
		if c.Procedure {
			c.Name = procedures[h.ID].Name
		} else {
			id, _ := strconv.ParseInt(h.ID, 10, 64) // it is a number, or it has no name
			c.Name = articles[id].Title
		}
		for _, why := range h.Why {
			c.Chosen = c.Chosen || why.By == search.ByStaff
		}
		out = append(out, c)
	}
	return out, nil
}
