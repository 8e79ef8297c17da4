package admin

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/vi"
	"tracuu/web/target"
)

// chooser is a line to name a target in, by words or as it is known, and what
// was found. It is shown by the template "chooser".
type chooser struct {
	Name, Label, Typed string
	Path               string   // of the page that asks
	Keep               []choice // what else its address says
	Chosen             *lead
	Found              []*lead
	Problem            string
}

// Pick is the address that chooses one of what was found.
func (c chooser) Pick(l *lead) string {
	q := url.Values{c.Name: {l.Named}}
	for _, k := range c.Keep {
		q.Set(k.Value, k.Label)
	}
	return c.Path + "?" + q.Encode()
}

// fitness goes on from a target to what may be chosen in its place; an
// *[target.Error] if nothing may.
type fitness func(*target.Reader, context.Context, target.Aim) (target.Aim, error)

const (
	offered  = 8 // records that a search offers to choose from
	offerAll = 5 // fields or agencies beside them
)

// choose reads what was typed: the one thing that was named, or else what the
// words lead to.
func (s *Server) choose(ctx context.Context, c *chooser, typed string) error {
	return s.chooseBy(ctx, c, typed, (*target.Reader).Live)
}

// chooseOld is choose for what codes may still lead to: what is over, too.
func (s *Server) chooseOld(ctx context.Context, c *chooser, typed string) error {
	return s.chooseBy(ctx, c, typed, func(_ *target.Reader, _ context.Context, a target.Aim) (target.Aim, error) { return a, nil })
}

// chooseBy is choose with a say on what may be chosen.
func (s *Server) chooseBy(ctx context.Context, c *chooser, typed string, fit fitness) error {
	if c.Typed = strings.TrimSpace(typed); c.Typed == "" {
		return nil
	}
	reader, err := s.targets(ctx)
	if err != nil {
		return err
	}
	var unknown *target.Error
	aim, err := reader.Find(ctx, c.Typed)
	if err == nil {
		if aim, err = fit(reader, ctx, aim); err == nil {
			c.Chosen = newLead(aim)
			if aim.Followed != "" {
				c.Chosen.Note = aim.FollowedNote()
			}
			return nil
		}
		if errors.As(err, &unknown) {
			c.Problem = unknown.Typed + ": " + unknown.What
			return nil
		}
		return err
	}
	if !errors.As(err, &unknown) {
		return err
	}
	c.Problem = unknown.What
	if _, err := data.ParseProcedureCode(c.Typed); err == nil || strings.Contains(c.Typed, "/") {
		return nil // something was named, not described
	}
	if c.Found, err = s.described(ctx, reader, c.Typed, fit); err != nil {
		return err
	}
	if c.Problem = "Không thấy thủ tục, tin, lĩnh vực hay cơ quan nào như vậy. Hãy gõ tên khác, mã thủ tục, hoặc địa chỉ của trang."; len(c.Found) > 0 {
		c.Problem = ""
	}
	return nil
}

// described are the things that words lead to.
func (s *Server) described(ctx context.Context, reader *target.Reader, words string, fit fitness) (out []*lead, err error) {
	res, err := s.Searcher.Search(ctx, search.Query{Text: words, Limit: offered})
	if err != nil {
		return nil, err
	}
	var unknown *target.Error
	for _, h := range res.Hits {
		a, err := reader.Load(ctx, data.Target{Kind: h.Kind, Key: h.ID})
		if err == nil {
			a, err = fit(reader, ctx, a)
		}
		if errors.As(err, &unknown) {
			continue // it may not hang on a wall
		}
		if err != nil {
			return nil, err
		}
		out = append(out, newLead(a))
	}
	fields, err := s.Store.Fields(ctx)
	if err != nil {
		return nil, err
	}
	agencies, err := s.Store.Agencies(ctx)
	if err != nil {
		return nil, err
	}
	has := func(name string) bool {
		for _, w := range strings.Fields(vi.Fold(vi.Repair(words))) {
			if !strings.Contains(vi.Fold(name), w) {
				return false
			}
		}
		return true
	}
	n := 0
	for _, f := range fields {
		if n < offerAll && has(f.Name) {
			n++
			out = append(out, newLead(target.Aim{Target: data.Target{Kind: data.KindField, Key: f.Slug}, Title: f.Name}))
		}
	}
	n = 0
	for _, a := range agencies {
		if n < offerAll && a.ReplacedBy == "" && has(a.Name) {
			n++
			out = append(out, newLead(target.Aim{Target: data.Target{Kind: data.KindAgency, Key: a.Slug}, Title: a.Name}))
		}
	}
	return out, nil
}

// versionOf reads the version a form was made from; a form that tells none is
// older than everything.
func versionOf(s string) int64 {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 {
		return n
	}
	return -1
}
