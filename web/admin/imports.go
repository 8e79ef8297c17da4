package admin

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
)

const (
	importPath    = Root + "/nhap"
	maxImportFile = 64 << 20
)

func importRoutes() []route {
	return []route{
		{http.MethodGet, importPath, data.RolePublisher, nil, (*Server).importForm},
		{http.MethodPost, importPath, data.RolePublisher, nil, (*Server).sendImport},
		{http.MethodGet, importPath + "/{id}", data.RolePublisher, nil, (*Server).showImport},
		{http.MethodPost, importPath + "/{id}", data.RolePublisher, nil, (*Server).runImport},
		{http.MethodGet, importPath + "/{id}/tu-choi.csv", data.RolePublisher, nil, (*Server).importRejects},
	}
}

// importKind is what the records of a file may be.
type importKind struct{ Value, Name string }

var importKinds = []importKind{
	{"auto", "Tự nhận theo nội dung"},
	{"procedure", "Thủ tục hành chính"},
	{"article", "Tin bài"},
	{"units", "Xã, phường, đặc khu"},
	{"placements", "Nơi đặt mã (bảng CSV)"},
}

type importPage struct {
	base
	Kinds   []importKind
	Kind    string
	Limit   int // MB
	Problem string
	Trials  []sentFile
}

func (s *Server) importPage(r *http.Request) importPage {
	return importPage{
		base: s.base(r, "Nạp tệp"), Kinds: importKinds, Kind: importKinds[0].Value, Limit: maxImportFile >> 20, Trials: s.sent.list(),
	}
}

func (s *Server) importForm(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, http.StatusOK, "import", s.importPage(r))
}

// sendImport takes a file in and begins to try it.
func (s *Server) sendImport(w http.ResponseWriter, r *http.Request) error {
	file, err := s.sent.create()
	if err != nil {
		return fmt.Errorf("place for a file: %w", err)
	}
	got, err := s.receive(w, r, maxImportFile, file)
	if err != nil {
		return s.refuse(w, r, errors.Join(err, file.drop()))
	}
	p := s.importPage(r)
	p.Kind = got.Get("loai")
	switch {
	case !slices.ContainsFunc(importKinds, func(k importKind) bool { return k.Value == p.Kind }):
		return errors.Join(fmt.Errorf("kind %q: %w", p.Kind, data.ErrInvalid), file.drop())
	case got.Size == 0:
		p.Problem = "Chưa chọn tệp, hoặc tệp rỗng. Hãy chọn tệp rồi gửi lại."
		if err := file.drop(); err != nil {
			return err
		}
		return s.render(w, r, http.StatusUnprocessableEntity, "import", p)
	}
	id, err := s.sent.add(file, sentFile{Name: got.File, Kind: p.Kind, Size: got.Size, Who: userOf(r.Context()).Name})
	if err != nil {
		return err
	}
	return redirect(w, r, importPath+"/"+id)
}

type sentPage struct {
	base
	sentFile
	Mine bool // only who sent a file imports it
}

// shownRejects is how many rejects the page lists; the table to take home has
// more.
const shownRejects = 50

// Shown are the first rejects.
func (p sentPage) Shown() []data.Reject {
	return p.Report.Rejects[:min(len(p.Report.Rejects), shownRejects)]
}

// Left is how many more the table has.
func (p sentPage) Left() int { return len(p.Report.Rejects) - len(p.Shown()) }

func (s *Server) showImport(w http.ResponseWriter, r *http.Request) error {
	one, err := s.sent.find(chi.URLParam(r, "id"))
	if err != nil {
		return &saidError{err, "Tệp này không còn được giữ", "Tệp gửi lên chỉ được giữ một giờ. Nếu đã nạp, kết quả nằm trong nhật ký; nếu chưa, hãy gửi lại tệp."}
	}
	title := map[sentState]string{
		sentChecking: "Đang xem thử tệp", sentChecked: "Kết quả xem thử", sentImporting: "Đang nạp tệp", sentDone: "Kết quả nạp",
	}
	if one.Busy() {
		w.Header().Set("Refresh", "2")
	}
	return s.render(w, r, http.StatusOK, "trial", sentPage{s.base(r, title[one.State]), one, one.Who == userOf(r.Context()).Name})
}

// runImport imports the very file that was tried.
func (s *Server) runImport(w http.ResponseWriter, r *http.Request) error {
	one, err := s.sent.find(chi.URLParam(r, "id"))
	if err != nil {
		return &saidError{err, "Tệp này không còn được giữ", "Tệp gửi lên chỉ được giữ một giờ. Hãy gửi lại tệp."}
	}
	if one.Who != userOf(r.Context()).Name {
		return &saidError{errForbidden, "Tệp này do người khác gửi", "Chỉ người đã gửi và xem thử tệp mới nạp được tệp ấy. Hãy tự gửi tệp của bạn."}
	}
	if err := s.sent.run(one.ID, by(r, "")); err != nil {
		return err
	}
	return redirect(w, r, importPath+"/"+one.ID)
}

// importRejects sends the records that were not taken as a table.
func (s *Server) importRejects(w http.ResponseWriter, r *http.Request) error {
	one, err := s.sent.find(chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	t := sheet{Name: "tu-choi-" + one.Hash[:8], Head: []string{"tệp", "dòng", "mã", "lý do"}}
	for _, j := range one.Report.Rejects {
		t.Rows = append(t.Rows, []string{j.Source, strconv.Itoa(j.Line), j.Code, j.Reason})
	}
	return s.download(w, t)
}
