package admin

import (
	"context"
	"net/http"

	"tracuu/data"
)

// Row is a route as the table has it.
type Row struct {
	Method, Pattern string
	Least           data.Role
	Owned           bool
}

// Anyone is the role of routes that need no sign-in.
const Anyone = anyone

// Rows are the routes of a room.
func Rows(h http.Handler) (rows []Row) {
	for _, one := range h.(*Server).routes() {
		rows = append(rows, Row{one.method, one.pattern, one.least, one.owner != nil})
	}
	return rows
}

// Enter answers the token of a new session of somebody, as after a sign-in.
func Enter(ctx context.Context, h http.Handler, u data.User) (string, error) {
	s := h.(*Server)
	ctx, err := s.plain.Load(ctx, "")
	if err != nil {
		return "", err
	}
	s.plain.Put(ctx, keyUser, u.Name)
	s.plain.Put(ctx, keyGeneration, u.Generation)
	s.plain.Put(ctx, keyStarted, s.Now().Unix())
	s.plain.Put(ctx, keySeen, s.Now().Unix())
	token, _, err := s.plain.Commit(ctx)
	return token, err
}
