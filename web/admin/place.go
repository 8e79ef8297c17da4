package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web"
	"tracuu/web/target"
)

// PlaceStore keeps the places where posters hang.
type PlaceStore interface {
	web.TitleStore
	Agencies(ctx context.Context) ([]data.Agency, error)
	AgencyByName(ctx context.Context, name string) (data.Agency, error)
	Placement(ctx context.Context, id int64) (data.Placement, error)
	Placements(ctx context.Context) ([]data.Placement, error)
	PlacementLinks(ctx context.Context, id int64) ([]data.Link, error)
	PlacementCodes(ctx context.Context) (map[int64]int, error)
	AddPlacements(ctx context.Context, batch []data.Placement, by data.Edit) (added int, err error)
	ChangePlacement(ctx context.Context, was, to data.Placement, by data.Edit) error
}

const placesPath = Root + "/noi-dat"

func placeRoutes() []route {
	return []route{
		{http.MethodGet, placesPath, data.RoleViewer, nil, (*Server).places},
		{http.MethodPost, placesPath, data.RoleEditor, nil, (*Server).addPlaces},
		{http.MethodGet, placesPath + "/{id}", data.RoleViewer, nil, (*Server).place},
		{http.MethodPost, placesPath + "/{id}", data.RoleEditor, placeOwner, (*Server).changePlace},
	}
}

// placeOwner is the agency of the place in the address.
func placeOwner(s *Server, ctx context.Context, r *http.Request) (string, error) {
	p, err := s.placeAt(r)
	if err != nil || p.Agency == "" {
		return "", err
	}
	a, err := s.Store.AgencyByName(ctx, p.Agency)
	return a.Slug, err
}

func (s *Server) placeAt(r *http.Request) (data.Placement, error) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return data.Placement{}, fmt.Errorf("placement: %w", data.ErrNotFound)
	}
	return s.Store.Placement(r.Context(), id)
}

// office is a house of an agency with its counters.
type office struct {
	Name   string
	Of     string // the agency that it was of before this one took over; empty: of none
	Places []placeRow
}

type placeRow struct {
	data.Placement
	Codes int // in use
}

// Name is what a place is called within its office.
func (p placeRow) Name() string { return cmp.Or(p.Counter, "Cả văn phòng") }

// Key tells an office from others of the same name.
func (o office) Key() string {
	if o.Of == "" {
		return o.Name
	}
	return o.Of + " / " + o.Name
}

// offices are the places of an agency and of those whose work it took over; the
// zero Agency has those of none.
func (s *Server) offices(ctx context.Context, agency data.Agency) (out []office, err error) {
	all, err := s.Store.Placements(ctx)
	if err != nil {
		return nil, err
	}
	codes, err := s.Store.PlacementCodes(ctx)
	if err != nil {
		return nil, err
	}
	heirs := map[string]string{"": ""} // slugs by the names of agencies
	for _, p := range all {
		heir, asked := heirs[p.Agency]
		if !asked {
			if heir, err = s.heirOf(ctx, p.Agency); err != nil {
				return nil, err
			}
			heirs[p.Agency] = heir
		}
		if heir != agency.Slug {
			continue
		}
		of := ""
		if p.Agency != agency.Name {
			of = p.Agency
		}
		if n := len(out); n == 0 || out[n-1].Name != p.Office || out[n-1].Of != of {
			out = append(out, office{Name: p.Office, Of: of})
		}
		last := &out[len(out)-1]
		last.Places = append(last.Places, placeRow{p, codes[p.ID]})
	}
	for _, o := range out {
		slices.SortStableFunc(o.Places, func(a, b placeRow) int { return compareNumbered(a.Counter, b.Counter) })
	}
	return out, nil
}

// heirOf is the slug of what an agency, by its name, is today.
func (s *Server) heirOf(ctx context.Context, name string) (string, error) {
	a, err := s.Store.AgencyByName(ctx, name)
	if err == nil {
		a, err = s.Store.Heir(ctx, a.Slug)
	}
	return a.Slug, err
}

var numberRE = regexp.MustCompile(`\d+`)

// compareNumbered puts "Quầy 2" before "Quầy 12".
func compareNumbered(a, b string) int {
	pad := func(s string) string {
		return numberRE.ReplaceAllStringFunc(s, func(n string) string { return fmt.Sprintf("%12s", n) })
	}
	return strings.Compare(pad(a), pad(b))
}

type placesPage struct {
	base
	Agency   data.Agency // whose places are shown; the zero Agency: those of none
	Agencies []data.Agency
	Offices  []office
	Mine     bool // the user may add
	Form     placeForm
}

