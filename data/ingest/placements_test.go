package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// readPlacements reads a table to its end. Rejects are told as "line: reason".
func readPlacements(tb testing.TB, content []byte, targets bool) (rows []PlacementRow, rejects []string, err error) {
	tb.Helper()
	for row, err := range Placements(tb.Context(), open(tb, write(tb, "t.csv", content)), targets) {
		if err != nil {
			return rows, rejects, err
		}
		if row.Reject != nil {
			if row.Reject.Line != row.Line || row.Reject.Source != "t.csv" {
				tb.Errorf("reject of line %d: %+v", row.Line, row.Reject)
			}
			rejects = append(rejects, fmt.Sprintf("%d: %s", row.Line, row.Reject.Reason))
			continue
		}
		rows = append(rows, row)
	}
	return rows, rejects, nil
}

func TestPlacementsForms(t *testing.T) {
	t.Parallel()
	want := []PlacementRow{
		{Line: 2, Target: "1.001193", Placement: data.Placement{Agency: "UBND", Office: "Trung tâm; tầng 1, phòng 2", Counter: "Quầy 1", Note: "cạnh cửa"}},
		{Line: 4, Placement: data.Placement{Office: "Kho"}},
	}
	rows := func(comma string) string {
		return strings.Join([]string{"1.001193", "UBND", `"Trung tâm; tầng 1, phòng 2"`, "  Quầy   1 ", "cạnh cửa"}, comma) + "\n" +
			strings.Repeat(comma, 4) + "\n" + strings.Join([]string{"", "", "Kho"}, comma) + "\n"
	}
	for name, header := range map[string]string{
		"marks":     "đích,cơ quan,văn phòng,quầy,ghi chú",
		"no marks":  "DICH,co quan,VAN PHONG,quay,ghi chu",
		"names":     "Mã thủ tục,Tên cơ quan,Nơi đặt,Số quầy,Ghi chú",
		"other":     "Mục tiêu,Đơn vị,Địa điểm,Cửa,Note",
		"english":   "target,Agency,OFFICE,counter,notes",
		"quoted":    `"Target","agency","office","counter","note"`,
		"spaces":    " target , agency , office , counter , note ",
		"marks off": "Mã_thủ_tục:,Cơ  quan,Trụ sở (nơi đặt),Quầy,Ghi chú",
		"apart":     "đi\u0301ch,co\u031b quan,va\u0306n pho\u0300ng,qua\u0302\u0300y,ghi chu\u0301",
	} {
		if name == "marks off" {
			header = strings.Replace(header, " (nơi đặt)", "", 1)
		}
		for _, comma := range []string{",", ";", "\t"} {
			text := strings.ReplaceAll(header, ",", comma) + "\n" + rows(comma)
			for _, content := range [][]byte{
				[]byte(text), []byte("\ufeff" + text), gzipped(t, []byte("\ufeff"+text)), []byte(strings.ReplaceAll(text, "\n", "\r\n")),
			} {
				got, rejects, err := readPlacements(t, content, false)
				if diff := cmp.Diff(want, got); diff != "" || len(rejects) > 0 || err != nil {
					t.Errorf("%s with %q: %v, %v (-want +got):\n%s", name, comma, rejects, err, diff)
				}
			}
		}
	}
}

