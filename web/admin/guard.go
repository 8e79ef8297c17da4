package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"tracuu/data"
)

var (
	errSignedOut = errors.New("nobody is signed in")
	errForbidden = errors.New("not allowed")
	errForeign   = errors.New("sent from another site")
	errMethod    = errors.New("method not allowed")
	errTooMuch   = fmt.Errorf("too much was sent: %w", data.ErrInvalid)
)

// guard lets those do what a route does who may. Their errors are told to them
// as to the one who is signed in, with what they had typed.
func (s *Server) guard(one route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u, err := s.signedIn(r.Context())
		r = r.WithContext(context.WithValue(r.Context(), userKey{}, u))
		if err = s.pass(w, r, one, err); err != nil {
			s.renderError(w, r, err)
		}
	}
}

// pass does what a route does if the user of the request may: the one place
// that decides. out is why nobody is signed in.
func (s *Server) pass(w http.ResponseWriter, r *http.Request, one route, out error) error {
	u := userOf(r.Context())
	if one.least != anyone {
		if out != nil {
			return out
		}
		if !u.Role.AtLeast(one.least) {
			return fmt.Errorf("%s is %s: %w", u.Name, u.Role, errForbidden)
		}
	} else if out != nil && !errors.Is(out, errSignedOut) {
		return out
	}
	if one.least != anyone && gate(u) != "" && !strings.HasPrefix(one.pattern, accountPath) {
		return s.goOn(w, r, wishOf(w, r))
	}
	if one.owner != nil {
		agency, err := one.owner(s, r.Context(), r)
		if err != nil {
			return err
		}
		if err := s.mayTouch(r.Context(), agency); err != nil {
			return err
		}
	}
	return one.handle(s, w, r)
}

// mayTouch refuses editors what is not their own agency's. Handlers ask it for
// what only the form names, such as the place of a new code.
func (s *Server) mayTouch(ctx context.Context, agency string) error {
	u := userOf(ctx)
	if u.Role.AtLeast(data.RolePublisher) {
		return nil
	}
	if u.Role == data.RoleEditor && agency != "" {
		own, err := s.Store.Heir(ctx, u.Agency)
		if err != nil {
			return err
		}
		if owner, err := s.Store.Heir(ctx, agency); err != nil || owner.Slug == own.Slug {
			return err
		}
	}
	return fmt.Errorf("%s of %q on %q: %w", u.Name, u.Agency, agency, errForbidden)
}

// mine reports whether the user may change what belongs to an agency.
func (s *Server) mine(ctx context.Context, agency string) (bool, error) {
	err := s.mayTouch(ctx, agency)
	if errors.Is(err, errForbidden) {
		return false, nil
	}
	return err == nil, err
}

type userKey struct{}

// userOf is the member of staff a request comes from; without a name where
// nobody is signed in.
func userOf(ctx context.Context) data.User {
	u, _ := ctx.Value(userKey{}).(data.User)
	return u
}

// by is the edit that a request makes.
func by(r *http.Request, note string) data.Edit {
	return data.Edit{Who: userOf(r.Context()).Name, Note: note}
}

// sameOrigin refuses what other sites send in a member's name.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		protection := http.NewCrossOriginProtection()
		if err := protection.AddTrustedOrigin(s.Settings().PublicURL); err != nil {
			return fmt.Errorf("public address: %w", err)
		}
		if err := protection.Check(r); err != nil {
			return fmt.Errorf("%w: %w", errForeign, err)
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// headers keep the room to itself: nothing of it is kept by browsers, framed or
// found by search engines.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", s.csp)
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		next.ServeHTTP(w, r)
	})
}

// recoverPanics turns a bug into the error page and a log line.
func (s *Server) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				s.Log.Error("panic", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
				s.renderError(w, r, fmt.Errorf("panic: %v", v))
			}
		}()
		next.ServeHTTP(w, r)
	})
}
