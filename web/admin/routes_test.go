package admin_test

import (
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/admin"
)

var update = flag.Bool("update", false, "write the golden files anew")

const routesGolden = "testdata/routes.golden"

// visitors are who the routes are asked as, in the columns of the golden table.
var visitors = []struct {
	name, column string
	role         data.Role // empty: nobody
	own          bool      // what is asked for belongs to the agency
}{
	{"", "nobody", "", false},
	{"viewer", "viewer", data.RoleViewer, false},
	{"other", "other's editor", data.RoleEditor, false},
	{"own", "own editor", data.RoleEditor, true},
	{"publisher", "publisher", data.RolePublisher, true},
	{"admin", "admin", data.RoleAdmin, true},
}

// TestRoutes asks for everything as everybody, with an empty form, and holds
// what is refused to the table of the routes and to the golden one, which is
// for people to read: go test ./web/admin -run TestRoutes -update.
func TestRoutes(t *testing.T) {
	s := newSite(t)
	agencies, err := s.db.Agencies(t.Context())
	must(t, err)
	slices.SortStableFunc(agencies, func(a, b data.Agency) int { return b.Procedures - a.Procedures })
	if len(agencies) < 2 || agencies[0].Procedures == 0 {
		t.Fatal("the sample has no two agencies")
	}
	examples := makeExamples(t, s, agencies[0])
	people := map[string]data.User{}
	for _, v := range visitors[1:] {
		agency := ""
		if v.role == data.RoleEditor {
			if agency = agencies[1].Slug; v.own {
				agency = agencies[0].Slug
			}
		}
		s.user(t, v.name, v.role, agency)
		people[v.name], err = s.db.User(t.Context(), v.name)
		must(t, err)
	}
	var got strings.Builder
	fmt.Fprintf(&got, "%-58s", "What is refused:")
	for _, v := range visitors {
		fmt.Fprintf(&got, " %-14s", v.column)
	}
	got.WriteString("\n")
	rows := admin.Rows(s.Config.Handler)
	seen := map[string]bool{}
	for _, row := range rows {
		name := row.Method + " " + row.Pattern
		if seen[name] {
			t.Errorf("%s stands twice in the table", name)
		}
		seen[name] = true
		path := fill(t, row.Pattern, examples)
		fmt.Fprintf(&got, "%-58s", name)
		for _, v := range visitors {
			status := ask(t, s, row.Method, path, people[v.name])
			if want := refusal(row, v.role, v.own); want != 0 && status != want {
				t.Errorf("%s as %s: status %d, the table says %d", name, v.column, status, want)
			} else if row.Least != admin.Anyone && want == 0 && (status == http.StatusUnauthorized || row.Owned && status == http.StatusForbidden) {
				t.Errorf("%s as %s: status %d, the table allows it", name, v.column, status)
			} else if status >= http.StatusInternalServerError {
				t.Errorf("%s as %s: status %d", name, v.column, status)
			}
			mark := "-"
			if row.Least != admin.Anyone && (status == http.StatusUnauthorized || status == http.StatusForbidden) {
				mark = fmt.Sprint(status)
			}
			fmt.Fprintf(&got, " %-14s", mark)
		}
		got.WriteString("\n")
	}
	text := regexp.MustCompile(` +\n`).ReplaceAllString(got.String(), "\n")
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(routesGolden, []byte(text), 0o644))
	}
	want, err := os.ReadFile(routesGolden)
	must(t, err)
	if text != string(want) {
		t.Errorf("not as in %s; look at each line, then run with -update:\n%s", routesGolden, cmp.Diff(string(want), text))
	}
}

// refusal is what the table says of a request: 401, 403, or 0 where it is let
// through. What only a form names is the handler's to refuse: an empty form
// names nothing.
func refusal(row admin.Row, role data.Role, own bool) int {
	switch {
	case row.Least == admin.Anyone:
		return 0
	case role == "":
		return http.StatusUnauthorized
	case !role.AtLeast(row.Least):
		return http.StatusForbidden
	case row.Owned && !role.AtLeast(data.RolePublisher) && !(role == data.RoleEditor && own):
		return http.StatusForbidden
	}
	return 0
}

