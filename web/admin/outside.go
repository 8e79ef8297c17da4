package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
)

// OutsideStore keeps the addresses outside and what the checks of them found.
type OutsideStore interface {
	Outside(ctx context.Context, address string) (data.Outside, error)
	FailingOutside(ctx context.Context) ([]data.Outside, error)
	OutsideState(ctx context.Context) (data.OutsideState, error)
	SaveCheck(ctx context.Context, c data.OutsideCheck, day data.Date, by data.Edit) error
}

// OutsideChecker opens an address outside to see whether it is there.
type OutsideChecker interface {
	Check(ctx context.Context, address string) data.OutsideCheck
}

// checkPatience is how long a member of staff waits for a check.
const checkPatience = 30 * time.Second

// problems are what may be wrong with an address, in words.
var problems = map[data.Problem]string{
	data.ProblemGone:    "trang không còn",
	data.ProblemServer:  "máy chủ bên ấy báo lỗi",
	data.ProblemName:    "không có máy chủ tên này",
	data.ProblemConnect: "máy chủ không trả lời",
	data.ProblemTLS:     "chứng thư bảo mật không hợp lệ",
	data.ProblemCircle:  "chuyển tiếp vòng vo",
	data.ProblemAddress: "địa chỉ viết sai",
	data.ProblemPrivate: "dẫn vào mạng nội bộ",
	data.ProblemRefused: "không cho máy xem; hãy tự mở thử",
	data.ProblemLater:   "hẹn hỏi lại sau",
	data.ProblemOurs:    "có lẽ mạng của máy chủ này đang đứt",
}

// parts are where in a record an address stands, in words.
var parts = map[string]string{
	"source": "trang nguồn", "legal": "căn cứ pháp lý", "form": "giấy tờ, mẫu đơn", "text": "trong bài",
	"photo": "ảnh", "file": "tệp kèm", "target": "nơi mã dẫn tới",
}

func sayProblem(p data.Problem, status int) string {
	said := problems[p]
	if status >= http.StatusBadRequest {
		said += fmt.Sprintf(" (%d)", status)
	}
	return said
}

type outsidePage struct {
	figures
	State    data.OutsideState
	CanCheck bool
	Dead     []outsideRow
	Doubtful []outsideRow
	Left     int // doubtful ones that are only in the file
}

type outsideRow struct {
	data.Outside
	Says string
	Uses []entry
}

// listing is a list of addresses as the page shows it.
type listing struct {
	Rows []outsideRow
	Can  bool // the reader may have them checked
}

func listed(rows []outsideRow, can bool) listing { return listing{rows, can} }

// outside is the page of the addresses that cannot be opened any more.
func (s *Server) outside(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := s.Store.FailingOutside(ctx)
	if err != nil {
		return err
	}
	page := outsidePage{CanCheck: s.Outside != nil && userOf(ctx).Role.AtLeast(data.RoleEditor)}
	page.base = s.base(r, "Liên kết ra ngoài đã hỏng")
	if page.State, err = s.Store.OutsideState(ctx); err != nil {
		return err
	}
	t := table{ID: "lien-ket", Title: "Liên kết không mở được", Columns: slices.Concat(
		texts("Địa chỉ", "Vì sao", "Từ ngày"), numbers("Số ngày hỏng"), texts("Dùng ở"))}
	rows, err := s.outsideRows(ctx, list)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Dead() {
			page.Dead = append(page.Dead, row)
		} else {
			page.Doubtful = append(page.Doubtful, row)
		}
		for _, use := range row.Uses {
			t.Rows = append(t.Rows, []entry{
				inWords(row.Address), inWords(row.Says), inWords(format.Day(row.Since)), inDigits(int64(row.Failures)), use,
			})
		}
	}
	page.Doubtful, page.Left = visible(r, "", page.Doubtful, 50)
	page.Tables = []table{t}
	return s.show(w, r, "outside", &page.figures, &page)
}

func (s *Server) outsideRows(ctx context.Context, list []data.Outside) (rows []outsideRow, err error) {
	var targets []data.Target
	for _, o := range list {
		for _, u := range o.Uses {
			targets = append(targets, data.Target{Kind: u.Kind, Key: u.Key})
		}
	}
	titles, err := s.titles(ctx, targets)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		row := outsideRow{Outside: o, Says: sayProblem(o.Problem, o.Status)}
		for _, u := range o.Uses {
			use := titles[data.Target{Kind: u.Kind, Key: u.Key}]
			if u.Kind == data.KindAddress {
				use = codeCell(u.Key)
				use.Text = "Mã " + use.Text
			}
			if u.Kind == data.KindArticle && use.Path == "" {
				if id, err := strconv.ParseInt(u.Key, 10, 64); err == nil {
					use.Path = paths.Article(id, "")
				}
			}
			use.Text += " – " + parts[u.Part]
			row.Uses = append(row.Uses, use)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// checkOutside opens one known address at once.
func (s *Server) checkOutside(w http.ResponseWriter, r *http.Request) error {
	if s.Outside == nil {
		return data.ErrNotFound
	}
	ctx := r.Context()
	known, err := s.Store.Outside(ctx, r.PostFormValue("dia-chi"))
	if errors.Is(err, data.ErrNotFound) {
		return &saidError{err, "Không trang nào còn dùng địa chỉ này", "Có lẽ nội dung vừa được sửa. Hãy mở lại danh sách liên kết hỏng."}
	}
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	found := s.Outside.Check(waiting, known.Address)
	if err := ctx.Err(); err != nil {
		return err // the reader went away: that is nothing about the address
	}
	if err := s.Store.SaveCheck(ctx, found, s.today(), by(r, "")); err != nil {
		return err
	}
	if found.Problem == "" {
		flash(r, "Mở được: "+known.Address)
	} else {
		flash(r, "Chưa mở được "+known.Address+": "+sayProblem(found.Problem, found.Status)+".")
	}
	return redirect(w, r, outsidePath)
}
