package admin

import (
	"context"
)

// offerTargets finds what may be printed by the words typed: the one thing that
// they name, or what to choose from. A short code stays what it is, so that it
// is printed and not a new one.
func (s *Server) offerTargets(ctx context.Context, p *printPage) error {
	var c chooser
	if err := s.choose(ctx, &c, p.Order.Words); err != nil {
		return err
	}
	p.Problem = c.Problem
	for _, l := range c.Found {
		p.Offers = append(p.Offers, printTarget{l.Named, l.Kind, l.Title})
	}
	if l := c.Chosen; l != nil {
		typed := c.Typed
		if l.Note != "" { // something has taken its place
			typed = l.Named
		}
		p.Offers = []printTarget{{typed, l.Kind, l.Title}}
	}
	return nil
}

// hangsAt is the place of a code that is to be printed once more, and the agency
// it belongs to; neither for one that hangs nowhere in particular.
func (s *Server) hangsAt(ctx context.Context, typed string) (agency string, place int64, err error) {
	found, near, err := s.findLinks(ctx, typed)
	if err != nil {
		return "", 0, err
	}
	if len(found) != 1 {
		return "", 0, noSuchCode(typed, append(found, near...))
	}
	if agency, err = s.Store.LinkOwner(ctx, found[0].Code); err != nil {
		return "", 0, err
	}
	return agency, found[0].PlacementID, nil
}
