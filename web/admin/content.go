package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"tracuu/data"
)

// ContentStore is what procedures and articles need of the store.
type ContentStore interface {
	Content(ctx context.Context, q data.ContentQuery) (total int, page []data.ContentRow, err error)
	Record(ctx context.Context, t data.Target) (data.Record, error)
	RecordVersions(ctx context.Context, t data.Target) ([]data.Version, error)
	Publish(ctx context.Context, r data.Revision, by data.Edit) (data.Target, error)
	Schedule(ctx context.Context, r data.Revision, title string, by data.Edit) (id int64, err error)
	Upcoming(ctx context.Context, t data.Target) ([]data.Scheduled, error)
	Withdraw(ctx context.Context, id int64, by data.Edit) error
	Conflicts(ctx context.Context) ([]data.Override, error)
	SettleConflict(ctx context.Context, t data.Target, field string, rival json.RawMessage, ours bool, by data.Edit) error
	ConcealRecord(ctx context.Context, t data.Target, hidden bool, by data.Edit) error
	Draft(ctx context.Context, id int64) (data.Draft, error)
	Drafts(ctx context.Context, t data.Target) ([]data.Draft, error)
	SaveDraft(ctx context.Context, d data.Draft, by data.Edit) (id int64, err error)
	DeleteDraft(ctx context.Context, id int64, by data.Edit) error
	Fields(ctx context.Context) ([]data.Field, error)
	Categories(ctx context.Context) ([]data.Category, error)
	AgencyByName(ctx context.Context, name string) (data.Agency, error)
}

// Preview shows the public pages of records that are not published.
type Preview interface {
	PreviewProcedure(w http.ResponseWriter, r *http.Request, p data.Procedure) error
	PreviewArticle(w http.ResponseWriter, r *http.Request, a data.Article) error
}

// Where content is looked after.
const (
	contentPath    = Root + "/noi-dung"
	proceduresPath = contentPath + "/thu-tuc/"
	articlesPath   = contentPath + "/tin/"
	conflictsPath  = contentPath + "/xung-dot"
	upcomingPath   = contentPath + "/sap-toi"
	draftsPath     = contentPath + "/nhap/"
)

func contentRoutes() []route {
	out := []route{
		{http.MethodGet, contentPath, data.RoleViewer, nil, (*Server).contentList},
		{http.MethodGet, conflictsPath, data.RoleViewer, nil, (*Server).conflicts},
		{http.MethodPost, conflictsPath, data.RolePublisher, nil, (*Server).settleConflict},
		{http.MethodGet, upcomingPath, data.RoleViewer, nil, (*Server).upcoming},
		{http.MethodPost, upcomingPath, data.RolePublisher, nil, (*Server).withdraw},
		{http.MethodPost, draftsPath + "{id}", data.RoleEditor, nil, (*Server).deleteDraft},
		{http.MethodPost, proceduresPath + "{key}/bai-bo", data.RolePublisher, nil, (*Server).repeal},
		{http.MethodPost, articlesPath + "{key}/an", data.RolePublisher, nil, (*Server).conceal},
	}
	for _, under := range []string{proceduresPath, articlesPath} {
		var of owner
		if under == proceduresPath {
			of = procedureOwner
		}
		out = append(
			out,
			route{http.MethodGet, under + "moi", data.RoleEditor, nil, (*Server).editForm},
			route{http.MethodPost, under + "moi", data.RoleEditor, nil, (*Server).edit},
			route{http.MethodGet, under + "{key}", data.RoleViewer, nil, (*Server).viewRecord},
			route{http.MethodGet, under + "{key}/sua", data.RoleEditor, of, (*Server).editForm},
			route{http.MethodPost, under + "{key}/sua", data.RoleEditor, of, (*Server).edit},
			route{http.MethodGet, under + "{key}/lich-su", data.RoleViewer, nil, (*Server).history},
			route{http.MethodPost, under + "{key}/lich-su", data.RolePublisher, nil, (*Server).bringBack},
		)
	}
	return out
}

