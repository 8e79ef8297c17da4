// Package opendata hands out what is public of a store as files: procedures,
// articles, agencies, fields, administrative units and the openings of codes
// by month, each as JSON Lines, CSV and JSON-LD, plain and packed with gzip,
// with a catalogue in DCAT, schemas, a licence and checksums beside them.
//
// Start with [Write]. The same content makes the same files, byte for byte: all
// is sorted, and nothing tells when it was written. A folder of such files is
// there as a whole or not at all. The JSON Lines are the house's own form
// (data.OpenProcedure and its like): they hold every public field, and what
// reads them in has the same records.
//
// Of an article of somebody else there is no more than what it takes to find
// it: the text belongs to its source. Codes, searches and readers are in no
// file.
package opendata

import (
	"cmp"
	"context"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tracuu/data"
)

// Source is what is public of a store, in an order that hangs on the records
// alone; *sqlite.Snapshot is one.
type Source interface {
	Sample() bool // there is sample content alone
	Modified(ctx context.Context) (map[data.Kind]time.Time, error)
	Procedures(ctx context.Context) iter.Seq2[data.Procedure, error]
	Articles(ctx context.Context) iter.Seq2[data.Article, error]
	Agencies(ctx context.Context) iter.Seq2[data.Agency, error]
	Fields(ctx context.Context) iter.Seq2[data.Field, error]
	Units(ctx context.Context) iter.Seq2[data.Unit, error]
	Scans(ctx context.Context, today data.Date) iter.Seq2[data.ScanMonth, error]
}

// Options say what the records do not.
type Options struct {
	PublicURL string       // of the site, https://host; empty: addresses are relative to the catalogue's
	Province  string       // the province served; may be empty
	Publisher string       // who hands out; empty: the site, by its name
	Licence   data.Licence // of what is the house's own; zero: data.LicenceCCBY
	Today     data.Date    // months before its month are counted
	Dated     bool         // tell when each set was last changed, as this store knows it
	Progress  func(set string, records int)
}

// Write writes the open data of src into the folder dir, which must not be
// there, be empty, or hold open data written before: those are replaced as a
// whole at the end. A folder with anything else in it is left alone and answered
// with a *ForeignError.
func Write(ctx context.Context, src Source, dir string, o Options) (data.Publication, error) {
	o.Licence = cmp.Or(o.Licence, data.LicenceCCBY)
	if o.Publisher == "" {
		o.Publisher = o.site()
	}
	d, err := openFolder(dir)
	if err != nil {
		return data.Publication{}, err
	}
	defer d.Close()
	w := &writer{folder: d, src: src, Options: o}
	if err := w.write(ctx); err != nil {
		return data.Publication{}, err
	}
	return w.pub, d.publish()
}

// site is the name of the site.
func (o Options) site() string {
	return strings.TrimSpace("Tra cứu thủ tục hành chính " + o.Province)
}

// page is the address of a page of the site, fileAt that of a file of the open
// data.
func (o Options) page(path string) string {
	if o.PublicURL == "" {
		return ".." + path
	}
	return o.PublicURL + path
}

func (o Options) fileAt(name string) string {
	if o.PublicURL == "" {
		return name
	}
	return o.PublicURL + "/du-lieu-mo/" + name
}

func (o Options) procedureAt(code string) string { return o.page("/thu-tuc/" + url.PathEscape(code)) }
func (o Options) fieldAt(slug string) string     { return o.page("/linh-vuc/" + slug) }
func (o Options) agencyAt(slug string) string    { return o.page("/co-quan/" + slug) }

// writer is one Write.
type writer struct {
	*folder
	Options
	src      Source
	pub      data.Publication
	fields   map[string]string // slugs by name
	agencies map[string]string
}

func (w *writer) write(ctx context.Context) error {
	modified, err := w.src.Modified(ctx)
	if err != nil {
		return err
	}
	if !w.Dated {
		modified = nil
	}
	w.pub.Sample, w.pub.Licence, w.pub.Publisher = w.src.Sample(), w.Licence, w.Publisher
	w.fields, w.agencies = map[string]string{}, map[string]string{}
	// Agencies and fields first: the others tell where their pages are.
	for _, write := range []func(context.Context, map[data.Kind]time.Time) error{
		w.writeAgencies, w.writeFields, w.writeProcedures, w.writeArticles, w.writeUnits, w.writeScans,
	} {
		if err := write(ctx, modified); err != nil {
			return err
		}
	}
	place := func(s data.OpenSet) int {
		return slices.IndexFunc(heads[:], func(h head) bool { return h.name == s.Name })
	}
	slices.SortFunc(w.pub.Sets, func(a, b data.OpenSet) int { return cmp.Compare(place(a), place(b)) })
	return w.writePapers()
}

