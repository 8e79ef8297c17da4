package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"tracuu/data"
	"tracuu/web/format"
)

// closed tells why a code does not open on this day, and the way on.
func (s *Server) closed(ctx context.Context, link data.Link, st data.Standing) error {
	h := &helpfulError{error: fmt.Errorf("code %s is %s: %w", link.Code, st, data.ErrNotFound)}
	switch st {
	case data.StandingPaused:
		h.title = say(ctx, "Mã này đang tạm dừng")
		h.help = say(ctx, "Cơ quan treo mã đã tạm dừng mã này, sau có thể mở lại.")
	case data.StandingEarly:
		h.title = say(ctx, "Mã này chưa đến ngày dùng")
		h.help = say(ctx, "Mã này mở từ ngày %s.", format.Day(link.From))
	case data.StandingExpired:
		h.title = say(ctx, "Mã này đã hết hạn")
		h.help = say(ctx, "Mã này chỉ dùng đến hết ngày %s.", format.Day(link.Until))
	default:
		h.title = say(ctx, "Mã này không còn dùng nữa")
		h.help = say(ctx, "Cơ quan treo mã đã thôi dùng mã này.")
	}
	h.help += " " + meanwhile(ctx, st == data.StandingPaused || st == data.StandingEarly)
	if st == data.StandingExpired || st == data.StandingRetired {
		h.error = fmt.Errorf("code %s is %s: %w", link.Code, st, data.ErrGone)
		former, err := s.destination(ctx, link.Target)
		if err != nil {
			return err
		}
		if former.URL != "" {
			h.suggested, h.suggestions = say(ctx, "Mã này từng dẫn tới:"), []suggestion{former}
		}
	}
	return s.withAsk(ctx, link, h)
}

// meanwhile is what to do about a code that exists and opens nothing; it may
// open later.
func meanwhile(ctx context.Context, later bool) string {
	if later {
		return say(ctx, "Trong lúc chờ, bạn hãy tìm thủ tục theo tên trong ô bên dưới, hoặc hỏi cán bộ tại nơi treo mã.")
	}
	return say(ctx, "Bạn hãy tìm thủ tục theo tên trong ô bên dưới, hoặc hỏi cán bộ tại nơi treo mã.")
}

// vanished tells that what a code led to is no longer there.
func (s *Server) vanished(ctx context.Context, link data.Link, err error) error {
	return s.withAsk(ctx, link, &helpfulError{
		error: fmt.Errorf("code %s: %w: %v", link.Code, data.ErrGone, err),
		title: say(ctx, "Trang của mã này không còn nữa"),
		help:  say(ctx, "Mã này có thật, nhưng trang mà mã dẫn tới đã được gỡ.") + " " + meanwhile(ctx, false),
	})
}

// forbidden tells that a code leads to an address that nobody has allowed.
func (s *Server) forbidden(ctx context.Context, link data.Link) error {
	host := say(ctx, "một trang bên ngoài")
	if u, err := url.Parse(link.Target.Key); err == nil && u.Hostname() != "" {
		host = say(ctx, "trang %s", u.Hostname())
	}
	return s.withAsk(ctx, link, &helpfulError{
		error: fmt.Errorf("code %s leads to an address that is not allowed: %w", link.Code, data.ErrNotFound),
		title: say(ctx, "Trang này chưa được phép mở"),
		help: say(ctx, "Mã này dẫn tới %s. Đó không phải trang của cơ quan nhà nước (.gov.vn) và người quản trị chưa cho phép, "+
			"nên chúng tôi không mở. Nhờ bạn báo cho cán bộ tại nơi treo mã để thêm tên miền này vào danh sách cho phép.", host) + " " + meanwhile(ctx, true),
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
			return suggestion{Title: p.Name, Record: true}, nil // its own address does not show it
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
			return suggestion{Title: a.Title, Record: true}, nil // likewise
		}
	case data.KindAddress:
		if !s.allowed(t.Key) {
			return suggestion{}, nil
		}
	}
	to, err := describe(ctx, s.Store, t)
	if errors.Is(err, data.ErrNotFound) {
		return suggestion{}, nil
	}
	return to, err
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
