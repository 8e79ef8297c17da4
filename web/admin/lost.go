package admin

import (
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// wish is what somebody wants who has to sign in first: a page, or to send
// again what they had typed. It goes through the steps in hidden inputs, the
// template "carry", and is kept nowhere else.
type wish struct {
	Next string // the page; a path of this room
	Lost lost
}

// lost is a form that was sent when the session had ended.
type lost struct {
	Path   string // where it was sent to; empty: there is none
	Owner  string // who was signed in when it was made; empty: not known
	Fields []lostField
	Files  []lostFile // browsers let nobody but the person choose a file
	Parts  bool       // it was sent as multipart/form-data
	Cut    bool       // not all of it could be kept
}

type lostField struct{ Name, Value string }

type lostFile struct{ Field, Name string }

const (
	maxLost    = 1 << 20  // bytes of text that are carried
	maxCarried = 4 << 20  // of the request that carries them: a letter may take three times its bytes
	maxSkipped = 64 << 20 // of files that are read to get at the text behind them
	maxCarry   = 1000     // fields, or files
)

// Names of the hidden inputs; those of the fields themselves come behind carryField.
const (
	carryNext  = "tiep"
	carryPath  = "gui-toi"
	carryOwner = "gui-cua"
	carryParts = "gui-nhieu-phan"
	carryCut   = "gui-thieu"
	carryFile  = "gui-tep."
	carryField = "gui-o."
)

// secret reports whether a field must not be carried.
func secret(name string) bool { return strings.HasPrefix(name, "mat-khau") || name == fieldCode }

// wishOf is what a request that nobody may make would have done.
func wishOf(w http.ResponseWriter, r *http.Request) wish {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return wish{Next: ownPath(r.URL.RequestURI())}
	}
	k := wish{Next: Root}
	if u, err := url.Parse(r.Referer()); err == nil && u.Host == r.Host {
		k.Next = ownPath(u.RequestURI())
	}
	l := lost{}
	if kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		l.Parts = true
		l.readParts(multipart.NewReader(http.MaxBytesReader(w, r.Body, maxSkipped), params["boundary"]))
	} else {
		r.Body = http.MaxBytesReader(w, r.Body, maxCarried)
		l.Cut = r.ParseForm() != nil
		l.addAll(r.PostForm)
	}
	if len(l.Fields)+len(l.Files) == 0 && !l.Cut {
		return k
	}
	l.Path = ownPath(r.URL.RequestURI())
	if c, err := r.Cookie(ownerCookie); err == nil {
		l.Owner = c.Value
	}
	k.Lost = l
	return k
}

// unsaved is a form that a handler has read and could not keep. One with a
// file is none: the file would have to be chosen again anyway.
func unsaved(r *http.Request) (l lost) {
	if len(r.PostForm) == 0 || r.MultipartForm != nil {
		return l
	}
	for name := range r.PostForm {
		if secret(name) {
			return l // it cannot be sent again without
		}
	}
	l.Path = ownPath(r.URL.RequestURI())
	l.addAll(r.PostForm)
	return l
}

func (l *lost) addAll(form url.Values) {
	left := maxLost
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			l.add(name, value, &left)
		}
	}
}

func (l *lost) add(name, value string, left *int) {
	switch size := len(name) + len(value); {
	case secret(name):
	case size > *left || len(l.Fields) >= maxCarry:
		l.Cut = true
	default:
		*left -= size
		l.Fields = append(l.Fields, lostField{name, value})
	}
}

// readParts reads the text of a form with files, and the files' names.
func (l *lost) readParts(in *multipart.Reader) {
	for left := maxLost; ; {
		part, err := in.NextPart()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil || len(l.Files) >= maxCarry {
			l.Cut = true
			return
		}
		switch name := part.FormName(); {
		case part.FileName() != "":
			l.Files = append(l.Files, lostFile{name, part.FileName()})
		case part.Header.Get("Content-Type") != "": // a file that was not chosen
			l.Files = append(l.Files, lostFile{Field: name})
		default:
			value, err := io.ReadAll(io.LimitReader(part, int64(left)+1))
			l.Cut = l.Cut || err != nil
			l.add(name, string(value), &left)
		}
	}
}

// readWish reads what a step of signing in carries.
func readWish(w http.ResponseWriter, r *http.Request) (k wish, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxCarried)
	if err := r.ParseForm(); err != nil {
		return k, &saidError{errTooMuch, "Nội dung gửi lên quá dài", "Hãy quay lại trang trước, chép phần đã gõ ra chỗ khác rồi gửi ít hơn."}
	}
	f := r.PostForm
	k.Next = ownPath(r.Form.Get(carryNext))
	if f.Get(carryPath) == "" {
		return k, nil
	}
	k.Lost = lost{Path: ownPath(f.Get(carryPath)), Owner: f.Get(carryOwner), Parts: f.Has(carryParts), Cut: f.Has(carryCut)}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if field, ok := strings.CutPrefix(name, carryField); ok && !secret(field) {
			for _, value := range f[name] {
				k.Lost.Fields = append(k.Lost.Fields, lostField{field, value})
			}
		} else if field, ok := strings.CutPrefix(name, carryFile); ok {
			for _, value := range f[name] {
				k.Lost.Files = append(k.Lost.Files, lostFile{field, value})
			}
		}
	}
	return k, nil
}

// ownPath is a path of this room to go on to; anything else, and the way in and
// out, is the room's first page.
func ownPath(path string) string {
	u, err := url.Parse(path)
	switch {
	case err != nil, u.Scheme != "", u.Host != "", u.User != nil,
		strings.ContainsFunc(path, func(r rune) bool { return r == '\\' || r < ' ' }),
		strings.Contains(u.Path, "/../"), strings.Contains(u.Path, "//"),
		u.Path != Root && !strings.HasPrefix(u.Path, Root+"/"),
		u.Path == signInPath, strings.HasPrefix(u.Path, signInPath+"/"), u.Path == signOutPath:
		return Root
	}
	return u.RequestURI()
}
