package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
)

// editing is a record in the hands of somebody.
type editing struct {
	target  data.Target
	parts   []part
	shown   data.Record // as it is now; without Fields where it is new
	base    data.Fields // as it was when the form was made
	baseSeq int64
	form    url.Values
	draft   data.Draft // that the form is of; without a number: none
	code    string     // typed for a new procedure
}

// Names of what a form carries beside the fields.
const (
	inBase  = "ban-goc" // seq of the record the form was made from
	inDraft = "nhap"
	inSaved = "nhap-luc" // when the draft was saved that the form was made from
	inDo    = "viec"
	inDay   = "hieu-luc"
	inNote  = "ghi-chu"
	inCode  = "ma-thu-tuc"
	inMerge = "chon."  // and the name of a field
	inSeen  = "da-xem" // seq of the record that a choice was made upon
)

// load reads the record that the path names, with its draft: the one that id
// tells, or the user's own. form is what was sent; nil: nothing yet.
func (s *Server) load(r *http.Request, form url.Values) (e editing, err error) {
	ctx := r.Context()
	if e.target, err = targetOf(r); err != nil {
		return e, err
	}
	e.parts, e.form = partsOf(e.target.Kind), form
	if e.target.Key != "" {
		if e.shown, err = s.Store.Record(ctx, e.target); err != nil {
			return e, err
		}
	}
	if err := s.loadDraft(ctx, &e, r.FormValue(inDraft)); err != nil {
		return e, err
	}
	e.baseSeq, e.base = e.shown.Seq, e.shown.Fields
	switch {
	case form != nil:
		e.code = form.Get(inCode)
		if seq, err := strconv.ParseInt(form.Get(inBase), 10, 64); err == nil {
			e.baseSeq = seq
		}
	case e.draft.ID != 0:
		e.form, e.baseSeq = e.draft.Form, e.draft.Base
		e.code = e.form.Get(inCode)
	default:
		e.form = formOf(e.parts, e.base)
	}
	if e.target.Key != "" && e.baseSeq != e.shown.Seq {
		e.base, err = s.contentAt(ctx, e.shown, e.baseSeq)
	}
	return e, err
}

func (s *Server) loadDraft(ctx context.Context, e *editing, id string) (err error) {
	if n, bad := strconv.ParseInt(id, 10, 64); bad == nil && n > 0 {
		e.draft, err = s.Store.Draft(ctx, n)
		switch {
		case errors.Is(err, data.ErrNotFound) && e.form != nil: // published or deleted meanwhile; what was typed is here
			return nil
		case err != nil:
			return err
		case e.draft.Kind != e.target.Kind || e.target.Key != "" && e.draft.Key != e.target.Key:
			return fmt.Errorf("draft %d is of %s: %w", n, e.draft.Key, data.ErrNotFound)
		}
		return s.mayDraft(ctx, e.draft)
	}
	if e.target.Key == "" || e.form != nil {
		return nil
	}
	drafts, err := s.Store.Drafts(ctx, e.target)
	for _, d := range drafts {
		if d.Author == userOf(ctx).Name {
			e.draft = d
		}
	}
	return err
}

// mayDraft refuses editors the drafts of others, but for their own agency's.
func (s *Server) mayDraft(ctx context.Context, d data.Draft) error {
	if d.Author == userOf(ctx).Name {
		return nil
	}
	return s.mayTouch(ctx, d.Agency)
}

// contentAt is a record as it was at a step of the change sequence.
func (s *Server) contentAt(ctx context.Context, rec data.Record, seq int64) (data.Fields, error) {
	versions, err := s.Store.RecordVersions(ctx, rec.Target)
	if err != nil {
		return nil, err
	}
	f := rec.Fields
	for _, v := range versions { // newest first
		if v.Seq >= seq {
			f = v.Fields
		}
	}
	return f, nil
}

// fields is the record that the form makes, and what is wrong with it.
func (s *Server) fields(ctx context.Context, e *editing) (data.Fields, map[string]string) {
	f, problems := fieldsOf(s.Clean, e.parts, e.base, e.form)
	switch e.target.Kind {
	case data.KindProcedure:
		s.settleProcedure(ctx, e, f, problems)
	case data.KindArticle:
		for name, from := range map[string]string{"title_derived": "title", "body_is_lead": "body"} {
			if !data.SameField(f.Get(from), e.base.Get(from)) {
				f.Set(name, nil) // it is staff's now
			}
		}
		if !data.SameField(f.Get("published"), e.base.Get("published")) {
			f.Set("published_trust", jsonText(string(data.TrustTime)))
		}
	}
	return f, problems
}

