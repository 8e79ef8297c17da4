package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
	"tracuu/web/words"
)

var communeTitle = words.M("Làm ở xã nào?")

const (
	maxUnits     = 40 // answers to one name; the commonest in the country has 30
	maxLikeUnits = 20
)

type communePage struct {
	base
	Asked    string // as typed
	Found    []unitAnswer
	Several  bool
	District bool // a unit of the former district level was asked for, which the list does not tell
	Partly   bool // of that unit, the list tells the communes of which it has to tell several of one name apart
	Like     []data.Unit
	Local    []data.Unit // of the site's province
	Count    int         // of all
}

// unitAnswer is a unit of today with where its people go.
type unitAnswer struct {
	data.Unit
	Former    []formerName
	Centre    string // what its service centre is called
	Committee string
	Office    data.Agency // of the centre, or else the committee; empty if not known
}

// formerName is a unit that another was made of, as printed.
type formerName struct {
	Text  string
	Asked bool
}

// commune tells which commune of today bears or has taken in the name that is
// asked for.
func (s *Server) commune(w http.ResponseWriter, r *http.Request) (err error) {
	ctx := r.Context()
	p := communePage{base: s.base(r, say(ctx, communeTitle))}
	p.Asked = strings.Join(strings.Fields(vi.Repair(strings.ToValidUTF8(r.URL.Query().Get("xa"), ""))), " ")
	if p.Count, err = s.Store.LocalUnitCount(ctx); err != nil {
		return err
	}
	if p.Asked == "" {
		if p.Local, err = s.Store.LocalUnits(ctx, s.Province); err != nil {
			return err
		}
		return s.render(w, r, http.StatusOK, "commune", p)
	}
	p.NoIndex = true // one page for search engines, not one a name
	asked, found, err := s.findUnits(ctx, p.Asked)
	if err != nil {
		return err
	}
	for _, u := range found[:min(len(found), maxUnits)] {
		a, err := s.answerUnit(ctx, u, asked)
		if err != nil {
			return err
		}
		p.Found = append(p.Found, a)
	}
	p.Several = len(found) > 1
	p.District = len(found) == 0 && asked.isFormerDistrict()
	p.Partly = len(found) > 0 && asked.isFormerDistrict() && !slices.ContainsFunc(found, asked.isName)
	p.Like, err = s.Store.UnitsLike(ctx, asked.name, maxLikeUnits)
	if err != nil {
		return err
	}
	p.Like = slices.DeleteFunc(p.Like, func(u data.Unit) bool {
		return slices.ContainsFunc(found, func(f data.Unit) bool { return f.Code == u.Code })
	})
	return s.render(w, r, http.StatusOK, "commune", p)
}

// findUnits answers how a name was read and the units it leads to, those of the
// site's province first. Without any it answers the likeliest reading.
func (s *Server) findUnits(ctx context.Context, typed string) (askedUnit, []data.Unit, error) {
	all := unitReadings(typed)
	for _, a := range all {
		named, err := s.Store.UnitsNamed(ctx, a.name)
		if err != nil {
			return a, nil, err
		}
		if found := a.narrow(named); len(found) > 0 {
			slices.SortStableFunc(found, func(x, y data.Unit) int {
				return cmp.Compare(boolRank(s.isOwn(x)), boolRank(s.isOwn(y)))
			})
			return a, found, nil
		}
	}
	return all[0], nil, nil
}

// isOwn reports whether a unit is of the site's province.
func (s *Server) isOwn(u data.Unit) bool {
	_, name, _ := data.SplitUnitName(u.Province)
	return canonical(name) == canonical(s.Province)
}

// answerUnit tells where the people of a unit go.
func (s *Server) answerUnit(ctx context.Context, u data.Unit, asked askedUnit) (unitAnswer, error) {
	a := unitAnswer{Unit: u}
	for _, printed := range u.Merged {
		a.Former = append(a.Former, formerName{printed, asked.fitName(printed) >= 0})
	}
	if !u.Type.IsLocal() {
		return a, nil
	}
	name := strings.ToLower(string(u.Type)) + " " + u.Name
	a.Centre, a.Committee = "Trung tâm Phục vụ hành chính công "+name, "Ủy ban nhân dân "+name
	for _, office := range []string{a.Centre, a.Committee} {
		agency, err := s.Store.AgencyByName(ctx, office)
		if err == nil {
			agency, err = s.Store.Heir(ctx, agency.Slug)
		}
		switch {
		case errors.Is(err, data.ErrNotFound):
			continue
		case err != nil:
			return a, err
		case agency.Address != "" || agency.Hours != "" || agency.Phone != "":
			a.Office = agency
			return a, nil
		case a.Office.Slug == "":
			a.Office = agency
		}
	}
	return a, nil
}
