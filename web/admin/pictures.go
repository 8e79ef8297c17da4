package admin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/photo"
)

const (
	picturePath  = Root + "/anh"
	maxAlt       = 300 // letters
	picturesPage = 60
)

// PictureStore keeps photos.
type PictureStore interface {
	AddPicture(ctx context.Context, p data.Picture, large, small []byte, by data.Edit) (data.Picture, error)
	Picture(ctx context.Context, hash string) (data.Picture, error)
	PictureBody(ctx context.Context, hash string, width int) ([]byte, error)
	Pictures(ctx context.Context, offset, limit int) ([]data.Picture, error)
	DescribePicture(ctx context.Context, hash, before, alt string, by data.Edit) error
}

func pictureRoutes() []route {
	return []route{
		{http.MethodGet, picturePath, data.RoleViewer, nil, (*Server).pictures},
		{http.MethodPost, picturePath, data.RoleEditor, nil, (*Server).addPicture},
		{http.MethodGet, picturePath + "/{hash}", data.RoleViewer, nil, (*Server).picture},
		{http.MethodPost, picturePath + "/{hash}", data.RoleEditor, (*Server).pictureOwner, (*Server).describePicture},
	}
}

// pictureOwner is the agency whose editor put a picture in.
func (s *Server) pictureOwner(ctx context.Context, r *http.Request) (string, error) {
	p, err := s.Store.Picture(ctx, chi.URLParam(r, "hash"))
	return p.Agency, err
}

// shownPicture is a picture with its addresses.
type shownPicture struct{ data.Picture }

// URL is where the large size is found: the address for articles.
func (p shownPicture) URL() string { return paths.Picture(p.Hash, p.Width) }

// Small is where the small size is found.
func (p shownPicture) Small() string { return paths.Picture(p.Hash, p.SmallWidth) }

type picturesView struct {
	base
	Pictures []shownPicture
	Older    string // address of the next page; empty: this is the last
	Alt      string
	Problem  string
	May      bool // put pictures in
	Limit    int  // MB
}

func (s *Server) pictures(w http.ResponseWriter, r *http.Request) error {
	return s.showPictures(w, r, http.StatusOK, "", "")
}

func (s *Server) showPictures(w http.ResponseWriter, r *http.Request, status int, alt, problem string) error {
	page, err := strconv.Atoi(r.URL.Query().Get("trang"))
	if err != nil || page < 1 || page > 1e6 {
		page = 1
	}
	all, err := s.Store.Pictures(r.Context(), (page-1)*picturesPage, picturesPage+1)
	if err != nil {
		return err
	}
	v := picturesView{base: s.base(r, "Ảnh"), Alt: alt, Problem: problem, Limit: photo.MaxFile >> 20}
	v.May = v.User.Role.AtLeast(data.RoleEditor)
	if len(all) > picturesPage {
		all, v.Older = all[:picturesPage], fmt.Sprintf("%s?trang=%d", picturePath, page+1)
	}
	for _, p := range all {
		v.Pictures = append(v.Pictures, shownPicture{p})
	}
	return s.render(w, r, status, "pictures", v)
}

// addPicture takes a photo in. What was typed stays when the file is no good.
func (s *Server) addPicture(w http.ResponseWriter, r *http.Request) error {
	var file bytes.Buffer
	got, err := s.receive(w, r, photo.MaxFile, &file)
	if err != nil {
		return s.refuse(w, r, err)
	}
	p, err := s.keepPicture(r, file.Bytes(), got.Get("mo-ta"))
	var bad *pictureError
	if errors.As(err, &bad) {
		return s.showPictures(w, r, http.StatusUnprocessableEntity, got.Get("mo-ta"), bad.reason)
	}
	if err != nil {
		return err
	}
	if alt, _ := readAlt(got.Get("mo-ta")); p.Alt != alt {
		return s.showPicture(w, r, http.StatusOK, pictureView{shownPicture: shownPicture{p}, Typed: alt, Twin: true})
	}
	flash(r, "Đã nhận ảnh. Chép địa chỉ bên dưới vào bài viết.")
	return redirect(w, r, picturePath+"/"+p.Hash)
}