// placeForm is what is typed about new places, or about one that is there.
type placeForm struct {
	Office, Counters, Note string
	Problem                string
}

func (s *Server) places(w http.ResponseWriter, r *http.Request) error {
	slug := r.URL.Query().Get("co-quan")
	if slug == "" {
		slug = userOf(r.Context()).Agency
	}
	return s.showPlaces(w, r, http.StatusOK, slug, placeForm{})
}

func (s *Server) showPlaces(w http.ResponseWriter, r *http.Request, status int, slug string, form placeForm) error {
	ctx := r.Context()
	p := placesPage{base: s.base(r, "Nơi đặt"), Form: form}
	var err error
	if p.Agencies, err = s.Store.Agencies(ctx); err != nil {
		return err
	}
	if slug != "" {
		if p.Agency, err = s.Store.Heir(ctx, slug); err != nil {
			return err
		}
	}
	if p.Offices, err = s.offices(ctx, p.Agency); err != nil {
		return err
	}
	if p.Mine, err = s.mine(ctx, p.Agency.Slug); err != nil {
		return err
	}
	return s.render(w, r, status, "places", p)
}

// maxCounters is how many counters are added at once.
const maxCounters = 100

func (s *Server) addPlaces(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	slug := r.PostFormValue("co-quan")
	if err := s.mayTouch(ctx, slug); err != nil {
		return err
	}
	form := placeForm{Office: oneLine(r.PostFormValue("van-phong")), Counters: r.PostFormValue("quay"), Note: oneLine(r.PostFormValue("ghi-chu"))}
	var agency data.Agency
	if slug != "" {
		var err error
		if agency, err = s.Store.Heir(ctx, slug); err != nil {
			return err
		}
	}
	counters, problem := readCounters(form.Counters)
	var batch []data.Placement
	for _, counter := range counters {
		place := data.Placement{Agency: agency.Name, Office: form.Office, Counter: counter, Note: form.Note}
		problem = cmp.Or(problem, placeProblem(place))
		batch = append(batch, place)
	}
	if problem != "" {
		form.Problem = problem
		return s.showPlaces(w, r, http.StatusUnprocessableEntity, slug, form)
	}
	added, err := s.Store.AddPlacements(ctx, batch, by(r, ""))
	if err != nil {
		return err
	}
	said := fmt.Sprintf("Đã thêm %d nơi đặt.", added)
	if n := len(batch) - added; n > 0 {
		said += fmt.Sprintf(" %d nơi đã có từ trước.", n)
	}
	flash(r, said)
	return redirect(w, r, placesPath+"?co-quan="+agency.Slug)
}

var rangeRE = regexp.MustCompile(`^(.*?)(\d+)\s*(?:…|\.{2,3}|-|–|đến|den)\s*(\d+)$`)

// readCounters reads counters, one a line or parted by commas; "Quầy 1…12" is
// twelve of them. Nothing is the office itself.
func readCounters(typed string) (counters []string, problem string) {
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		if part = oneLine(part); part == "" {
			continue
		}
		m := rangeRE.FindStringSubmatch(part)
		if m == nil {
			counters = append(counters, part)
			continue
		}
		from, errFrom := strconv.Atoi(m[2])
		to, errTo := strconv.Atoi(m[3])
		if errFrom != nil || errTo != nil || from > to || to-from >= maxCounters {
			return nil, fmt.Sprintf("%q: hãy ghi số nhỏ trước, số lớn sau, nhiều nhất %d quầy một lần.", target.Shorten(part), maxCounters)
		}
		for n := from; n <= to; n++ {
			counters = append(counters, m[1]+strconv.Itoa(n))
		}
	}
	if len(counters) > maxCounters {
		return nil, fmt.Sprintf("Nhiều nhất %d quầy một lần; hãy thêm làm nhiều lần.", maxCounters)
	}
	if len(counters) == 0 {
		counters = []string{""}
	}
	return counters, ""
}

