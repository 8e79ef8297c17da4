package web

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/asset"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// OpenData is the open data that were made last.
type OpenData interface {
	Published() *data.Publication // nil: none yet
}

var openDataTitle = words.M("Dữ liệu mở")

type openDataPage struct {
	base
	Sets      []openSet
	Licence   data.Licence
	Publisher string
	Updated   string // day of the newest change, empty if that is not known
	Catalogue *openCatalogue
}

// openSet is a set of open data as the page tells of it.
type openSet struct {
	Title, About string
	Records      int
	Updated      string
	Formats      []openFormat
	Schema       string // address
}

// openFormat is a form that a set comes in, with the same packed.
type openFormat struct {
	Name  string
	Plain string // address
	Size  string // for people: "50,8 MB, nén 5,3 MB"
}

// openFormats names the forms by the endings of their files.
var openFormats = map[string]string{"jsonl": "JSON Lines", "csv": "CSV", "jsonld": "JSON-LD"}

// openData lists the open data.
func (s *Server) openData(w http.ResponseWriter, r *http.Request) error {
	l := language(r.Context())
	p := openDataPage{base: s.base(r, l.T(openDataTitle))}
	p.Description = l.T("Tải về thủ tục hành chính, tin tức, cơ quan, lĩnh vực, đơn vị hành chính dưới dạng JSON Lines, CSV và JSON-LD.")
	pub := s.published()
	if pub == nil {
		return s.render(w, r, http.StatusOK, "opendata", p)
	}
	p.Licence, p.Publisher, p.Updated = pub.Licence, pub.Publisher, openDay(pub.Modified)
	for _, set := range pub.Sets {
		row := openSet{
			Title: set.Title, About: set.About, Records: set.Records, Updated: openDay(set.Modified), Schema: paths.OpenData + "/" + set.Name + ".schema.json",
		}
		if l.Tag == "en" {
			row.Title, row.About = set.TitleEN, set.AboutEN
		}
		for i := 0; i+1 < len(set.Files); i += 2 { // each with the same packed behind it
			f := set.Files[i]
			_, end, _ := strings.Cut(f.Name, ".")
			row.Formats = append(row.Formats, openFormat{
				openFormats[end], paths.OpenData + "/" + f.Name, openSize(l, f.Size, set.Files[i+1].Size),
			})
		}
		p.Sets = append(p.Sets, row)
	}
	p.Catalogue = newOpenCatalogue(p.base, pub)
	return s.render(w, r, http.StatusOK, "opendata", p)
}

func (s *Server) published() *data.Publication {
	if s.OpenData == nil {
		return nil
	}
	return s.OpenData.Published()
}

// openSize tells the size of a file, and that of the same packed where that is
// less.
func openSize(l *words.Language, plain, packed int64) string {
	if packed >= plain {
		return format.Size(l, plain)
	}
	return l.T("%s, nén %s", format.Size(l, plain), format.Size(l, packed))
}

func openDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return format.Day(data.NewDate(t.In(format.Hanoi)))
}

// openRetryAfter is when those come again who asked before there was anything,
// in seconds.
const openRetryAfter = "60"

// slowest is how slowly a file may be taken, in bytes a second, before the
// connection is closed.
const slowest = 16 << 10

// openFile sends a file of the open data as it lies on the disk, packed to those
// who can unpack it. Every form of it has a tag of its own, made of its bytes.
func (s *Server) openFile(w http.ResponseWriter, r *http.Request) error {
	h, name := w.Header(), chi.URLParam(r, "file")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Content-Length, Content-Range, Last-Modified")
	pub := s.published()
	if pub == nil {
		h.Set("Retry-After", openRetryAfter)
		return fmt.Errorf("open data %s: none yet: %w", name, data.ErrNotFound)
	}
	err := s.sendOpenFile(w, r, pub, name)
	if newer := s.published(); errors.Is(err, fs.ErrNotExist) && newer != pub { // it has given way just now
		err = s.sendOpenFile(w, r, newer, name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %w", data.ErrNotFound, err)
	}
	return err
}

func (s *Server) sendOpenFile(w http.ResponseWriter, r *http.Request, pub *data.Publication, name string) error {
	f, ok := pub.File(name)
	if !ok {
		return fmt.Errorf("open data %q: %w", name, data.ErrNotFound)
	}
	h, mediaType := w.Header(), f.Type
	if packed, ok := pub.File(name + ".gz"); ok {
		h.Add("Vary", "Accept-Encoding")
		if asset.Unpacks(r.Header.Get("Accept-Encoding")) {
			f = packed
		}
	}
	body, err := pub.Files.Open(f.Name)
	if err != nil {
		return err
	}
	defer body.Close() // read only
	seeker, ok := body.(io.ReadSeeker)
	if !ok {
		return fmt.Errorf("open data %s cannot be read from its middle", f.Name)
	}
	if f.Name != name {
		h.Set("Content-Encoding", "gzip")
		if r.Header.Get("Range") == "" { // ServeContent does not tell the length of what is packed
			h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
		}
	}
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", `"`+f.SHA256[:min(32, len(f.SHA256))]+`"`)
	// A reader may take longer than other answers do; where that cannot be said, it may not.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute + time.Duration(f.Size/slowest)*time.Second))
	http.ServeContent(w, r, "", pub.Modified, seeker)
	return nil
}

// openCatalogue tells programs of the open data in the terms of DCAT, in short;
// the whole of it is a file of its own.
type openCatalogue struct {
	Context  map[string]string `json:"@context"`
	ID       string            `json:"@id"`
	Type     string            `json:"@type"`
	Title    string            `json:"dct:title"`
	Licence  openID            `json:"dct:license"`
	Datasets []openDataset     `json:"dcat:dataset"`
}

type openID struct {
	ID string `json:"@id"`
}

type openDataset struct {
	ID       string             `json:"@id"`
	Type     string             `json:"@type"`
	Title    string             `json:"dct:title"`
	About    string             `json:"dct:description"`
	Licence  openID             `json:"dct:license"`
	Modified string             `json:"dct:modified,omitempty"`
	Files    []openDistribution `json:"dcat:distribution"`
}

type openDistribution struct {
	Type      string `json:"@type"`
	Download  openID `json:"dcat:downloadURL"`
	MediaType string `json:"dcat:mediaType"`
	Size      int64  `json:"dcat:byteSize"`
}

func newOpenCatalogue(b base, pub *data.Publication) *openCatalogue {
	at, licence := b.public+paths.OpenData+"/", openID{pub.Licence.URL}
	c := &openCatalogue{
		Context: map[string]string{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
		ID:      at + "catalog.jsonld", Type: "dcat:Catalog", Title: b.Title + " – " + b.Site(), Licence: licence,
	}
	for _, set := range pub.Sets {
		d := openDataset{ID: c.ID + "#" + set.Name, Type: "dcat:Dataset", Title: set.Title, About: set.About, Licence: licence}
		if b.language.Tag == "en" {
			d.Title, d.About = set.TitleEN, set.AboutEN
		}
		if !set.Modified.IsZero() {
			d.Modified = set.Modified.UTC().Format(time.RFC3339)
		}
		for i := 0; i < len(set.Files); i += 2 {
			f := set.Files[i]
			d.Files = append(d.Files, openDistribution{"dcat:Distribution", openID{at + f.Name}, f.Type, f.Size})
		}
		c.Datasets = append(c.Datasets, d)
	}
	return c
}
