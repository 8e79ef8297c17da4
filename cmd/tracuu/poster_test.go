package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// printedWall is a folder with codes on walls and a server that answers them.
type printedWall struct {
	t    *testing.T
	dir  string
	port string
}

// tracuu runs a command on the folder, which must end well, and answers what it
// prints.
func (w printedWall) tracuu(args ...string) string {
	w.t.Helper()
	var out, errs bytes.Buffer
	e := &env{args: append(args, "--dir", w.dir), stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: time.Now}
	if err := run(w.t.Context(), e); err != nil {
		w.t.Fatalf("tracuu %s: %v\n%s", strings.Join(args, " "), err, &errs)
	}
	return out.String()
}

// serve runs the server until the test ends.
func (w printedWall) serve() {
	w.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	e := &env{
		args: []string{"serve", "--dir", w.dir, "--addr", "127.0.0.1:" + w.port}, stdin: strings.NewReader(""),
		stdout: io.Discard, stderr: io.Discard, now: time.Now,
	}
	go func() { done <- run(ctx, e) }()
	w.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			w.t.Errorf("serve: %v", err)
		}
	})
	w.wait("the server to get ready", func() bool {
		status, body, _ := w.get("localhost", "/readyz")
		return status == http.StatusOK && strings.Contains(body, "ready")
	})
}

func (w printedWall) wait(what string, until func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !until(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatalf("waited too long for %s", what)
		}
	}
}

// get asks for a page under a host, as a phone does that was led there.
func (w printedWall) get(host, path string) (status int, body string, location string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, "http://127.0.0.1:"+w.port+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Host = host
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return 0, "", ""
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Header.Get("Location")
}

// answer is what a reader who scans a code sees.
type answer struct {
	Status    int
	Title     string // the page's first heading
	Canonical string
}