// procedureOwner is the agency of the procedure that the path names.
func procedureOwner(s *Server, ctx context.Context, r *http.Request) (string, error) {
	t, err := targetOf(r)
	if err != nil {
		return "", err
	}
	rec, err := s.Store.Record(ctx, t)
	return rec.Agency, err
}

// targetOf is the record that the path names; one without a key is new.
func targetOf(r *http.Request) (data.Target, error) {
	key := r.PathValue("key")
	if len(r.URL.Path) > len(articlesPath) && r.URL.Path[:len(articlesPath)] == articlesPath {
		if _, err := strconv.ParseInt(key, 10, 64); err != nil && key != "" {
			return data.Target{}, fmt.Errorf("article %q: %w", key, data.ErrNotFound)
		}
		return data.Target{Kind: data.KindArticle, Key: key}, nil
	}
	return data.Target{Kind: data.KindProcedure, Key: key}, nil
}

// recordPath is the page of a record; without a key that of a new one.
func recordPath(t data.Target) string {
	under, key := proceduresPath, t.Key
	if t.Kind == data.KindArticle {
		under = articlesPath
	}
	if key == "" {
		key = "moi"
	}
	return under + url.PathEscape(key)
}

// editPath is the form of a record.
func editPath(t data.Target) string {
	if t.Key == "" {
		return recordPath(t)
	}
	return recordPath(t) + "/sua"
}

// contentPage is how many records a page of the list has.
const contentPage = 50

type contentListPage struct {
	base
	Query      data.ContentQuery
	Kinds      []option
	States     []option
	Fields     []data.Field
	Agencies   []data.Agency
	Categories []data.Category
	Rows       []data.ContentRow
	Total      int
	Prev, Next string
	Conflicts  int
	Upcoming   int
	MayNew     bool
}

// contentStates are the states that the list can be narrowed to.
var contentStates = []option{
	{"", "Mọi tình trạng"},
	{string(data.StateDraft), "Có bản nháp"},
	{string(data.StateWaiting), "Chờ hiệu lực"},
	{string(data.StateActive), "Đang hiệu lực"},
	{string(data.StateRepealed), "Đã bãi bỏ"},
	{string(data.StateHidden), "Đang ẩn"},
}

func (s *Server) contentList(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, form := r.Context(), r.URL.Query()
	n, _ := strconv.Atoi(form.Get("trang"))
	n = min(max(n, 1), 10_000)
	q := data.ContentQuery{
		Kind: data.KindProcedure, Words: form.Get("q"), Field: form.Get("linh-vuc"), Agency: form.Get("co-quan"), Category: form.Get("chuyen-muc"),
		State: data.ContentState(form.Get("tinh-trang")), Offset: (n - 1) * contentPage, Limit: contentPage,
	}
	if form.Get("loai") == string(data.KindArticle) {
		q.Kind = data.KindArticle
	}
	p := contentListPage{
		base: s.base(r, "Nội dung"), Query: q, States: contentStates, MayNew: userOf(ctx).Role.AtLeast(data.RoleEditor),
		Kinds: []option{{string(data.KindProcedure), "Thủ tục"}, {string(data.KindArticle), "Tin"}},
	}
	if p.Total, p.Rows, err = s.Store.Content(ctx, q); err != nil {
		return err
	}
	if q.Kind == data.KindArticle {
		p.Categories, err = s.Store.Categories(ctx)
	} else {
		if p.Fields, err = s.Store.Fields(ctx); err == nil {
			p.Agencies, err = s.Store.Agencies(ctx)
		}
	}
	if err != nil {
		return err
	}
	conflicts, err := s.Store.Conflicts(ctx)
	if err != nil {
		return err
	}
	waiting, err := s.Store.Upcoming(ctx, data.Target{})
	if err != nil {
		return err
	}
	p.Conflicts, p.Upcoming = len(conflicts), len(waiting)
	page := func(n int) string {
		form.Set("trang", strconv.Itoa(n))
		return contentPath + "?" + form.Encode()
	}
	if n > 1 {
		p.Prev = page(n - 1)
	}
	if n*contentPage < p.Total {
		p.Next = page(n + 1)
	}
	return s.render(w, r, http.StatusOK, "content", p)
}