// ask makes one request in a session of its own; whatever it does to people is
// undone.
func ask(t *testing.T, s *site, method, path string, u data.User) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, nil)
	must(t, err)
	if method != http.MethodGet {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if u.Name != "" {
		now, err := s.db.User(t.Context(), u.Name)
		must(t, err)
		if now.Generation != u.Generation || now.Role != u.Role || now.Disabled || now.TOTPSecret != u.TOTPSecret {
			must(t, s.db.ChangeUser(t.Context(), u.Name, "changed", data.Edit{}, func(x *data.User) error { *x = u; return nil }))
		}
		token, err := admin.Enter(t.Context(), s.Config.Handler, u)
		must(t, err)
		r.AddCookie(&http.Cookie{Name: "phien", Value: token})
	}
	res, err := s.nobody(t).Do(r)
	must(t, err)
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 8<<20)) // the status is enough
	return res.StatusCode
}

// makeExamples are things that belong to an agency, by the variable of a pattern
// they stand for, with the part of the path before it where that is not enough.
func makeExamples(t *testing.T, s *site, agency data.Agency) map[string]string {
	t.Helper()
	ctx, by := t.Context(), data.Edit{Who: "thử"}
	place, err := s.db.EnsurePlacement(ctx, data.Placement{Agency: agency.Name, Office: "Trung tâm Thử", Counter: "Quầy 3"})
	must(t, err)
	made, err := qr.NewCode(rand.Reader)
	must(t, err)
	code := string(made)
	must(t, s.db.InsertLink(ctx, data.Link{Code: code, Target: data.Target{Kind: data.KindAgency, Key: agency.Slug}, PlacementID: place.ID}, by))
	s.user(t, "nguoi-thu", data.RoleViewer, "")
	_, procedures, err := s.db.AgencyProcedures(ctx, agency.Slug, 0, 1)
	must(t, err)
	articles, err := s.db.LatestArticles(ctx, "", 0, 1)
	must(t, err)
	picture, err := s.db.AddPicture(ctx, data.Picture{
		Hash: strings.Repeat("ab", 32), Width: 2, Height: 2, SmallWidth: 1, SmallHeight: 1, Alt: "Ảnh thử", Agency: agency.Slug, Who: "own",
	}, []byte("large"), []byte("small"), by)
	must(t, err)
	printed, err := s.db.SavePrint(ctx, data.Print{
		Who: "own", Layout: "a4", Host: "a.vn", Document: []byte(`{"version":1}`), Posters: []data.Printed{{Code: code, Placement: place.Label()}},
	})
	must(t, err)
	return map[string]string{
		"so/{id}": fmt.Sprint(printed), "{place}": fmt.Sprint(place.ID),
		"{ten}": "nguoi-thu", "{code}": code, "{ma}": code, "{slug}": agency.Slug, "{co-quan}": agency.Slug, "{id}": fmt.Sprint(place.ID),
		"thu-tuc/{key}": procedures[0].Code, "tin/{key}": fmt.Sprint(articles[0].ID), "{hash}": picture.Hash, "{name}": "trang-chu",
	}
}

// fill puts examples into a pattern.
func fill(t *testing.T, pattern string, examples map[string]string) string {
	t.Helper()
	parts := strings.Split(pattern, "/")
	path := slices.Clone(parts)
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") {
			continue
		}
		name, behind, _ := strings.Cut(part, "}")
		example, ok := examples[parts[i-1]+"/"+name+"}"]
		if !ok {
			example, ok = examples[name+"}"]
		}
		if !ok {
			t.Errorf("%s: there is no example of %s; add one to makeExamples", pattern, part)
		}
		path[i] = example + behind
	}
	return strings.Join(path, "/")
}
