package admin

import (
	"net/http"

	"tracuu/data"
)

func manualRoutes() []route {
	return []route{{http.MethodGet, Root + "/huong-dan", data.RoleViewer, nil, (*Server).manual}}
}

type manualPage struct {
	base
	Roles []data.Role
}

// manual is how staff do what they do.
func (s *Server) manual(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, http.StatusOK, "manual", manualPage{s.base(r, "Hướng dẫn"), data.Roles})
}
