package admin

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/qr/poster"
	"tracuu/web/paths"
	"tracuu/web/printing"
	"tracuu/web/target"
)

// PrintStore is what printing needs of the store.
type PrintStore interface {
	printing.Store
	AddReprint(ctx context.Context, id int64, who string) error
	Prints(ctx context.Context, offset, limit int) (ps []data.PrintRow, total int, err error)
	PrintAgency(ctx context.Context, id int64) (name string, err error)
}

// Where things are printed, and where it is kept what was.
const (
	printPath  = Root + "/in"
	printsPath = printPath + "/so"
)

// What one printing holds at the most: all that communes do, about 1,150 posters,
// with room to spare. So many are drawn twice, for the proof and the file, in
// well under the minute that an answer may take.
const maxSheets = 1500

func printRoutes() []route {
	return []route{
		{http.MethodGet, printPath, data.RoleEditor, nil, (*Server).printForm},
		{http.MethodPost, printPath, data.RoleEditor, nil, (*Server).printForm},
		{http.MethodPost, printPath + "/ban", data.RoleEditor, nil, (*Server).print},
		{http.MethodGet, printPath + "/bieu-trung/{hash}", data.RoleEditor, nil, (*Server).crest},
		{http.MethodGet, printsPath, data.RoleViewer, nil, (*Server).prints},
		{http.MethodGet, printsPath + "/{id}", data.RoleViewer, nil, (*Server).printed},
		{http.MethodPost, printsPath + "/{id}", data.RoleEditor, printOwner, (*Server).reprint},
		{http.MethodGet, printsPath + "/{id}/tep", data.RoleEditor, printOwner, (*Server).printFile},
	}
}

func (s *Server) printer() printing.Printer {
	public := strings.TrimSuffix(s.Settings().PublicURL, "/")
	return printing.Printer{Store: s.Store, PublicURL: public, Host: paths.HostOf(public), House: printing.House(s.Province), Now: s.Now}
}

// printOrder is the form as it was sent, with what belongs to it.
type printOrder struct {
	Words               string // to search for a target
	Targets             []printTarget
	List                string
	Field, Group, Level string // a batch: field, agency, level
	Agency              data.Agency
	Places              []int64  // chosen one by one
	Whole               []string // offices all of whose places are chosen
	Layout              poster.Layout
	Start, Copies       string
	Date, Title         string
	English, Bleed      bool
	Cover, Skip         bool
	Token               string
	chosen              []data.Placement
}

// printTarget is a target that was chosen, or is offered.
type printTarget struct{ Typed, Kind, Title string }

// HasPlace reports whether a place is chosen.
func (o printOrder) HasPlace(id int64) bool { return slices.Contains(o.Places, id) }

// HasOffice reports whether an office is chosen with all its places.
func (o printOrder) HasOffice(key string) bool { return slices.Contains(o.Whole, key) }

type printPage struct {
	base
	Order    printOrder
	Agencies []data.Agency
	Fields   []data.Field
	Offices  []office
	Offers   []printTarget
	Layouts  []layoutChoice
	Problem  string
	Looked   *lookedOver // nil: not yet looked up
	Cap      int
}

// lookedOver is what would be printed.
type lookedOver struct {
	Codes, Sheets int
	Layout        string
	Warnings      []string
	Picks         []printing.Pick
	Bad           []printing.Bad
	Picture       template.HTML
}

func (s *Server) printForm(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readPrint(r)
	if err != nil {
		return err
	}
	status := http.StatusOK
	switch r.FormValue("lam") {
	case "tim":
		err = s.offerTargets(r.Context(), &p)
	case "xem":
		_, err = s.lookOver(r, &p)
		if p.Problem != "" {
			status = http.StatusUnprocessableEntity
		}
	}
	if err != nil {
		return err
	}
	return s.render(w, r, status, "print", p)
}

