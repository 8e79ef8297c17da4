package admin

import (
	"context"
	"net/http"

	"tracuu/data"
)

// chore is a thing of the week that waits for somebody, in a number.
type chore struct {
	Name  string
	Count int64
	Path  string
	Help  string // what to do about it
}

// chores are the things of the week. What comes in with an area is a line here.
func (s *Server) chores() []func(context.Context) (chore, error) {
	return []func(context.Context) (chore, error){
		s.unanswered, s.duePosters, s.unsettled, s.scheduledSoon, s.attention, s.deadLinks, s.idleCodes, s.complaints,
	}
}

func (s *Server) unanswered(ctx context.Context) (chore, error) {
	week := s.lastWeek()
	list, err := s.Store.Queries(ctx, data.NeedNone, week.From, week.Until, 100)
	return chore{"Câu tìm không có kết quả", int64(len(list.Queries)), queriesPath, "Trong 7 ngày qua. Hãy thêm từ đồng nghĩa hoặc ghim trang đúng."}, err
}

func (s *Server) unsettled(ctx context.Context) (chore, error) {
	list, err := s.Store.Conflicts(ctx)
	return chore{"Chỗ sửa khác với nguồn", int64(len(list)), conflictsPath, "Nguồn vừa đổi chỗ mà bạn đã sửa. Hãy chọn bản nào đúng."}, err
}

func (s *Server) scheduledSoon(ctx context.Context) (chore, error) {
	list, err := s.Store.Upcoming(ctx, data.Target{})
	return chore{"Thay đổi đã hẹn ngày", int64(len(list)), upcomingPath, "Sẽ tự có hiệu lực đúng ngày. Hãy xem lại trước ngày ấy."}, err
}

// attention counts what the overview of the care asks somebody to look at.
func (s *Server) attention(ctx context.Context) (chore, error) {
	list, err := s.Store.CareRules(ctx, "")
	n := int64(0)
	for _, one := range list {
		if s.badTarget(one) != "" || s.ending(one) != "" || one.State == data.CareProposed {
			n++
		}
	}
	return chore{"Mục dạy tìm kiếm cần xem", n, carePath, "Đích không còn, hạn sắp hoặc đã hết, hay đề xuất đang chờ."}, err
}

func (s *Server) duePosters(ctx context.Context) (chore, error) {
	due, err := s.Store.DuePosters(ctx, s.dueBefore())
	return chore{"Áp phích cần đi xem", int64(len(due)), Root + "/tuan-tra", "Lâu chưa ai nhìn, hoặc lần xem trước bị dán đè hay mất."}, err
}

func (s *Server) idleCodes(ctx context.Context) (chore, error) {
	idle, err := s.idle(ctx)
	return chore{"Mã in ra mà không ai quét", int64(len(idle)), figuresPath + "#ma-khong-quet", "In đã 30 ngày. Hãy xem áp phích còn treo không, có dễ thấy không."}, err
}

func (s *Server) deadLinks(ctx context.Context) (chore, error) {
	state, err := s.Store.OutsideState(ctx)
	return chore{"Liên kết ra ngoài đã hỏng", state.Dead, outsidePath, "Hỏng ba đêm liền. Hãy sửa nội dung hoặc đổi nơi mã dẫn tới."}, err
}

func (s *Server) complaints(ctx context.Context) (chore, error) {
	days, err := s.Store.DayFigures(ctx, s.lastWeek())
	n := total(days, func(d data.DayFigures) int64 { return d.NotHelped })
	return chore{"Lượt người đọc nói trang chưa giúp được", n, opinionsPath + "?ky=7", "Trong 7 ngày qua. Hãy xem trang nào, vì lý do gì."}, err
}

func (s *Server) lastWeek() data.Span {
	today, _ := s.today().Time()
	return data.Span{From: data.NewDate(today.AddDate(0, 0, -6)), Until: s.today()}
}

type homePage struct {
	base
	Chores []chore
	Scans  barred
}

// home is the room's first page: what waits this week.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page := homePage{base: s.base(r, "Tổng quan")}
	for _, find := range s.chores() {
		c, err := find(ctx)
		if err != nil {
			return err
		}
		page.Chores = append(page.Chores, c)
	}
	p, err := s.readPeriod("")
	if err != nil {
		return err
	}
	days, err := s.Store.DayFigures(ctx, p.Span)
	if err != nil {
		return err
	}
	first, err := s.Store.FirstFigure(ctx)
	if err != nil {
		return err
	}
	page.Scans = bars("quet", "Lượt quét mã 30 ngày qua", "lượt quét", p.Unit(),
		p.points(days, first, func(d data.DayFigures) int64 { return d.Scanned }))
	return s.render(w, r, http.StatusOK, "home", page)
}
