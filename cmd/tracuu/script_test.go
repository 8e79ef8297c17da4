package main

import (
	"fmt"
	"image"
	_ "image/png"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(cleaning{m}, map[string]func(){"tracuu": main})
}

// cleaning runs the tests and removes the binary they have built.
type cleaning struct{ *testing.M }

func (c cleaning) Run() int {
	defer func() {
		if builtDir != "" {
			_ = os.RemoveAll(builtDir)
		}
	}()
	return c.M.Run()
}

// TestScripts runs every command as a person would and asserts its words.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			shared, err := filepath.Abs("../../../shared/data")
			if err != nil {
				return err
			}
			e.Setenv("SHARED", shared)
			port, err := freePort()
			e.Setenv("PORT", port)
			return err
		},
		Condition: func(cond string) (bool, error) {
			if cond != "shared" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat(catalogueFile)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": cmdStatus, "get": cmdGet, "ready": cmdReady, "decode": cmdDecode,
			"fill": cmdFill,
		},
	})
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "", err
	}
	return port, l.Close()
}

// status N command…: runs a command and asserts its exit status.
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [args]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		var ok bool
		if got, ok = exitStatus(err); !ok {
			ts.Fatalf("%v", err)
		}
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

func exitStatus(err error) (int, bool) {
	e, ok := err.(interface{ ExitCode() int })
	if !ok {
		return 0, false
	}
	return e.ExitCode(), true
}

// get PATH WORDS…: asks the server of the script until the words are on the
// page, for two seconds at most.
func cmdGet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: get PATH words on the page, asked for up to 2 seconds")
	}
	url, words := "http://127.0.0.1:"+ts.Getenv("PORT")+args[0], strings.Join(args[1:], " ")
	deadline := time.Now().Add(2 * time.Second)
	for {
		page, err := fetch(url)
		if err == nil && strings.Contains(page, words) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s does not hold %q (%v):\n%s", url, words, err, page)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func fetch(url string) (string, error) {
	resp, err := http.Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.Status + "\n" + string(body), err
}

// ready waits for the script's server.
func cmdReady(ts *testscript.TestScript, _ bool, _ []string) {
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		if page, err := fetch("http://127.0.0.1:" + ts.Getenv("PORT") + "/readyz"); err == nil && strings.Contains(page, "ready") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("the server did not get ready")
}

// decode FILE WANT: reads a QR picture by a decoder that knows nothing of us.
func cmdDecode(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	img, _, err := image.Decode(f)
	ts.Check(err)
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	ts.Check(err)
	got, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	ts.Check(err)
	if !strings.HasPrefix(got.GetText(), args[1]) {
		ts.Fatalf("%s holds %q, want %q…", args[0], got.GetText(), args[1])
	}
	ts.Setenv("DECODED", strings.TrimPrefix(got.GetText(), args[1]))
}

// fill FILE BYTES NAME: a procedure record whose field NAME is BYTES long.
func cmdFill(ts *testscript.TestScript, _ bool, args []string) {
	var n int
	_, err := fmt.Sscan(args[1], &n)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]),
		fmt.Appendf(nil, `{"code":"1.000077","name":"Tên","%s":"%s"}`+"\n", args[2], strings.Repeat("a", n)), 0o644))
}