// readPrint reads the form, whatever has been filled in of it.
func (s *Server) readPrint(r *http.Request) (p printPage, err error) {
	if err := r.ParseForm(); err != nil {
		return p, fmt.Errorf("%w: %w", data.ErrInvalid, err)
	}
	ctx, f := r.Context(), r.Form
	p = printPage{base: s.base(r, "In áp phích và nhãn"), Layouts: layoutChoices, Cap: maxSheets}
	o := printOrder{
		Words: strings.TrimSpace(f.Get("q")), List: f.Get("danh-sach"), Field: strings.TrimSpace(f.Get("linh-vuc")), Group: f.Get("nhom"), Level: f.Get("cap"),
		Whole: f["van-phong"], Layout: poster.Layout(cmp.Or(f.Get("kho"), string(poster.A4))), Start: f.Get("o-dau"), Copies: cmp.Or(f.Get("so-ban"), "1"),
		Date: f.Get("ngay"), Title: oneLine(f.Get("ten")), English: f.Has("tieng-anh"), Bleed: f.Has("tran-le"), Cover: f.Has("bia"),
		Skip: f.Has("bo-qua"), Token: cmp.Or(f.Get("phieu"), rand.Text()),
	}
	for _, typed := range f["noi"] {
		if id, err := strconv.ParseInt(typed, 10, 64); err == nil {
			o.Places = append(o.Places, id)
		}
	}
	targets, slug := f["dich"], f.Get("co-quan")
	if typed := f.Get("ma"); typed != "" {
		targets = append(targets, typed)
		owner, place, err := s.hangsAt(ctx, typed)
		if err != nil {
			return p, err
		}
		if slug = cmp.Or(slug, owner); place != 0 {
			o.Places = append(o.Places, place)
		}
	}
	if u := userOf(ctx); u.Agency != "" {
		slug = u.Agency
	}
	if slug != "" {
		if o.Agency, err = s.Store.Heir(ctx, slug); err != nil {
			return p, err
		}
	}
	if p.Agencies, err = s.Store.Agencies(ctx); err != nil {
		return p, err
	}
	if p.Fields, err = s.Store.Fields(ctx); err != nil {
		return p, err
	}
	if p.Offices, err = s.offices(ctx, o.Agency); err != nil {
		return p, err
	}
	for _, house := range p.Offices {
		for _, place := range house.Places {
			if o.HasOffice(house.Key()) || o.HasPlace(place.ID) {
				o.chosen = append(o.chosen, place.Placement)
			}
		}
	}
	if o.Targets, err = s.readTargets(ctx, targets); err != nil {
		return p, err
	}
	p.Order = o
	return p, nil
}

// readTargets names the targets that were chosen.
func (s *Server) readTargets(ctx context.Context, typed []string) (out []printTarget, err error) {
	reader, err := target.NewReader(ctx, s.Store, s.printer().PublicURL)
	if err != nil {
		return nil, err
	}
	for _, one := range typed {
		var unknown *target.Error
		a, err := reader.Find(ctx, one)
		title := a.Title
		if errors.As(err, &unknown) {
			title, err = unknown.What, nil
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(t printTarget) bool { return t.Typed == one }) {
			out = append(out, printTarget{Typed: one, Kind: kindName(a.Kind), Title: title})
		}
	}
	return out, nil
}

// order is what the form asks for, or why it cannot be.
func (o *printOrder) order(u data.User) (order printing.Order, problem string) {
	order = printing.Order{
		Places: o.chosen, Layout: o.Layout, English: o.English, Bleed: o.Bleed, Cover: o.Cover, Title: o.Title,
		By: data.Edit{Who: u.Name}, Token: o.Token,
	}
	var items []printing.Item
	for _, t := range o.Targets {
		items = append(items, printing.Item{Typed: t.Typed})
	}
	listed, err := printing.ReadList(strings.NewReader(o.List), "danh sách")
	if err != nil {
		return order, err.Error()
	}
	items = append(items, listed...)
	batch := o.Field != "" || o.Group != "" || o.Level != ""
	labels, known := o.Layout.Labels(), slices.ContainsFunc(layoutChoices, func(l layoutChoice) bool { return l.Layout == o.Layout })
	order.Copies, _ = strconv.Atoi(o.Copies)
	if o.Start != "" && labels > 0 {
		order.Start, _ = strconv.Atoi(o.Start)
		if order.Start < 1 || order.Start > labels {
			return order, fmt.Sprintf("Ô bắt đầu: tờ nhãn này có các ô từ 1 đến %d.", labels)
		}
	}
	if o.Date != "" {
		order.Issued = data.Date(o.Date)
		if _, ok := order.Issued.Time(); !ok {
			return order, "Ngày ghi trên tờ chưa đúng; hãy chọn lại."
		}
	}
	switch {
	case len(items) == 0 && !batch:
		return order, "Chưa chọn gì để in: hãy tìm và chọn đích, dán danh sách, hoặc chọn cả một lĩnh vực, cơ quan hay cấp."
	case len(items) > 0 && batch:
		return order, "Hãy in từng đích đã chọn, hoặc in cả nhóm; bỏ một trong hai."
	case !known:
		return order, "Hãy chọn khổ in."
	case order.Copies < 1 || order.Copies > maxSheets:
		return order, fmt.Sprintf("Số bản mỗi mã cần từ 1 đến %d.", maxSheets)
	case order.Copies > 1 && o.Layout == poster.List:
		return order, "Tờ danh sách chỉ in một bản; cần thêm thì in lại từ máy in."
	case labels > 0 && o.Bleed:
		return order, "Tờ nhãn đã cắt sẵn nên không có tràn lề; hãy bỏ chọn tràn lề."
	case u.Role == data.RoleEditor && len(o.chosen) == 0:
		return order, "Hãy chọn nơi đặt của cơ quan mình: biên tập viên chỉ in cho nơi của cơ quan mình."
	}
	if batch {
		order.Field, order.Agency, order.Level = o.Field, o.Group, data.Level(o.Level)
	} else {
		order.Items, order.Agency = items, o.Agency.Slug
	}
	return order, ""
}