// placeProblem tells why a place cannot be kept, empty if it can.
func placeProblem(p data.Placement) string {
	hidden := func(r rune) bool { return r == utf8.RuneError || unicode.Is(unicode.C, r) }
	switch label := p.Label(); {
	case strings.ContainsFunc(p.Office+p.Counter+p.Note, hidden):
		return "Có ký tự ẩn hoặc ký tự điều khiển; hãy gõ lại."
	case p.Office == "" && p.Counter == "":
		return "Hãy ghi tên văn phòng, hoặc tên quầy."
	case !strings.ContainsFunc(p.Office+p.Counter, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return "Nơi đặt không có chữ hay số nào; hãy ghi tên bằng chữ."
	case utf8.RuneCountInString(label) > data.MaxPlaceLabel || max(utf8.RuneCountInString(p.Office), utf8.RuneCountInString(p.Counter)) > data.MaxPlaceName:
		return fmt.Sprintf("Tên dài quá: mỗi tên nhiều nhất %d chữ, quầy và văn phòng cộng lại nhiều nhất %d.", data.MaxPlaceName, data.MaxPlaceLabel)
	case utf8.RuneCountInString(p.Note) > data.MaxPlaceNote:
		return fmt.Sprintf("Ghi chú dài quá %d chữ; hãy viết gọn lại.", data.MaxPlaceNote)
	}
	return ""
}

// oneLine is what was typed, on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

type placePage struct {
	base
	Place data.Placement
	Was   data.Placement // what the form was made from
	Slug  string         // of the agency
	Mine  bool
	Hangs []hanging
	Typed *placeForm // what could not be kept; nil: nothing
	Stale bool       // somebody else has changed the place meanwhile
}

// hanging is a code that was made for a place.
type hanging struct {
	data.Link
	Title string
}

// Shown is what stands in the form.
func (p placePage) Shown() placeForm {
	if p.Typed != nil {
		return *p.Typed
	}
	return placeForm{Office: p.Place.Office, Counters: p.Place.Counter, Note: p.Place.Note}
}

func (s *Server) place(w http.ResponseWriter, r *http.Request) error {
	return s.showPlace(w, r, http.StatusOK, nil, false)
}

func (s *Server) showPlace(w http.ResponseWriter, r *http.Request, status int, typed *placeForm, stale bool) error {
	ctx := r.Context()
	place, err := s.placeAt(r)
	if err != nil {
		return err
	}
	p := placePage{base: s.base(r, place.Label()), Place: place, Was: place, Typed: typed, Stale: stale}
	if status == http.StatusUnprocessableEntity { // what somebody else has changed meanwhile was not seen yet
		p.Was = placeBefore(r, place.ID)
	}
	if p.Slug, err = placeOwner(s, ctx, r); err != nil {
		return err
	}
	if p.Mine, err = s.mine(ctx, p.Slug); err != nil {
		return err
	}
	links, err := s.Store.PlacementLinks(ctx, place.ID)
	if err != nil {
		return err
	}
	for _, l := range links {
		title, err := web.TargetTitle(ctx, s.Store, l.Target)
		if errors.Is(err, data.ErrNotFound) {
			title, err = target.Text(l.Target)+" (không còn)", nil
		}
		if err != nil {
			return err
		}
		p.Hangs = append(p.Hangs, hanging{l, title})
	}
	return s.render(w, r, status, "place", p)
}

// placeBefore is the place as the form was made from it.
func placeBefore(r *http.Request, id int64) data.Placement {
	return data.Placement{ID: id, Office: r.PostFormValue("cu-van-phong"), Counter: r.PostFormValue("cu-quay"), Note: r.PostFormValue("cu-ghi-chu")}
}

func (s *Server) changePlace(w http.ResponseWriter, r *http.Request) error {
	place, err := s.placeAt(r)
	if err != nil {
		return err
	}
	form := placeForm{Office: oneLine(r.PostFormValue("van-phong")), Counters: oneLine(r.PostFormValue("quay")), Note: oneLine(r.PostFormValue("ghi-chu"))}
	was := placeBefore(r, place.ID)
	to := data.Placement{Agency: place.Agency, Office: form.Office, Counter: form.Counters, Note: form.Note}
	if form.Problem = placeProblem(to); form.Problem != "" {
		return s.showPlace(w, r, http.StatusUnprocessableEntity, &form, false)
	}
	err = s.Store.ChangePlacement(r.Context(), was, to, by(r, ""))
	if errors.Is(err, data.ErrConflict) {
		stale := place.Office != was.Office || place.Counter != was.Counter || place.Note != was.Note
		if !stale {
			form.Problem = "Đã có nơi đặt khác của cơ quan này mang tên ấy; hãy chọn tên khác."
		}
		return s.showPlace(w, r, http.StatusConflict, &form, stale)
	}
	if err != nil {
		return err
	}
	flash(r, "Đã lưu nơi đặt. Tờ đã in vẫn ghi tên cũ; tờ in từ nay ghi tên mới.")
	return redirect(w, r, fmt.Sprintf("%s/%d", placesPath, place.ID))
}