func (w printedWall) scan(payload string) answer {
	w.t.Helper()
	rest, ok := strings.CutPrefix(payload, "https://")
	host, path, found := strings.Cut(rest, "/")
	if !ok || !found {
		w.t.Fatalf("a symbol holds %q", payload)
	}
	status, body, _ := w.get(strings.ToLower(host), "/"+path)
	page, err := html.Parse(strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	a := answer{Status: status}
	for n := range page.Descendants() {
		switch {
		case n.Type == html.ElementNode && n.Data == "h1" && a.Title == "":
			a.Title = text(n)
		case n.Type == html.ElementNode && n.Data == "link" && value(n, "rel") == "canonical":
			a.Canonical = value(n, "href")
		}
	}
	return a
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func value(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// print prints posters and answers the address in each symbol by its target, as
// a camera reads the sheets; where the programs for that are missing, as the
// command tells.
func (w printedWall) print(file string, args ...string) map[string]string {
	w.t.Helper()
	file = filepath.Join(w.t.TempDir(), file)
	var told printResult
	if err := json.Unmarshal([]byte(w.tracuu(append([]string{"poster", "--json", "-o", file}, args...)...)), &told); err != nil {
		w.t.Fatal(err)
	}
	byTarget := map[string]string{}
	var want []string
	for _, c := range told.Codes {
		byTarget[c.Target] = c.Address
		want = append(want, c.Address)
	}
	slices.Sort(want)
	if seen, ok := w.photograph(file); ok {
		if diff := cmp.Diff(want, seen); diff != "" {
			w.t.Errorf("%s: symbols on paper (-want +got):\n%s", filepath.Base(file), diff)
		}
	}
	return byTarget
}

// photograph rasters a file and reads its symbols, in order.
func (w printedWall) photograph(file string) (payloads []string, ok bool) {
	w.t.Helper()
	for _, program := range []string{"pdftoppm", "zbarimg"} {
		if _, err := exec.LookPath(program); err != nil {
			w.t.Logf("%s is not installed: the symbols are not read from paper", program)
			return nil, false
		}
	}
	base := strings.TrimSuffix(file, ".pdf")
	if out, err := exec.Command("pdftoppm", "-r", "150", "-gray", file, base).CombinedOutput(); err != nil {
		w.t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	sheets, err := filepath.Glob(base + "-*.pgm")
	if err != nil || len(sheets) == 0 {
		w.t.Fatalf("no pages of %s: %v", file, err)
	}
	out, err := exec.Command("zbarimg", append([]string{"--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"}, sheets...)...).Output()
	if err != nil {
		w.t.Fatalf("zbarimg: %v", err)
	}
	payloads = strings.Fields(string(out))
	slices.Sort(payloads)
	return payloads, true
}

// importVersion imports every procedure of the wall as it is at a time. From
// version 3 on the second is repealed for one that is new.
func (w printedWall) importVersion(v int) {
	w.t.Helper()
	var b strings.Builder
	for i := 1; i <= wallProcedures; i++ {
		status := ""
		if i == 2 && v >= 3 {
			status = `,"status":"repealed","replaced_by":"1.000099"`
		}
		fmt.Fprintf(&b, `{"code":"%s","name":%q,"field":"Hộ tịch","agency":"Ủy ban nhân dân phường Thử","steps":"Bản %d"%s}`+"\n",
			wallCode(i), wallName(i, v), v, status)
	}
	if v >= 3 {
		b.WriteString(`{"code":"1.000099","name":"Cấp giấy thay thế","field":"Hộ tịch","agency":"Ủy ban nhân dân phường Thử"}` + "\n")
	}
	file := filepath.Join(w.t.TempDir(), "records.jsonl")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.tracuu("import", file)
}

const wallProcedures = 5

func wallCode(i int) string    { return fmt.Sprintf("1.%06d", i) }
func wallName(i, v int) string { return fmt.Sprintf("Cấp giấy số %d theo bản %d", i, v) }

// TestPrintedCodesStayRight prints codes, then changes everything they lead to
// while a server runs: the content twice, the name of the agency, the public
// host, the state of one code. Each code on the wall still opens what it
// should, under the host it was printed with and under the new one.
func TestPrintedCodesStayRight(t *testing.T) {
	t.Parallel()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	w := printedWall{t, filepath.Join(t.TempDir(), "d"), port}
	w.importVersion(1)
	w.tracuu("config", "set", "public_url", "https://cu.tinh.gov.vn")
	walls := []map[string]string{
		w.print("posters.pdf", "--field", "ho-tich"),
		w.print("labels.pdf", "--field", "ho-tich", "--layout", "labels24", "--start", "23"),
		w.print("list.pdf", "--agency", "Ủy ban nhân dân phường Thử", "--layout", "list"),
		w.print("desk.pdf", "--field", "ho-tich", "--layout", "a5", "--placement", "Trung tâm / Quầy 1"),
	}
	agency := w.print("agency.pdf", "co-quan/uy-ban-nhan-dan-phuong-thu")
	if got := walls[0][wallCode(1)]; got != walls[1][wallCode(1)] || got != walls[2][wallCode(1)] || got == walls[3][wallCode(1)] {
		t.Errorf("one code for a procedure, another at a place: %v", walls)
	}
	w.serve()
	check := func(when, host string, want func(i int) answer) {
		t.Helper()
		for n, wall := range walls {
			if len(wall) != wallProcedures {
				t.Fatalf("wall %d has %d codes", n, len(wall))
			}
			for i := 1; i <= wallProcedures; i++ {
				payload := strings.Replace(wall[wallCode(i)], "CU.TINH.GOV.VN", strings.ToUpper(host), 1)
				if diff := cmp.Diff(want(i), w.scan(payload)); diff != "" {
					t.Errorf("%s, wall %d, %s (-want +got):\n%s", when, n, payload, diff)
				}
			}
		}
	}
	page := func(host string, i, version int) answer {
		return answer{http.StatusOK, wallName(i, version), "https://" + host + "/thu-tuc/" + wallCode(i)}
	}
	check("as printed", "cu.tinh.gov.vn", func(i int) answer { return page("cu.tinh.gov.vn", i, 1) })

	w.importVersion(2)
	check("after an import", "cu.tinh.gov.vn", func(i int) answer { return page("cu.tinh.gov.vn", i, 2) })

	w.importVersion(3)
	w.tracuu("config", "set", "agency.uy-ban-nhan-dan-phuong-thu.name", "Ủy ban nhân dân phường Mới")
	w.tracuu("config", "set", "public_url", "https://moi.tinh.gov.vn")
	retired := walls[3][wallCode(4)]
	w.tracuu("link", "retire", retired[len(retired)-8:])
	w.wait("the server to know its new address", func() bool {
		return w.scan(walls[0][wallCode(1)]).Canonical == "https://moi.tinh.gov.vn/thu-tuc/"+wallCode(1)
	})
	now := func(i int) answer {
		if i == 2 {
			return answer{http.StatusOK, "Cấp giấy thay thế", "https://moi.tinh.gov.vn/thu-tuc/1.000099"}
		}
		return page("moi.tinh.gov.vn", i, 3)
	}
	gone := w.scan(retired)
	if gone.Status != http.StatusGone || gone.Canonical != "" {
		t.Errorf("the retired code: %+v", gone)
	}
	walls[3][wallCode(4)] = walls[0][wallCode(4)] // the same procedure's code elsewhere goes on
	check("after all changes, former host", "cu.tinh.gov.vn", now)
	check("after all changes, new host", "moi.tinh.gov.vn", now)

	for _, payload := range agency {
		want := answer{http.StatusOK, "Ủy ban nhân dân phường Mới", "https://moi.tinh.gov.vn/co-quan/uy-ban-nhan-dan-phuong-thu"}
		if diff := cmp.Diff(want, w.scan(payload)); diff != "" {
			t.Errorf("the agency's code (-want +got):\n%s", diff)
		}
	}
	if status, _, location := w.get("cu.tinh.gov.vn", "/thu-tuc/"+wallCode(1)); status != http.StatusTemporaryRedirect || location != "https://moi.tinh.gov.vn/thu-tuc/"+wallCode(1) {
		t.Errorf("a page under the former host: %d to %q", status, location)
	}
}

// TestReprintIsTheSame draws a printing again after all it shows has changed.
func TestReprintIsTheSame(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"pdf", "zip"} {
		w := printedWall{t: t, dir: filepath.Join(t.TempDir(), "d")}
		w.importVersion(1)
		w.tracuu("config", "set", "public_url", "https://cu.tinh.gov.vn")
		first, again := filepath.Join(t.TempDir(), "a."+kind), filepath.Join(t.TempDir(), "b."+kind)
		w.tracuu("qr", wallCode(1), "-o", filepath.Join(w.dir, "crest.png"))
		w.tracuu("config", "set", "agency.uy-ban-nhan-dan-phuong-thu.crest", filepath.Join(w.dir, "crest.png"))
		w.tracuu("poster", "--field", "ho-tich", "--cover", "--bleed", "--english", "-o", first)
		w.importVersion(3)
		w.tracuu("config", "set", "public_url", "https://moi.tinh.gov.vn")
		w.tracuu("config", "set", "agency.uy-ban-nhan-dan-phuong-thu.crest", "")
		w.tracuu("poster", "--reprint", "1", "-o", again)
		a, errA := os.ReadFile(first)
		b, errB := os.ReadFile(again)
		if errA != nil || errB != nil || len(a) == 0 {
			t.Fatal(errA, errB)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s: the file printed again differs", kind)
		}
	}
}
