package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"tracuu/data"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// maxFeedback bounds what is sent with an answer, in bytes.
const maxFeedback = 4 << 10

var (
	errForeign = errors.New("sent from another site")
	errTooLong = errors.New("too much is sent")
)

// beside is what the pages of records have beside the record.
type beside struct {
	Related relation
	Ask     *question // nil where nobody is asked
}

// question asks whether a page helped. It holds nothing of the reader, so that
// a page kept for days asks as well as a fresh one.
type question struct {
	Action  string // where the answer goes, with what it is about
	Reasons []reason
}

// reason is one answer to choose from.
type reason struct {
	Answer data.Answer
	Text   string // a message
}

// reasons are what may have been missing on the page of a kind.
func reasons(k data.Kind) []reason {
	general := []reason{
		{data.AnswerUnclear, words.M("Khó hiểu")},
		{data.AnswerUnrelated, words.M("Không đúng việc tôi cần")},
		{data.AnswerOther, words.M("Lý do khác")},
	}
	if k != data.KindProcedure {
		return general
	}
	return append([]reason{
		{data.AnswerPapers, words.M("Giấy tờ không rõ")},
		{data.AnswerFee, words.M("Lệ phí không rõ")},
		{data.AnswerPlace, words.M("Nơi nộp không rõ")},
		{data.AnswerCounter, words.M("Khác với quầy yêu cầu")},
	}, general...)
}

// newQuestion asks the readers of a target's page, unless the page is there for
// old codes alone.
func newQuestion(t data.Target, current bool) *question {
	if !current {
		return nil
	}
	return &question{feedbackPath(t), reasons(t.Kind)}
}

func feedbackPath(t data.Target) string {
	return paths.Feedback + "?" + url.Values{"kind": {string(t.Kind)}, "key": {t.Key}}.Encode()
}

// feedback takes the answer whether a page helped, and thanks for it on a page
// of its own: the page it came from may be an old copy, which could not.
func (s *Server) feedback(w http.ResponseWriter, r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return s.thank(w, r)
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		return errMethod
	}
	if err := s.ownForm(r); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxFeedback)
	var tooLong *http.MaxBytesError
	if err := r.ParseForm(); errors.As(err, &tooLong) {
		return errTooLong
	} else if err != nil {
		return fmt.Errorf("feedback: %w: %w", data.ErrInvalid, err)
	}
	target := data.Target{Kind: data.Kind(r.Form.Get("kind")), Key: r.Form.Get("key")}
	answer := data.Answer(r.PostForm.Get("answer"))
	if !answers(target.Kind, answer) {
		return fmt.Errorf("feedback %.40q on a %.40q: %w", answer, target.Kind, data.ErrInvalid)
	}
	if _, _, err := s.asked(r.Context(), target); err != nil {
		return err
	}
	s.counter.Feedback(r, target, answer)
	w.Header().Set("Cache-Control", "no-store")
	s.redirect(w, r, feedbackPath(target), http.StatusSeeOther)
	return nil
}

// ownForm lets pass what is sent from a page of ours, under the public address
// or the one that was asked.
func (s *Server) ownForm(r *http.Request) error {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(s.public()); err != nil {
		return fmt.Errorf("public address: %w", err)
	}
	if err := protection.Check(r); err != nil {
		return fmt.Errorf("%w: %w", errForeign, err)
	}
	return nil
}

// answers reports whether readers of a kind's pages can give that answer.
func answers(k data.Kind, a data.Answer) bool {
	if k != data.KindProcedure && k != data.KindArticle {
		return false
	}
	for _, r := range reasons(k) {
		if r.Answer == a {
			return true
		}
	}
	return a == data.AnswerHelped
}

// asked is the page of a target whose readers are asked, with its title.
func (s *Server) asked(ctx context.Context, t data.Target) (title, path string, err error) {
	switch t.Kind {
	case data.KindProcedure:
		known, err := s.Store.ProcedureHeads(ctx, []string{t.Key})
		if p, ok := known[t.Key]; err != nil || ok {
			return p.Name, paths.Procedure(p.Code), err
		}
	case data.KindArticle:
		id, err := articleNumber(t.Key)
		if err != nil {
			return "", "", err
		}
		known, err := s.Store.ArticleHeads(ctx, []int64{id})
		if a, ok := known[id]; err != nil || ok && articleTarget(a) == t {
			return a.Title, paths.Article(a.ID, a.Title), err
		}
	}
	return "", "", fmt.Errorf("feedback on %.40q %.40q: %w", t.Kind, t.Key, data.ErrNotFound)
}

type thanksPage struct {
	base
	Back, BackTitle string // the page that was answered on, if it is still there
}

// thank thanks for an answer and leads back.
func (s *Server) thank(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	title, path, err := s.asked(r.Context(), data.Target{Kind: data.Kind(q.Get("kind")), Key: q.Get("key")})
	if err != nil && !errors.Is(err, data.ErrNotFound) {
		return err
	}
	p := thanksPage{base: s.base(r, say(r.Context(), "Cảm ơn bạn")), Back: path, BackTitle: title}
	p.NoIndex = true
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, "thanks", p)
}