func (s *Server) settleProcedure(ctx context.Context, e *editing, f data.Fields, problems map[string]string) {
	if official := f.Text("official_name"); f.Text("name") == "" && official != "" {
		f.Set("name", jsonText(s.Clean.Name(official)))
	}
	if data.Empty(f.Get("status")) {
		f.Set("status", jsonText(string(data.StatusActive)))
	}
	code := e.target.Key
	if code == "" {
		parsed, err := data.ParseProcedureCode(e.code)
		if err != nil {
			problems[inCode] = "Mã chưa đúng: hãy ghi như 1.001193."
		} else if rec, err := s.Store.Record(ctx, data.Target{Kind: data.KindProcedure, Key: parsed.Code}); err == nil {
			problems[inCode] = "Mã này đã có: " + rec.Fields.Text("name") + ". Hãy mở thủ tục ấy để sửa."
		}
		code = parsed.Code
		if agency := f.Text("agency"); s.mayTouch(ctx, s.agencySlug(ctx, agency)) != nil {
			problems["agency"] = "Bạn soạn thủ tục mới cho cơ quan của mình: hãy chọn cơ quan ấy."
		}
	}
	f.Set("code", jsonText(code))
}

// agencySlug is the agency of a name, empty for what is none.
func (s *Server) agencySlug(ctx context.Context, name string) string {
	a, err := s.Store.AgencyByName(ctx, name)
	if err != nil {
		return ""
	}
	return a.Slug
}

// jsonText is a string as a field's value.
func jsonText(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		return nil // strings always can be
	}
	return b
}

// editForm shows the form of a record, or of a new one.
func (s *Server) editForm(w http.ResponseWriter, r *http.Request) error {
	e, err := s.load(r, nil)
	if err != nil {
		return err
	}
	return s.showForm(w, r, http.StatusOK, e, nil)
}

// edit does what a button of the form says.
func (s *Server) edit(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseForm(); err != nil {
		return &saidError{fmt.Errorf("form: %w: %w", data.ErrInvalid, err), "Biểu mẫu lớn quá", "Chưa lưu được gì. Hãy quay lại trang trước, chép nội dung ra chỗ khác rồi rút gọn."}
	}
	e, err := s.load(r, r.PostForm)
	if err != nil {
		return err
	}
	e.merge()
	what, arg, _ := strings.Cut(e.form.Get(inDo), ":")
	switch what {
	case "them", "bo":
		e.changeRows(what, arg)
		return s.showForm(w, r, http.StatusOK, e, nil)
	case "tiep":
		return s.showForm(w, r, http.StatusOK, e, nil)
	case "xem":
		return s.preview(w, r, &e)
	case "dang":
		return s.publish(w, r, e)
	}
	return s.saveDraft(w, r, e)
}

// mostForm bounds a form in bytes: the longest record has 300 kB, three times
// as much as it is sent.
const mostForm = 4 << 20

// merge takes the values of others where the page of a conflict says so.
func (e *editing) merge() {
	merged, seen := false, e.form.Get(inSeen) == strconv.FormatInt(e.shown.Seq, 10)
	for _, p := range e.parts {
		switch choice := e.form.Get(inMerge + p.Name); {
		case !seen:
		case choice == "kia":
			p.fill(e.form, p.read(e.shown.Fields.Get(p.Name)))
			merged = true
		case choice == "toi":
			merged = true
		}
		e.form.Del(inMerge + p.Name)
	}
	e.form.Del(inSeen)
	if !merged {
		return
	}
	for _, p := range e.parts { // what nobody had to choose is as it is now, where only others touched it
		mine := p.Shape != "" && !slices.EqualFunc(p.typed(e.form), p.read(e.base.Get(p.Name)), slices.Equal)
		if p.Shape != "" && !mine {
			p.fill(e.form, p.read(e.shown.Fields.Get(p.Name)))
		}
	}
	e.base, e.baseSeq = e.shown.Fields, e.shown.Seq
}

// changeRows adds an empty row to a table, or takes one out.
func (e *editing) changeRows(what, arg string) {
	name, at, _ := strings.Cut(arg, ":")
	for _, p := range e.parts {
		if p.Name != name {
			continue
		}
		rows := p.typed(e.form)
		if n, err := strconv.Atoi(at); what == "bo" && err == nil && n >= 0 && n < len(rows) {
			rows = slices.Delete(rows, n, n+1)
		}
		p.fill(e.form, rows) // the form shows an empty one at its end
	}
}

// savedAt is when the draft was saved that the form was made from.
func (e *editing) savedAt() string {
	if at := e.form.Get(inSaved); at != "" {
		return at
	}
	return stampOf(e.draft)
}

func stampOf(d data.Draft) string { return d.Saved.Format(time.RFC3339Nano) }

// title is what the record is called in lists.
func (e *editing) title(f data.Fields) string {
	for _, name := range []string{"name", "title", "official_name"} {
		if t := f.Text(name); t != "" {
			return t
		}
	}
	return "(chưa có tên)"
}
