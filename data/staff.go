package data

import (
	"errors"
	"slices"
	"time"
)

// Role is what a member of staff may do. Each role may do what those before it
// may.
type Role string

// A viewer reads, an editor works for one agency, a publisher for all of them,
// an admin also decides about settings and people.
const (
	RoleViewer    Role = "viewer"
	RoleEditor    Role = "editor"
	RolePublisher Role = "publisher"
	RoleAdmin     Role = "admin"
)

// Roles are all of them, the least first.
var Roles = []Role{RoleViewer, RoleEditor, RolePublisher, RoleAdmin}

// AtLeast reports whether r may do what least may.
func (r Role) AtLeast(least Role) bool {
	return slices.Index(Roles, r) >= max(slices.Index(Roles, least), 0)
}

// User is a member of staff. Users are never deleted, only disabled: the audit
// names them.
type User struct {
	Name     string // login, lower case
	Role     Role
	Agency   string // slug of the agency an editor works for; empty for others
	Disabled bool
	Password string // argon2id in PHC form; never leaves the server
	// Generation goes up when every session of the user ends: with a new
	// password, by the user's own wish, when disabled.
	Generation int64
	// MustChange tells that somebody else knows the password: nothing can be done
	// before the user has chosen one.
	MustChange bool
	Created    time.Time
	SecondFactor
}

// SecondFactor is what proves a person beside the password.
type SecondFactor struct {
	TOTPSecret string   // base32; empty: none set up
	TOTPUsed   int64    // the last time step that was accepted; none is accepted twice
	Recovery   []string // hashes of the recovery codes that are left
}

// MaxUserName is the longest login, in letters.
const MaxUserName = 40

// ErrLastAdmin means that nobody would be left who decides about people.
var ErrLastAdmin = errors.New("the last admin who can sign in")
