package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/format"
)

// PatrolStore keeps what staff find where posters hang.
type PatrolStore interface {
	DuePosters(ctx context.Context, before time.Time) ([]data.Due, error)
	Stops(ctx context.Context, before, began time.Time) ([]data.Stop, error)
	Stop(ctx context.Context, code string) (data.Stop, error)
	AddCheck(ctx context.Context, c data.Check) error
	Placement(ctx context.Context, id int64) (data.Placement, error)
	Placements(ctx context.Context) ([]data.Placement, error)
}

const (
	patrolPath = Root + "/tuan-tra"
	lateLimit  = 7 * 24 * time.Hour // how late what was tapped in a hallway may arrive
	roundLimit = 200                // posters on a page
)

func patrolRoutes() []route {
	return []route{
		{http.MethodGet, patrolPath, data.RoleViewer, nil, (*Server).patrol},
		{http.MethodGet, patrolPath + "/noi/{place}", data.RoleViewer, nil, (*Server).round},
		{http.MethodGet, patrolPath + "/{code}", data.RoleViewer, nil, (*Server).stop},
		{http.MethodPost, patrolPath + "/{code}", data.RoleEditor, codeOwner, (*Server).checkPoster},
	}
}

// walk is a place that a patrol walks through, with all its counters.
type walk struct {
	Place      int64 // the number of one of its counters, 0 for where nobody has said
	Agency     string
	Name       string
	Mine       bool
	Todo, Done int
}

// Total is how many posters the round has.
func (o walk) Total() int { return o.Todo + o.Done }

// Path is the page of the round.
func (o walk) Path() string { return patrolPath + "/noi/" + strconv.FormatInt(o.Place, 10) }

// post is a stop as its card shows it.
type post struct {
	data.Stop
	Mine bool // the user may say what they found
	Done bool // looked at in this round
	Next string
}

// posters are the stops of today's patrol in the order one walks: by agency,
// office and counter.
func (s *Server) posters(ctx context.Context) ([]post, error) {
	began, _ := s.today().Time() // midnight, as if in UTC
	began = began.Add(-7 * time.Hour)
	stops, err := s.Store.Stops(ctx, s.dueBefore(), began)
	if err != nil {
		return nil, err
	}
	owned := map[string]bool{}
	var out []post
	for _, st := range stops {
		mine, asked := owned[st.Owner]
		if !asked {
			if mine, err = s.mine(ctx, st.Owner); err != nil {
				return nil, err
			}
			owned[st.Owner] = mine
		}
		out = append(out, post{Stop: st, Mine: mine, Done: st.LastCheck != nil && !st.LastCheck.At.Before(began)})
	}
	sortByWay(out)
	return out, nil
}

// sortByWay puts what hangs side by side one after the other.
func sortByWay(ps []post) {
	order := collate.New(language.Vietnamese, collate.Numeric) // counter 2 before counter 10
	slices.SortStableFunc(ps, func(a, b post) int {
		for _, pair := range [][2]string{
			{a.Place.Agency, b.Place.Agency}, {a.Place.Office, b.Place.Office}, {a.Place.Counter, b.Place.Counter}, {a.Placement, b.Placement}, {a.Title, b.Title},
		} {
			if pair[0] == pair[1] {
				continue // most are, and collating takes time
			}
			if n := order.CompareString(pair[0], pair[1]); n != 0 {
				return n
			}
		}
		return 0
	})
}

// officesOf gathers the posters of each office; the user's own come first.
func officesOf(ps []post) (out []walk) {
	for _, p := range ps {
		if n := len(out); n == 0 || out[n-1].Agency != p.Place.Agency || out[n-1].Name != p.Place.Office {
			out = append(out, walk{Place: p.Place.ID, Agency: p.Place.Agency, Name: p.Place.Office, Mine: p.Mine})
		}
		if p.Done {
			out[len(out)-1].Done++
		} else {
			out[len(out)-1].Todo++
		}
	}
	slices.SortStableFunc(out, func(a, b walk) int {
		switch {
		case a.Mine == b.Mine:
			return 0
		case a.Mine:
			return -1
		}
		return 1
	})
	return out
}

type patrolPage struct {
	base
	Offices []walk
	Days    int
	Typed   string
	Near    []data.Link
	Problem string
}

// patrol lists the offices whose posters are due for a look, and takes a code.
func (s *Server) patrol(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := patrolPage{base: s.base(r, "Tuần tra áp phích"), Days: dueAfter, Typed: strings.TrimSpace(r.URL.Query().Get("ma"))}
	if p.Typed != "" {
		found, near, err := s.findLinks(ctx, p.Typed)
		if err != nil {
			return err
		}
		if len(found) == 1 {
			return redirect(w, r, patrolPath+"/"+found[0].Code)
		}
		p.Near = append(found, near...)
		p.Problem = "Không có mã này. Hãy so lại từng ký tự với mã in cạnh mã QR."
	}
	ps, err := s.posters(ctx)
	if err != nil {
		return err
	}
	p.Offices = officesOf(ps)
	return s.render(w, r, http.StatusOK, "patrol", p)
}

type roundPage struct {
	base
	Office walk
	Todo   []post
	Done   []post // the newest first
	More   int    // to do beyond what is shown
}

