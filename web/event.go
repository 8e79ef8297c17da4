package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/events"
	"tracuu/web/paths"
	"tracuu/web/words"
)

var eventsTitle = words.M("Việc trong đời")

// eventCard is an event as lists show it.
type eventCard struct{ Title, Lead, URL string }

type eventsPage struct {
	base
	Events []eventCard
}

type eventPage struct {
	base
	Lead  string
	Steps []eventStep
}

// eventStep is a procedure of an event, and why or when it is done.
type eventStep struct {
	procedureLink
	Why string
}

// stepRows finds the procedures of events that are shown and in force.
func (s *Server) stepRows(ctx context.Context, all ...events.Event) (map[string]data.ProcedureRow, error) {
	var codes []string
	for _, e := range all {
		for _, step := range e.Steps {
			codes = append(codes, step.Code)
		}
	}
	rows, err := s.Store.ProcedureRows(ctx, codes)
	for code, p := range rows {
		if p.Status != data.StatusActive {
			delete(rows, code)
		}
	}
	return rows, err
}

// eventCards lists the events that have a procedure here.
func (s *Server) eventCards(ctx context.Context) (out []eventCard, err error) {
	rows, err := s.stepRows(ctx, s.lifeEvents...)
	if err != nil {
		return nil, err
	}
	tag := language(ctx).Tag
	for _, e := range s.lifeEvents {
		for _, step := range e.Steps {
			if _, ok := rows[step.Code]; ok {
				out = append(out, eventCard{e.Title.In(tag), e.Lead.In(tag), paths.Event(e.Slug)})
				break
			}
		}
	}
	return out, nil
}

// events lists the events of life.
func (s *Server) events(w http.ResponseWriter, r *http.Request) (err error) {
	p := eventsPage{base: s.base(r, say(r.Context(), eventsTitle))}
	if p.Events, err = s.eventCards(r.Context()); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "events", p)
}

// event tells what one event takes, in its order. One without any procedure
// here is not found.
func (s *Server) event(w http.ResponseWriter, r *http.Request) error {
	slug, tag := chi.URLParam(r, "slug"), language(r.Context()).Tag
	for _, e := range s.lifeEvents {
		if e.Slug != slug {
			continue
		}
		rows, err := s.stepRows(r.Context(), e)
		if err != nil {
			return err
		}
		p := eventPage{base: s.base(r, e.Title.In(tag)), Lead: e.Lead.In(tag)}
		p.tellEvent(p.Lead)
		for _, step := range e.Steps {
			if row, ok := rows[step.Code]; ok {
				p.Steps = append(p.Steps, eventStep{procedureLink{ProcedureRow: row}, step.Why.In(tag)})
			}
		}
		var links []*procedureLink
		for i := range p.Steps {
			links = append(links, &p.Steps[i].procedureLink)
		}
		if err := s.nameLinks(r.Context(), links); err != nil {
			return err
		}
		if len(p.Steps) > 0 {
			return s.render(w, r, http.StatusOK, "event", p)
		}
	}
	return fmt.Errorf("event %q: %w", slug, data.ErrNotFound)
}

// eventTitle is the title of the event at an address, in a language.
func eventTitle(l *words.Language, slug string) (title string, ok bool) {
	all, err := events.Load()
	if err != nil {
		return "", false // a server does not start with them
	}
	for _, e := range all {
		if e.Slug == slug {
			return e.Title.In(l.Tag), true
		}
	}
	return "", false
}
