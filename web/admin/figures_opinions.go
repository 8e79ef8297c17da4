package admin

import (
	"cmp"
	"net/http"
	"slices"

	"tracuu/data"
)

// answers are what readers may say of a page, in the words of staff.
var answers = []struct {
	answer data.Answer
	name   string
}{
	{data.AnswerHelped, "Có ích"},
	{data.AnswerPapers, "Giấy tờ không rõ"},
	{data.AnswerFee, "Lệ phí không rõ"},
	{data.AnswerPlace, "Nơi nộp không rõ"},
	{data.AnswerCounter, "Khác với quầy"},
	{data.AnswerUnclear, "Khó hiểu"},
	{data.AnswerUnrelated, "Không đúng việc"},
	{data.AnswerOther, "Lý do khác"},
}

// opinions is the page of what readers say of pages.
func (s *Server) opinions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, days, err := s.figuresOf(r, "Phản hồi của người đọc")
	if err != nil {
		return err
	}
	first, err := s.Store.FirstFigure(ctx)
	if err != nil {
		return err
	}
	f.Charts = []barred{
		bars("khong", "Chưa giúp được", "phản hồi", f.Period.Unit(), f.Period.points(days, first, func(d data.DayFigures) int64 { return d.NotHelped })),
		bars("co", "Có ích", "phản hồi", f.Period.Unit(), f.Period.points(days, first, func(d data.DayFigures) int64 { return d.Helped })),
	}
	list, err := s.Store.Feedback(ctx, f.Period.Span.From, f.Period.Span.Until)
	if err != nil {
		return err
	}
	pages, err := s.opinionTable(r, list)
	if err != nil {
		return err
	}
	f.Tables = []table{pages, reasonTable(list)}
	return s.show(w, r, "opinions", &f, &f)
}

// opinionTable lists the pages with most complaints first.
func (s *Server) opinionTable(r *http.Request, list []data.Feedback) (table, error) {
	t := table{ID: "trang", Title: "Theo trang", Columns: texts("Trang"), Empty: "Chưa có phản hồi nào trong khoảng này."}
	for _, a := range answers {
		t.Columns = append(t.Columns, heading{a.name, true})
	}
	said := map[data.Target]map[data.Answer]int64{}
	bad := map[data.Target]int64{}
	var targets []data.Target
	for _, f := range list {
		if said[f.Target] == nil {
			said[f.Target] = map[data.Answer]int64{}
			targets = append(targets, f.Target)
		}
		said[f.Target][f.Answer] += f.Count
		if f.Answer != data.AnswerHelped {
			bad[f.Target] += f.Count
		}
	}
	slices.SortStableFunc(targets, func(x, y data.Target) int { return cmp.Compare(bad[y], bad[x]) })
	targets, t.Left = visible(r, t.ID, targets, 50)
	titles, err := s.titles(r.Context(), targets)
	if err != nil {
		return t, err
	}
	for _, target := range targets {
		row := []entry{titles[target]}
		for _, a := range answers {
			row = append(row, inDigits(said[target][a.answer]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

func reasonTable(list []data.Feedback) table {
	t := table{ID: "ly-do", Title: "Theo câu trả lời", Columns: append(texts("Người đọc trả lời"), numbers("Số lượt")...)}
	sums := map[data.Answer]int64{}
	for _, f := range list {
		sums[f.Answer] += f.Count
	}
	for _, a := range answers {
		t.Rows = append(t.Rows, []entry{inWords(a.name), inDigits(sums[a.answer])})
	}
	return t
}
