package admin

import (
	"context"
	"net/http"
	"slices"

	"tracuu/data"
)

// route is one thing that can be done here, and who may.
type route struct {
	method, pattern string    // pattern in full, "/quan-tri/ma/{code}"
	least           data.Role // the least role that may; anyone: whoever comes
	owner           owner     // nil: it belongs to no agency in particular
	handle          func(*Server, http.ResponseWriter, *http.Request) error
}

// anyone marks what needs no sign-in.
const anyone data.Role = "anyone"

// owner tells the agency, by its slug, that something of a request belongs to;
// empty is the whole house, which is not an editor's to change.
type owner func(s *Server, ctx context.Context, r *http.Request) (agency string, err error)

// routes is the table of everything, area by area.
func (s *Server) routes() []route {
	return slices.Concat(
		accountRoutes(), codeRoutes(), contentRoutes(), careRoutes(), figureRoutes(), auditRoutes(), settingRoutes(), manualRoutes(),
	)
}

// section is an entry of the menu.
type section struct {
	Name, Path string
	least      data.Role
}

var sections = []section{
	{"Tổng quan", Root, data.RoleViewer},
	{"Mã và áp phích", Root + "/ma", data.RoleViewer},
	{"Nội dung", Root + "/noi-dung", data.RoleViewer},
	{"Tìm kiếm", Root + "/tim-kiem", data.RoleViewer},
	{"Số liệu", Root + "/so-lieu", data.RoleViewer},
	{"Nhật ký", Root + "/nhat-ky", data.RolePublisher},
	{"Cài đặt", Root + "/cai-dat", data.RoleAdmin},
	{"Người dùng", Root + "/nguoi-dung", data.RoleAdmin},
	{"Hướng dẫn", Root + "/huong-dan", data.RoleViewer},
}