// pictureError says why a picture is not taken.
type pictureError struct{ reason string }

func (e *pictureError) Error() string { return e.reason }

// keepPicture makes a picture of a file that the signed-in member of staff has
// sent and keeps it. A file or text that is no good is a *pictureError.
func (s *Server) keepPicture(r *http.Request, file []byte, alt string) (data.Picture, error) {
	alt, err := readAlt(alt)
	switch {
	case err != nil:
		return data.Picture{}, err
	case len(file) == 0:
		return data.Picture{}, &pictureError{"Chưa chọn tệp ảnh. Hãy chọn ảnh rồi gửi lại."}
	}
	made, err := s.parsePhoto(file)
	if errors.Is(err, photo.ErrPhoto) {
		return data.Picture{}, &pictureError{capital(err.Error()) + "."}
	}
	if err != nil {
		return data.Picture{}, err
	}
	return s.Store.AddPicture(r.Context(), data.Picture{
		Width: made.Large.Width, Height: made.Large.Height, SmallWidth: made.Small.Width, SmallHeight: made.Small.Height,
		Alt: alt, Agency: userOf(r.Context()).Agency,
	}, made.Large.JPEG, made.Small.JPEG, by(r, ""))
}

// parsePhoto unpacks photos one at a time, for they are large.
func (s *Server) parsePhoto(file []byte) (photo.Photo, error) {
	s.photos.Lock()
	defer s.photos.Unlock() // whatever a file does to the decoder
	return photo.Parse(file)
}

// readAlt reads what a picture shows, as it was typed.
func readAlt(typed string) (string, error) {
	alt, err := format.CleanLine(typed, maxAlt)
	switch {
	case err != nil:
		return "", &pictureError{"Lời mô tả " + err.Error() + "."}
	case alt == "":
		return "", &pictureError{"Chưa ghi ảnh chụp gì. Người không nhìn thấy ảnh được nghe lời mô tả này."}
	}
	return alt, nil
}

// capital is a sentence with a capital letter in front.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

type pictureView struct {
	base
	shownPicture
	Typed   string // the description in the form
	Now     string // what it says by now, if somebody else has changed it meanwhile
	Problem string
	Twin    bool // the photo that was sent was there already, and says something else
	May     bool // change the description
}

func (s *Server) picture(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Store.Picture(r.Context(), chi.URLParam(r, "hash"))
	if err != nil {
		return err
	}
	return s.showPicture(w, r, http.StatusOK, pictureView{shownPicture: shownPicture{p}, Typed: p.Alt})
}

func (s *Server) showPicture(w http.ResponseWriter, r *http.Request, status int, v pictureView) error {
	v.base = s.base(r, "Ảnh")
	v.May = s.mayTouch(r.Context(), v.Agency) == nil
	return s.render(w, r, status, "picture", v)
}

// describePicture changes what is said of a picture. Two who do so at once both
// see what the other wrote.
func (s *Server) describePicture(w http.ResponseWriter, r *http.Request) error {
	hash, typed := chi.URLParam(r, "hash"), r.PostFormValue("mo-ta")
	alt, err := readAlt(typed)
	if err == nil {
		err = s.Store.DescribePicture(r.Context(), hash, r.PostFormValue("ban"), alt, by(r, ""))
	}
	var bad *pictureError
	switch conflict := errors.Is(err, data.ErrConflict); {
	case err == nil:
		flash(r, "Đã lưu lời mô tả.")
		return redirect(w, r, picturePath+"/"+hash)
	case errors.As(err, &bad), conflict:
		p, err := s.Store.Picture(r.Context(), hash)
		if err != nil {
			return err
		}
		v := pictureView{shownPicture: shownPicture{p}, Typed: typed}
		if conflict {
			v.Now = p.Alt
			return s.showPicture(w, r, http.StatusConflict, v)
		}
		v.Problem = bad.reason
		return s.showPicture(w, r, http.StatusUnprocessableEntity, v)
	}
	return err
}
