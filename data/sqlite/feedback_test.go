package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestFeedback(t *testing.T) {
	db, ctx := open(t), t.Context()
	news := data.Target{Kind: data.KindArticle, Key: "7"}
	for range 2 {
		err := db.AddCounts(ctx, data.Counts{Feedback: []data.Feedback{
			{Target: birth, Day: "2026-11-01", Answer: data.AnswerHelped, Count: 3},
			{Target: birth, Day: "2026-11-02", Answer: data.AnswerHelped, Count: 1},
			{Target: birth, Day: "2026-11-02", Answer: data.AnswerFee, Count: 2},
			{Target: news, Day: "2026-11-03", Answer: data.AnswerUnclear, Count: 5},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		from, until data.Date
		want        []data.Feedback
	}{
		{"2026-11-01", "2026-11-30", []data.Feedback{
			{Target: news, Answer: data.AnswerUnclear, Count: 10},
			{Target: birth, Answer: data.AnswerFee, Count: 4},
			{Target: birth, Answer: data.AnswerHelped, Count: 8},
		}},
		{"2026-11-02", "2026-11-02", []data.Feedback{
			{Target: birth, Answer: data.AnswerFee, Count: 4},
			{Target: birth, Answer: data.AnswerHelped, Count: 2},
		}},
		{"2026-12-01", "2026-12-31", nil},
	} {
		got, err := db.Feedback(ctx, c.from, c.until)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("from %s to %s (-want +got)\n%s, %v", c.from, c.until, diff, err)
		}
	}
}

// TestHeads: heads are those of shown records, without the rest of them.
func TestHeads(t *testing.T) {
	db, ctx := open(t), t.Context()
	repealed := procedure("1.000003", "Đã bãi bỏ")
	repealed.Status = data.StatusRepealed
	full := procedure("1.000002", "Khác")
	full.Steps = "Bước 1"
	save(t, db, procedure("1.001193", "Khai sinh"), full, repealed)
	heads, err := db.ProcedureHeads(ctx, []string{"1.001193", "1.000002", "1.000003", "1.999999"})
	head := func(code, name string) data.Procedure {
		return data.Procedure{Code: code, Name: name, Status: data.StatusActive, Meta: data.Meta{Visibility: data.Shown}}
	}
	want := map[string]data.Procedure{"1.001193": head("1.001193", "Khai sinh"), "1.000002": head("1.000002", "Khác")}
	if diff := cmp.Diff(want, heads); diff != "" || err != nil {
		t.Errorf("heads (-want +got)\n%s, %v", diff, err)
	}
	at := clock()
	_, err = db.SaveArticles(ctx, []data.Article{
		{SourceID: "a", Title: "Có \"ngày\"", Body: "Dài", Published: at, PublishedTrust: data.TrustTime},
		{SourceID: "b", Title: "Không ngày"},
	})
	if err != nil {
		t.Fatal(err)
	}
	news, err := db.ArticleHeads(ctx, []int64{1, 2, 3})
	if err != nil || len(news) != 2 || news[1].Title != "Có \"ngày\"" || !news[1].Published.Equal(at) || news[1].PublishedTrust != data.TrustTime ||
		news[1].Body != "" || news[2].Title != "Không ngày" || !news[2].Published.IsZero() || news[2].ID != 2 {
		t.Errorf("heads of news %+v, %v", news, err)
	}
}