func TestPlacementsRejects(t *testing.T) {
	t.Parallel()
	const header = "đích,văn phòng,quầy,ghi chú\n"
	for row, want := range map[string]string{
		"1.1,,,":                                "2: không ghi nơi đặt",
		",null,-,":                              "2: không ghi nơi đặt",
		"1.1,Kho,1,,thừa":                       "2: dòng có nhiều ô hơn dòng tiêu đề",
		`1.1,"Kho" 2,1,`:                        "2: dấu nháy kép đặt sai chỗ",
		`1.1,Kho "2",1,`:                        "2: dấu nháy kép đặt sai chỗ",
		"1.1,\xff\xfe,1,":                       "2: cột văn phòng có byte không phải UTF-8",
		"1.1," + strings.Repeat("ă", 201) + ",": "2: văn phòng dài quá 200 chữ",
		"1.1,Kho,," + strings.Repeat("ă", 501):  "2: ghi chú dài quá 500 chữ",
		"1.1,🙂,🙂,":                              "2: không ghi nơi đặt",
		"1.1," + strings.Repeat("ă", 150) + "," + strings.Repeat("ă", 149): "2: quầy và văn phòng dài quá 300 chữ",
		"1.1," + strings.Repeat("ă", 150) + "," + strings.Repeat("ă", 148): "",
		"1.1," + strings.Repeat("ă", 200) + ",":                            "",
		"1.1,Kho,1,,,":                                                     "",
		"1.1,\"Kho\n2\",1,":                                                "",
	} {
		rows, rejects, err := readPlacements(t, []byte(header+row+"\n1.2,Sau,,\n"), false)
		switch {
		case err != nil:
			t.Errorf("%q: %v", row, err)
		case want == "" && (len(rejects) > 0 || len(rows) != 2):
			t.Errorf("%q: %d rows, %q", row, len(rows), rejects)
		case want != "" && (len(rows) != 1 || rows[0].Target != "1.2" || len(rejects) != 1 || !strings.HasPrefix(rejects[0], want)):
			t.Errorf("%q: %d rows, %q, want %q", row, len(rows), rejects, want)
		}
	}
	// Lines are those of the file, behind a field that takes two.
	rows, _, err := readPlacements(t, []byte("\n\n"+header+"\"1\n2\",Kho,,\n1.2,Sau,,\n"), false)
	if err != nil || len(rows) != 2 || rows[0].Line != 4 || rows[1].Line != 6 {
		t.Errorf("lines: %+v, %v", rows, err)
	}
	_, rejects, err := readPlacements(t, []byte(header+",Kho,,\n"), true)
	if want := []string{"2: không ghi đích: hãy điền mã thủ tục hoặc đích khác"}; err != nil || !cmp.Equal(rejects, want) {
		t.Errorf("a row without a target: %q, %v", rejects, err)
	}
}

// TestPlacementsOpenQuote: rows that a quotation mark swallows are no bad row
// that could be passed over; reading ends, and tells where it began.
func TestPlacementsOpenQuote(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]struct {
		err  string
		rows int
	}{
		"đích,quầy\n1.1,Quầy 1\n1.2,\"Quầy 2\n1.3,Quầy 3\n1.4,Quầy 4\n":         {"t.csv, dòng 3: dấu nháy kép mở ở dòng 3 không đóng", 1},
		"đích,quầy\n1.1,\"Quầy 1\n1.2,\"Quầy 2\"\n":                             {"t.csv, dòng 2: dấu nháy kép mở ở dòng 2 không đóng", 0},
		"\n\nđích,\"quầy\n1.1,Quầy 1\n":                                         {"t.csv, dòng 3: dấu nháy kép mở ở dòng 3 không đóng", 0},
		"đích,quầy\n1.1,Quầy 1\n1.2,\"Quầy\n2\"\n1.3,\"Quầy 3\" cũ\n1.4,Quầy 4": {"", 4},
	} {
		rows, rejects, err := readPlacements(t, []byte(content), true)
		var source *SourceError
		switch {
		case want.err == "" && (err != nil || len(rows)+len(rejects) != want.rows):
			t.Errorf("%q: %d rows, %q, %v", content, len(rows), rejects, err)
		case want.err != "" && (!errors.As(err, &source) || !strings.HasPrefix(err.Error(), want.err) || len(rows) != want.rows || len(rejects) > 0):
			t.Errorf("%q: %d rows, %q, %v", content, len(rows), rejects, err)
		}
	}
}

