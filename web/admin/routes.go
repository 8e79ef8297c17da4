package admin

import (
	"context"
	"net/http"
	"slices"
	"strings"

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
		accountRoutes(), codeRoutes(), placeRoutes(), printRoutes(), contentRoutes(), careRoutes(), figureRoutes(), queryRoutes(), auditRoutes(), settingRoutes(), manualRoutes(),
	)
}

// section is an entry of the menu.
type section struct {
	Name, Path string
	least      data.Role
	Parts      []section // shown below the menu while one is in the section
}

var sections = []section{
	{"Tổng quan", Root, data.RoleViewer, nil},
	{"Mã và áp phích", Root + "/ma", data.RoleViewer, []section{
		{"Mã", Root + "/ma", data.RoleViewer, nil},
		{"In", Root + "/in", data.RoleEditor, nil},
		{"Sổ in", Root + "/in/so", data.RoleViewer, nil},
		{"Nơi đặt", Root + "/noi-dat", data.RoleViewer, nil},
		{"Tuần tra", Root + "/tuan-tra", data.RoleViewer, nil},
	}},
	{"Nội dung", Root + "/noi-dung", data.RoleViewer, []section{
		{"Thủ tục và tin", Root + "/noi-dung", data.RoleViewer, nil},
		{"Sắp tới", Root + "/noi-dung/sap-toi", data.RoleViewer, nil},
		{"Xung đột", Root + "/noi-dung/xung-dot", data.RoleViewer, nil},
		{"Nạp tệp", Root + "/nhap", data.RolePublisher, nil},
		{"Ảnh", Root + "/anh", data.RoleViewer, nil},
		{"Cơ quan", agencyPath, data.RoleViewer, nil},
	}},
	{"Tìm kiếm", Root + "/tim-kiem", data.RoleViewer, []section{
		{"Chung", Root + "/tim-kiem", data.RoleViewer, nil},
		{"Từ đồng nghĩa", Root + "/tim-kiem/dong-nghia", data.RoleViewer, nil},
		{"Ghim", Root + "/tim-kiem/ghim", data.RoleViewer, nil},
		{"Trang riêng", Root + "/tim-kiem/trang-rieng", data.RoleViewer, nil},
		{"Gợi ý bị ẩn", Root + "/tim-kiem/an-goi-y", data.RoleViewer, nil},
		{"Bộ câu thử", Root + "/tim-kiem/bo-thu", data.RoleViewer, nil},
	}},
	{"Số liệu", Root + "/so-lieu", data.RoleViewer, []section{
		{"Chung", Root + "/so-lieu", data.RoleViewer, nil},
		{"Người dân tìm gì", Root + "/so-lieu/tim-kiem", data.RoleViewer, nil},
		{"Lượt quét", Root + "/so-lieu/quet", data.RoleViewer, nil},
		{"Từ quét đến nộp", Root + "/so-lieu/thu-tuc", data.RoleViewer, nil},
		{"Phản hồi", Root + "/so-lieu/phan-hoi", data.RoleViewer, nil},
		{"Liên kết hỏng", Root + "/so-lieu/lien-ket", data.RoleViewer, nil},
	}},
	{"Nhật ký", Root + "/nhat-ky", data.RolePublisher, nil},
	{"Cài đặt", Root + "/cai-dat", data.RoleAdmin, nil},
	{"Người dùng", Root + "/nguoi-dung", data.RoleAdmin, nil},
	{"Hướng dẫn", Root + "/huong-dan", data.RoleViewer, nil},
}

// menu is what a role may open of the sections, and those that path is in: the
// section and its part, each the longest that fits.
func menu(role data.Role, path string) (all []section, here, part section) {
	for _, one := range sections {
		if !role.AtLeast(one.least) {
			continue
		}
		one.Parts = slices.DeleteFunc(slices.Clone(one.Parts), func(p section) bool { return !role.AtLeast(p.least) })
		all = append(all, one)
		for _, p := range append([]section{one}, one.Parts...) {
			if (path == p.Path || strings.HasPrefix(path, p.Path+"/")) && len(p.Path) >= len(part.Path) {
				here, part = one, p
			}
		}
	}
	return all, here, part
}