// round is the walk through one office, a card a poster.
func (s *Server) round(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(chi.URLParam(r, "place"), 10, 64)
	if err != nil {
		return fmt.Errorf("place %q: %w", chi.URLParam(r, "place"), data.ErrNotFound)
	}
	var place data.Placement
	if id != 0 {
		if place, err = s.Store.Placement(ctx, id); err != nil {
			return err
		}
	}
	ps, err := s.posters(ctx)
	if err != nil {
		return err
	}
	p := roundPage{base: s.base(r, "Tuần tra")}
	p.Office = walk{Place: id, Agency: place.Agency, Name: place.Office}
	for _, one := range ps {
		if one.Place.Agency != place.Agency || one.Place.Office != place.Office || (one.Place.ID == 0) != (id == 0) {
			continue
		}
		one.Next = p.Office.Path()
		if one.Done {
			p.Done = append(p.Done, one)
		} else {
			p.Todo = append(p.Todo, one)
		}
	}
	p.Office.Todo, p.Office.Done = len(p.Todo), len(p.Done)
	slices.SortStableFunc(p.Done, func(a, b post) int { return b.LastCheck.At.Compare(a.LastCheck.At) })
	if p.More = len(p.Todo) - roundLimit; p.More > 0 {
		p.Todo = p.Todo[:roundLimit]
	}
	return s.render(w, r, http.StatusOK, "round", p)
}

type stopPage struct {
	base
	Poster   post
	Printed  bool
	Standing data.Standing
	Now      string // what the code opens today if that is no longer what is printed
	Shut     string
}

// stop is the card of one poster, however one has come to it.
func (s *Server) stop(w http.ResponseWriter, r *http.Request) error {
	ctx, typed := r.Context(), chi.URLParam(r, "code")
	v, err := s.viewCode(ctx, typed)
	if errors.Is(err, data.ErrNotFound) {
		found, near, err := s.findLinks(ctx, typed)
		if err != nil {
			return err
		}
		if len(found) == 1 && found[0].Code != typed {
			return redirect(w, r, patrolPath+"/"+found[0].Code)
		}
		return noSuchCode(typed, near)
	}
	if err != nil {
		return err
	}
	p := stopPage{base: s.base(r, "Xem tờ "+qr.Code(v.Row.Code).Print()), Standing: v.Standing, Shut: v.Shut}
	st, err := s.Store.Stop(ctx, v.Row.Code)
	switch {
	case err == nil:
		p.Printed = true
	case errors.Is(err, data.ErrNotFound):
		st.Code, st.Title, st.Place = v.Row.Code, v.Row.Title, v.Row.Place
	default:
		return err
	}
	if now := cmp.Or(v.followed(), v.Row.Title); now != st.Title {
		p.Now = now
	}
	p.Poster = post{Stop: st, Mine: v.Mine, Next: walk{Place: st.Place.ID}.Path()}
	return s.render(w, r, http.StatusOK, "stop", p)
}

// followed is the title of what has taken the place of the target, if anything
// has.
func (v codeView) followed() string {
	if v.Follows == nil {
		return ""
	}
	return v.Follows.Title
}

// checkPoster keeps what somebody found, at once or late from a phone that had
// no signal. A slip is mended by another check: the newest counts.
func (s *Server) checkPoster(w http.ResponseWriter, r *http.Request) error {
	c := data.Check{Code: strings.ToUpper(chi.URLParam(r, "code")), Found: data.Found(r.PostFormValue("thay"))}
	if !slices.Contains([]data.Found{data.FoundGood, data.FoundCovered, data.FoundMissing}, c.Found) {
		return fmt.Errorf("found %q: %w", c.Found, data.ErrInvalid)
	}
	said, err := note(r)
	if err != nil {
		return &saidError{fmt.Errorf("%w: %w", data.ErrInvalid, err), "Ghi chú quá dài", "Nhiều nhất 300 chữ. Hãy quay lại và viết gọn hơn."}
	}
	c.Edit = by(r, said)
	if at := r.PostFormValue("luc"); at != "" {
		if c.At, err = s.tapped(at); err != nil {
			return err
		}
	}
	if err := s.Store.AddCheck(r.Context(), c); err != nil {
		return err
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	done := "Đã ghi tờ " + qr.Code(c.Code).Print() + ": " + strings.ToLower(foundName(c.Found)) + "."
	if c.Found != data.FoundGood {
		done += " Tờ này còn trong danh sách cần xem cho tới khi in lại hoặc xem thấy tốt."
	}
	flash(r, done)
	return redirect(w, r, ownPath(r.PostFormValue("tiep")))
}

// tapped reads when a phone says that something was tapped. A clock that is
// ahead is taken for now; what comes too late may no longer be true.
func (s *Server) tapped(at string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return t, fmt.Errorf("time %q: %w: %w", at, data.ErrInvalid, err)
	}
	now := s.Now()
	if now.Sub(t) > lateLimit {
		return t, &saidError{
			fmt.Errorf("tapped at %s: %w", at, data.ErrInvalid), "Lần xem đã quá 7 ngày",
			"Tờ xem lúc " + t.In(format.Hanoi).Format("15:04 02/01/2006") + " gửi đến quá muộn. Hãy xem lại tờ ấy.",
		}
	}
	if t.After(now) {
		t = now
	}
	return t, nil
}