func TestPlacementsHeader(t *testing.T) {
	t.Parallel()
	const example = ". Ví dụ dòng tiêu đề đúng: đích,cơ quan,văn phòng,quầy,ghi chú"
	for content, want := range map[string]string{
		"tên,số\na,1\n":                 `t.csv, dòng 1: dòng tiêu đề có các cột "tên", "số" nhưng thiếu nơi đặt: cần ít nhất một trong các cột cơ quan, văn phòng, quầy` + example,
		"\n\ntên\n":                     `t.csv, dòng 3: dòng tiêu đề có các cột "tên" nhưng`,
		"1.001193,Kho,Quầy 1\n":         `t.csv, dòng 1: dòng tiêu đề có các cột "1.001193", "Kho", "Quầy 1" nhưng`,
		"văn phòng,nơi đặt\na,b\n":      `t.csv, dòng 1: hai cột cùng là "văn phòng": "văn phòng" và "nơi đặt"` + example,
		"quầy\n1\n":                     `t.csv, dòng 1: dòng tiêu đề có các cột "quầy" nhưng thiếu cột đích`,
		"đích,\"quầy\" x\n":             "t.csv, dòng 1: dấu nháy kép đặt sai chỗ" + example,
		"đích,quầy\n":                   "t.csv: tệp chỉ có dòng tiêu đề",
		"đích,quầy\n\n,\n":              "t.csv: tệp chỉ có dòng tiêu đề",
		"\n \n":                         "t.csv: tệp không có dòng nào",
		"\xff\xfe\x10":                  "t.csv: tệp dùng bảng mã UTF-16",
		"d\xedch,quầy\n":                "t.csv: tệp không dùng bảng mã UTF-8",
		strings.Repeat("a,", 300<<10):   "t.csv, dòng 1: dòng đầu quá dài" + example,
		"PK\x03\x04 a spreadsheet\n":    "t.csv: đây là bảng tính, hoặc tệp zip nằm trong tệp khác",
		`{"code":"1.001193","name":""}`: "t.csv, dòng 1: ",
	} {
		src, err := Open(t.Context(), write(t, "t.csv", []byte(content)), nil)
		if err == nil {
			for _, e := range Placements(t.Context(), src, true) {
				err = e
			}
			_ = src.Close()
		}
		var source *SourceError
		if !errors.As(err, &source) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", content, err, want)
		}
	}
}

// TestPlacementsBreakOff reads a file that is torn, and one nobody waits for.
func TestPlacementsBreakOff(t *testing.T) {
	t.Parallel()
	whole := gzipped(t, []byte("quầy\n"+strings.Repeat("Quầy 1\n", 200_000)))
	path := write(t, "torn.csv", whole[:len(whole)/2])
	n := 0
	var err error
	for row, e := range Placements(t.Context(), open(t, path), false) {
		if err = e; err == nil && row.Reject == nil {
			n++
		}
	}
	var source *SourceError
	if !errors.As(err, &source) || !strings.Contains(err.Error(), "tệp nén bị cắt cụt") || n == 0 || source.Line < n {
		t.Errorf("a torn file: %d rows, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, e := range Placements(ctx, open(t, write(t, "t.csv", []byte("quầy\n1\n"))), false) {
		err = e
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after an interruption: %v", err)
	}
}

func FuzzPlacements(f *testing.F) {
	f.Add([]byte("đích,quầy\n1.001193,\"a\nb\"\n"))
	f.Add([]byte("office;note\n;\n\"\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		src, err := Open(t.Context(), write(t, "t.csv", content), nil)
		if err != nil {
			return
		}
		defer src.Close()
		line := 0
		for row, err := range Placements(t.Context(), src, false) {
			if err != nil {
				return
			}
			if row.Line <= line || row.Reject == nil && row.Placement.Label() == "" {
				t.Errorf("line %d after %d: %+v", row.Line, line, row)
			}
			line = row.Line
		}
	})
}