// lookOver looks up what the form asks for; the page says what is in the way.
func (s *Server) lookOver(r *http.Request, p *printPage) (*printing.Draft, error) {
	ctx := r.Context()
	printer := s.printer()
	order, problem := p.Order.order(userOf(ctx))
	if p.Problem = problem; problem != "" {
		return nil, nil
	}
	d, err := printer.Look(ctx, order)
	var unknown *target.Error
	if errors.As(err, &unknown) {
		p.Problem = unknown.What
		return nil, nil
	}
	if errors.Is(err, data.ErrInvalid) {
		p.Problem = err.Error()
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	looked := &lookedOver{Codes: len(d.Picks), Sheets: len(d.Picks) * order.Copies, Layout: layoutName(order.Layout), Picks: d.Picks, Bad: d.Bad}
	p.Looked = looked
	switch {
	case len(d.Picks) == 0 && len(d.Bad) == 0:
		p.Problem = "Không có gì để in: nhóm này không có thủ tục nào còn hiệu lực."
		return nil, nil
	case len(d.Picks) == 0:
		p.Problem = "Không in được đích nào; lý do ghi ở dưới."
		return nil, nil
	case looked.Sheets > maxSheets:
		p.Problem = fmt.Sprintf("Cần %d tờ hay nhãn; mỗi lần in nhiều nhất %d. Hãy chia làm nhiều lần, ví dụ theo từng lĩnh vực.", looked.Sheets, maxSheets)
		return nil, nil
	}
	for _, pick := range d.Picks {
		if err := s.mayPrint(ctx, pick.Place); err != nil {
			return nil, err
		}
	}
	looked.Warnings = s.warnings(printer, d)
	picture, err := d.Preview(ctx, "xem-", func(key string) string { return printPath + "/bieu-trung/" + key })
	if err != nil {
		return nil, err
	}
	looked.Picture = template.HTML(picture)
	return d, nil
}

// mayPrint refuses editors places that are not their agency's.
func (s *Server) mayPrint(ctx context.Context, place data.Placement) error {
	if userOf(ctx).Role.AtLeast(data.RolePublisher) {
		return nil
	}
	slug := ""
	if place.Agency != "" {
		a, err := s.Store.AgencyByName(ctx, place.Agency)
		if err != nil {
			return err
		}
		slug = a.Slug
	}
	return s.mayTouch(ctx, slug)
}

// warnings are what people should read before they print.
func (s *Server) warnings(printer printing.Printer, d *printing.Draft) (out []string) {
	if name, _, _ := strings.Cut(printer.Host, ":"); qr.IsLoopback(name) {
		out = append(out, "Địa chỉ công khai "+printer.PublicURL+" chỉ mở được trên máy chủ này; đừng đem in. Quản trị viên đặt địa chỉ thật ở mục Cài đặt.")
	}
	sample, again := 0, 0
	type hang struct {
		data.Target
		place int64
	}
	seen := map[hang]bool{}
	for _, p := range d.Picks {
		if p.Aim.Sample() {
			sample++
		}
		if h := (hang{p.Aim.Target, p.Place.ID}); seen[h] {
			again++
		} else {
			seen[h] = true
		}
	}
	if sample > 0 {
		out = append(out, fmt.Sprintf("%d tờ in nội dung mẫu, không phải dữ liệu chính thức; đừng đem treo.", sample))
	}
	if again > 0 {
		out = append(out, fmt.Sprintf("%d đích ghi trùng; mỗi mã chỉ in một lần.", again))
	}
	for _, note := range d.Notes {
		out = append(out, capital(note))
	}
	return out
}