func (w *writer) writeAgencies(ctx context.Context, modified map[data.Kind]time.Time) error {
	return writeSet(ctx, w, set[data.Agency]{
		head: agencyHead, modified: modified[data.KindProcedure], records: w.src.Agencies(ctx), columns: agencyColumns,
		open: func(a *data.Agency) any {
			w.agencies[a.Name] = a.Slug
			return data.OpenAgency{
				Form: w.form(data.FormAgency, w.pub.Sample), Slug: a.Slug, Name: a.Name, Former: a.Former, Address: a.Address, Hours: a.Hours,
				Phone: a.Phone, ReplacedBy: a.ReplacedBy, Procedures: a.Procedures,
			}
		},
		node: func(a *data.Agency) any { return w.organisation(a) },
	})
}

func (w *writer) writeFields(ctx context.Context, modified map[data.Kind]time.Time) error {
	return writeSet(ctx, w, set[data.Field]{
		head: fieldHead, modified: modified[data.KindProcedure], records: w.src.Fields(ctx), columns: fieldColumns,
		open: func(f *data.Field) any {
			w.fields[f.Name] = f.Slug
			return data.OpenField{Form: w.form(data.FormField, w.pub.Sample), Slug: f.Slug, Name: f.Name, Procedures: f.Procedures}
		},
		node: func(f *data.Field) any { return w.concept(f.Name) },
	})
}

func (w *writer) writeProcedures(ctx context.Context, modified map[data.Kind]time.Time) error {
	return writeSet(ctx, w, set[data.Procedure]{
		head: procedureHead, modified: modified[data.KindProcedure], records: w.src.Procedures(ctx), columns: procedureColumns,
		open: func(p *data.Procedure) any {
			return data.OpenProcedure{Form: w.form(data.FormProcedure, p.Sample), Procedure: *p}
		},
		node: func(p *data.Procedure) any { return w.service(p) },
	})
}

func (w *writer) writeArticles(ctx context.Context, modified map[data.Kind]time.Time) error {
	return writeSet(ctx, w, set[data.Article]{
		head: articleHead, modified: modified[data.KindArticle], records: excerpts(w.src.Articles(ctx)), columns: articleColumns,
		open: func(a *data.Article) any {
			return data.OpenArticle{Form: w.form(data.FormArticle, a.Sample), Article: *a}
		},
		node: func(a *data.Article) any { return w.news(a) },
	})
}

func (w *writer) writeUnits(ctx context.Context, modified map[data.Kind]time.Time) error {
	return writeSet(ctx, w, set[data.Unit]{
		head: unitHead, modified: modified[data.KindUnit], records: w.src.Units(ctx), columns: unitColumns,
		open: func(u *data.Unit) any { return data.OpenUnit{Form: w.form(data.FormUnit, u.Sample), Unit: *u} },
		node: func(u *data.Unit) any { return w.place(u) },
	})
}

func (w *writer) writeScans(ctx context.Context, _ map[data.Kind]time.Time) error {
	return writeSet(ctx, w, set[data.ScanMonth]{
		head: scanHead, records: w.src.Scans(ctx, w.Today), columns: scanColumns,
		open: func(m *data.ScanMonth) any {
			m.Form = w.form(data.FormScans, w.pub.Sample)
			return m
		},
		node: func(m *data.ScanMonth) any { return w.observation(m) },
	})
}

func (w *writer) form(form string, sample bool) data.Form {
	return data.Form{Form: form, Sample: sample}
}

// maxLead is how much of the lead of somebody else's article is handed out, in
// letters: enough to tell what it is about.
const maxLead = 500

// excerpts leaves of articles that are not the house's own what it takes to
// find them.
func excerpts(articles iter.Seq2[data.Article, error]) iter.Seq2[data.Article, error] {
	return func(yield func(data.Article, error) bool) {
		for a, err := range articles {
			if err == nil && !a.IsOwn() && !a.Sample {
				a = excerpt(a)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func excerpt(a data.Article) data.Article {
	lead, cut := clip(a.Lead, maxLead)
	if !cut && (a.Body == "" || a.BodyIsLead) && len(a.Photos)+len(a.Attachments) == 0 {
		return a // it is no more than that
	}
	a.Lead, a.Excerpt = lead, true
	a.Body, a.BodyIsLead, a.Photos, a.Attachments = "", false, nil, nil
	return a
}

// clip cuts a text at a word.
func clip(s string, letters int) (string, bool) {
	if utf8.RuneCountInString(s) <= letters {
		return s, false
	}
	s = string([]rune(s)[:letters-1])
	if i := strings.LastIndexAny(s, " \n"); i > 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:-–\n") + "…", true
}
