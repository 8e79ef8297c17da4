package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/web/format"
)

// The words for a code that exists and opens nothing.
const (
	meanwhile = "bạn hãy tìm thủ tục theo tên trong ô bên dưới, hoặc hỏi cán bộ tại nơi treo mã."
	formerly  = "Mã này từng dẫn tới:"
)

// sentence begins a sentence with words that else end one.
func sentence(words string) string {
	first, n := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[n:]
}

// closed tells why a code does not open on this day, and the way on.
func (s *Server) closed(ctx context.Context, link data.Link, st data.Standing) error {
	h := &helpfulError{error: fmt.Errorf("code %s is %s: %w", link.Code, st, data.ErrNotFound)}
	switch st {
	case data.StandingPaused:
		h.title = "Mã này đang tạm dừng"
		h.help = "Cơ quan treo mã đã tạm dừng mã này, sau có thể mở lại. Trong lúc chờ, " + meanwhile
	case data.StandingEarly:
		h.title = "Mã này chưa đến ngày dùng"
		h.help = fmt.Sprintf("Mã này mở từ ngày %s. Trước ngày đó, ", format.Day(link.From)) + meanwhile
	case data.StandingExpired:
		h.title = "Mã này đã hết hạn"
		h.help = fmt.Sprintf("Mã này chỉ dùng đến hết ngày %s. ", format.Day(link.Until)) + sentence(meanwhile)
	default:
		h.title = "Mã này không còn dùng nữa"
		h.help = "Cơ quan treo mã đã thôi dùng mã này. " + sentence(meanwhile)
	}
	if st == data.StandingExpired || st == data.StandingRetired {
		h.error = fmt.Errorf("code %s is %s: %w", link.Code, st, data.ErrGone)
		former, err := s.destination(ctx, link.Target)
		if err != nil {
			return err
		}
		if former.URL != "" {
			h.suggested, h.suggestions = formerly, []suggestion{former}
		}
	}
	return s.withAsk(ctx, link, h)
}

// vanished tells that what a code led to is no longer there.
func (s *Server) vanished(ctx context.Context, link data.Link, err error) error {
	return s.withAsk(ctx, link, &helpfulError{
		error: fmt.Errorf("code %s: %w: %v", link.Code, data.ErrGone, err),
		title: "Trang của mã này không còn nữa",
		help:  "Mã này có thật, nhưng trang mà mã dẫn tới đã được gỡ. " + sentence(meanwhile),
	})
}

// forbidden tells that a code leads to an address that nobody has allowed.
func (s *Server) forbidden(ctx context.Context, link data.Link) error {
	host := "một trang bên ngoài"
	if u, err := url.Parse(link.Target.Key); err == nil && u.Hostname() != "" {
		host = "trang " + u.Hostname()
	}
	return s.withAsk(ctx, link, &helpfulError{
		error: fmt.Errorf("code %s leads to an address that is not allowed: %w", link.Code, data.ErrNotFound),
		title: "Trang này chưa được phép mở",
		help: fmt.Sprintf("Mã này dẫn tới %s. Đó không phải trang của cơ quan nhà nước (.gov.vn) và người quản trị chưa cho phép, "+
			"nên chúng tôi không mở. Nhờ bạn báo cho cán bộ tại nơi treo mã để thêm tên miền này vào danh sách cho phép. Trong lúc chờ, ", host) + meanwhile,
	})
}

// destination names what a code leads to, following what has taken its place.
// It has no address if only the code opens it, and is empty if nothing is there.
func (s *Server) destination(ctx context.Context, t data.Target) (suggestion, error) {
	switch t.Kind {
	case data.KindProcedure:
		p, err := s.Store.Procedure(ctx, t.Key)
		if errors.Is(err, data.ErrNotFound) {
			return suggestion{}, nil
		}
		if err != nil {
			return suggestion{}, err
		}
		last, replaced, err := s.Store.Successor(ctx, p)
		if err != nil {
			return suggestion{}, err
		}
		if len(replaced) > 0 && last.Visibility == data.Shown {
			t.Key, p = last.Code, last
		}
		if p.Visibility != data.Shown {
			return suggestion{Title: p.Name}, nil // its own address does not show it
		}
	case data.KindArticle:
		id, err := articleNumber(t.Key)
		if err != nil {
			return suggestion{}, nil // no number is no article
		}
		a, err := s.Store.Article(ctx, id)
		if errors.Is(err, data.ErrNotFound) {
			return suggestion{}, nil
		}
		if err != nil {
			return suggestion{}, err
		}
		if a.Visibility != data.Shown {
			return suggestion{Title: a.Title}, nil // likewise
		}
	case data.KindAddress:
		if !s.allowed(t.Key) {
			return suggestion{}, nil
		}
	}
	title, address, err := describe(ctx, s.Store, t)
	if errors.Is(err, data.ErrNotFound) {
		return suggestion{}, nil
	}
	return suggestion{Title: title, URL: address}, err
}

// withAsk adds the agency of the wall the code hangs on.
func (s *Server) withAsk(ctx context.Context, link data.Link, h *helpfulError) error {
	_, a, err := s.hangs(ctx, link)
	if err != nil {
		return err
	}
	h.ask = a
	return h
}

// hangs is the place of a code and the agency there, as far as they are known.
func (s *Server) hangs(ctx context.Context, link data.Link) (p data.Placement, a data.Agency, err error) {
	if link.PlacementID == 0 {
		return p, a, nil
	}
	p, err = s.Store.Placement(ctx, link.PlacementID)
	if err == nil && p.Agency != "" {
		if a, err = s.Store.AgencyByName(ctx, p.Agency); err == nil {
			a, err = s.Store.Heir(ctx, a.Slug)
		}
	}
	if errors.Is(err, data.ErrNotFound) {
		err = nil
	}
	return p, a, err
}
