package admin

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"tracuu/data"
)

// How long a session lasts: without a request, and in all.
const (
	idleTime = 2 * time.Hour
	lifeTime = 12 * time.Hour
	seenStep = time.Minute // no request is written down sooner after another
)

// SessionStore keeps sessions by the hash of their token.
type SessionStore interface {
	Session(ctx context.Context, token string) (body []byte, found bool, err error)
	SaveSession(ctx context.Context, token string, body []byte, expires time.Time) error
	DeleteSession(ctx context.Context, token string) error
}

// newSessions keeps sessions in the store. The cookie of those that come over
// TLS never leaves it. scs would write a session at every request to know when
// it was idle; signedIn knows with less.
func (s *Server) newSessions(secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = keeper{s.Store, s.Now, s.Log}
	m.ErrorFunc = s.renderError
	m.HashTokenInStore = true
	m.Lifetime = lifeTime
	m.Cookie.Name = "phien"
	m.Cookie.HttpOnly, m.Cookie.Secure = true, secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false // it goes with the browser
	m.Cookie.Path = "/"
	if secure {
		m.Cookie.Name = "__Host-phien" // browsers take it over TLS and from this very host alone
	}
	return m
}

// sessions are those of the way a request comes. A proxy on this machine may
// ask for it by a name of its own and say that the reader came over TLS.
func (s *Server) sessions(r *http.Request) *scs.SessionManager {
	if r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") ||
		strings.HasPrefix(s.Settings().PublicURL, "https:") && !isLocal(r.Host) {
		return s.secure
	}
	return s.plain
}

// isLocal reports whether a host is this machine by a name of its own.
func isLocal(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}

type managerKey struct{}

// withSession loads the session of a request and keeps what it has become.
func (s *Server) withSession(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m := s.sessions(r)
		r = r.WithContext(context.WithValue(r.Context(), managerKey{}, m))
		m.LoadAndSave(next).ServeHTTP(w, r)
	})
}

// session is the manager of the session that ctx holds.
func session(ctx context.Context) *scs.SessionManager {
	return ctx.Value(managerKey{}).(*scs.SessionManager)
}

// Keys of what a session holds.
const (
	keyUser       = "user"
	keyGeneration = "generation"
	keyStarted    = "started" // Unix seconds of the sign-in
	keySeen       = "seen"    // and of the last request
	keyFlash      = "flash"
	keyPending    = "pending" // whose password was right and whose code is not given yet
	keyAsked      = "asked"   // Unix seconds of that
	keySecret     = "secret"  // of a second factor that is being set up
)

// signedIn is who the session belongs to; errSignedOut if it is nobody's, or no
// longer good.
func (s *Server) signedIn(ctx context.Context) (data.User, error) {
	m := session(ctx)
	name := m.GetString(ctx, keyUser)
	if name == "" {
		return data.User{}, errSignedOut
	}
	u, err := s.Store.User(ctx, name)
	if errors.Is(err, data.ErrNotFound) || err == nil && (u.Disabled || u.Generation != m.GetInt64(ctx, keyGeneration)) {
		return data.User{}, errors.Join(errSignedOut, m.Destroy(ctx))
	}
	now := s.Now()
	if over(now, m.GetInt64(ctx, keyStarted), lifeTime) || over(now, m.GetInt64(ctx, keySeen), idleTime) {
		return data.User{}, errors.Join(errSignedOut, m.Destroy(ctx))
	}
	if ago := now.Sub(time.Unix(m.GetInt64(ctx, keySeen), 0)); ago > seenStep || ago < 0 {
		m.Put(ctx, keySeen, now.Unix())
	}
	return u, err
}

// over reports whether more than limit has gone by since a moment in Unix
// seconds. A moment to come is one before the clock was set back.
func over(now time.Time, since int64, limit time.Duration) bool {
	return now.Sub(time.Unix(since, 0)) > limit
}

// flash keeps a sentence for the page that comes next.
func flash(r *http.Request, text string) {
	session(r.Context()).Put(r.Context(), keyFlash, text)
}

// keeper is the store as scs knows it. scs has the time from the machine, the
// store from now.
type keeper struct {
	store SessionStore
	now   func() time.Time
	log   *slog.Logger
}

func (k keeper) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return k.store.Session(ctx, token)
}

// CommitCtx is asked for when a page is ready. The page goes out even if the
// session cannot be kept: on a full disk people still read, and see what they
// had typed. Whatever must not be lost has been written before.
func (k keeper) CommitCtx(ctx context.Context, token string, body []byte, expires time.Time) error {
	if err := k.store.SaveSession(ctx, token, body, k.now().Add(time.Until(expires))); err != nil {
		k.log.Error("a session is not kept", "error", err)
	}
	return nil
}

func (k keeper) DeleteCtx(ctx context.Context, token string) error {
	return k.store.DeleteSession(ctx, token)
}

// The three that follow are what scs asks of stores without a context.

func (k keeper) Find(token string) ([]byte, bool, error) {
	return k.FindCtx(context.Background(), token)
}

func (k keeper) Commit(token string, body []byte, expires time.Time) error {
	return k.CommitCtx(context.Background(), token, body, expires)
}

func (k keeper) Delete(token string) error { return k.DeleteCtx(context.Background(), token) }
