package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// listPage is how many records a list shows at once.
const listPage = 50

// levelPages are the pages of the levels of government, by their address.
func levelPages() []levelPage {
	return []levelPage{
		{"xa", data.LevelCommune, words.M("Cấp xã"), words.M("Thủ tục cấp xã")},
		{"tinh", data.LevelProvince, words.M("Cấp tỉnh"), words.M("Thủ tục cấp tỉnh")},
		{"bo", data.LevelMinistry, words.M("Cấp bộ, trung ương"), words.M("Thủ tục cấp bộ, trung ương")},
	}
}

type levelPage struct {
	slug         string
	level        data.Level
	label, title string
}

// ways are the ways to procedures other than by field.
func ways(ctx context.Context) []tab {
	out := []tab{
		{Label: say(ctx, "Cơ quan"), URL: "/co-quan"},
		{Label: say(ctx, "Đối tượng"), URL: "/doi-tuong"},
	}
	for _, l := range levelPages() {
		out = append(out, tab{Label: say(ctx, l.label), URL: "/cap/" + l.slug})
	}
	return append(out,
		tab{Label: say(ctx, "Theo chữ cái A–Z"), URL: "/a-z"},
		tab{Label: say(ctx, "Việc trong đời"), URL: "/su-kien"},
		tab{Label: say(ctx, "Làm ở xã nào?"), URL: paths.Commune},
	)
}

type proceduresPage struct {
	base
	Total  int
	Ways   []tab
	Fields []data.Field
}

// procedures is the way in by field of administration, and to the other ways.
func (s *Server) procedures(w http.ResponseWriter, r *http.Request) error {
	fields, err := s.Store.Fields(r.Context())
	if err != nil {
		return err
	}
	p := proceduresPage{base: s.base(r, say(r.Context(), fieldsTitle)), Ways: ways(r.Context()), Fields: fields}
	for _, f := range fields {
		p.Total += f.Procedures
	}
	return s.render(w, r, http.StatusOK, "procedures", p)
}

// The titles of the ways in, which codes may lead to.
var (
	fieldsTitle    = words.M("Thủ tục theo lĩnh vực")
	agenciesTitle  = words.M("Thủ tục theo cơ quan")
	audiencesTitle = words.M("Thủ tục theo đối tượng")
	lettersTitle   = words.M("Thủ tục theo chữ cái")
	newsTitle      = words.M("Tin tức")
)

// groupPage lists the procedures of one field, agency, audience, level or
// letter.
type groupPage struct {
	base
	Up         tab    // the list that the group is of
	Record     bool   // the title is a record's
	First      string // address of the list's first page
	Total      int
	Procedures []data.ProcedureRow
	Prev, Next string

	Agency data.Agency  // empty for what is no agency
	Heir   *data.Agency // has the agency's work now; nil: the agency itself
	Was    string       // name of the agency a code was printed for, which this one has replaced
}

func (s *Server) field(w http.ResponseWriter, r *http.Request) error {
	page := listNumber(r)
	f, ps, err := s.Store.FieldProcedures(r.Context(), chi.URLParam(r, "slug"), (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	return s.showField(w, r, f, ps, page)
}

// showField shows a page of a field's procedures, ps.
func (s *Server) showField(w http.ResponseWriter, r *http.Request, f data.Field, ps []data.ProcedureRow, page int) error {
	p := s.newGroup(r, tab{Label: say(r.Context(), fieldsTitle), URL: "/thu-tuc"}, f.Name, paths.Field(f.Slug), f.Procedures, ps, page)
	p.Record = true
	return s.showCounted(w, r, "group", p, data.Target{Kind: data.KindField, Key: f.Slug})
}

// newGroup is a page of a group's list. A group without procedures has little
// to tell and is kept out of search engines.
func (s *Server) newGroup(r *http.Request, up tab, name, path string, total int, ps []data.ProcedureRow, page int) groupPage {
	p := groupPage{base: s.base(r, name), Up: up, First: path, Total: total, Procedures: ps}
	p.Path, p.NoIndex = pagePath(path, page), total == 0
	p.Prev, p.Next = pageLinks(path, page, page*listPage < total)
	p.tellGroup(up, total, ps)
	return p
}

func (s *Server) audience(w http.ResponseWriter, r *http.Request) error {
	page := listNumber(r)
	a, ps, err := s.Store.AudienceProcedures(r.Context(), chi.URLParam(r, "slug"), (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	p := s.newGroup(r, tab{Label: say(r.Context(), audiencesTitle), URL: "/doi-tuong"}, a.Name, paths.Audience(a.Slug), a.Procedures, ps, page)
	p.Record = true
	return s.render(w, r, http.StatusOK, "group", p)
}

func (s *Server) level(w http.ResponseWriter, r *http.Request) error {
	slug, page := chi.URLParam(r, "level"), listNumber(r)
	for _, l := range levelPages() {
		if l.slug != slug {
			continue
		}
		total, ps, err := s.Store.LevelProcedures(r.Context(), l.level, (page-1)*listPage, listPage)
		if err != nil {
			return err
		}
		p := s.newGroup(r, tab{Label: say(r.Context(), fieldsTitle), URL: "/thu-tuc"}, say(r.Context(), l.title), "/cap/"+slug, total, ps, page)
		return s.render(w, r, http.StatusOK, "group", p)
	}
	return fmt.Errorf("level %q: %w", slug, data.ErrNotFound)
}

// letterOf reads the last part of a letter's address.
func letterOf(part string) (letter string, ok bool) {
	if part == paths.Digits {
		return data.OtherLetter, true
	}
	letter = strings.ToUpper(part)
	return letter, utf8.RuneCountInString(letter) == 1 && paths.Letter(letter) != paths.Letter(data.OtherLetter)
}

func (s *Server) letter(w http.ResponseWriter, r *http.Request) error {
	letter, ok := letterOf(chi.URLParam(r, "letter"))
	if !ok {
		return fmt.Errorf("letter %q: %w", chi.URLParam(r, "letter"), data.ErrNotFound)
	}
	page := listNumber(r)
	total, ps, err := s.Store.LetterProcedures(r.Context(), letter, (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	p := s.newGroup(r, tab{Label: say(r.Context(), lettersTitle), URL: "/a-z"}, letterTitle(r.Context(), letter), paths.Letter(letter), total, ps, page)
	return s.render(w, r, http.StatusOK, "group", p)
}

func letterTitle(ctx context.Context, letter string) string {
	if letter == data.OtherLetter {
		return say(ctx, "Thủ tục bắt đầu bằng chữ số")
	}
	return say(ctx, "Thủ tục bắt đầu bằng chữ %s", letter)
}

// maxList is the deepest page of a list.
const maxList = 10_000

func listNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("trang"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), maxList)
}

func pageLinks(path string, page int, more bool) (prev, next string) {
	if page > 1 {
		prev = pagePath(path, page-1)
	}
	if more {
		next = pagePath(path, page+1)
	}
	return prev, next
}

// pagePath is the address of a page of a list.
func pagePath(path string, page int) string {
	if page == 1 {
		return path
	}
	mark := "?"
	if strings.Contains(path, "?") {
		mark = "&"
	}
	return fmt.Sprintf("%s%strang=%d", path, mark, page)
}
