package poster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"tracuu/data"
)

// TestPreview draws the first page of every layout: a picture that can be read,
// of the page's shape, with its letters and its symbol.
func TestPreview(t *testing.T) {
	t.Parallel()
	for layout, shape := range map[Layout]string{
		A3: "0 0 841.89 1190.55", A4: "0 0 595.28 841.89", A5: "0 0 419.53 595.28", Desk: "", Labels24: "0 0 595.28 841.89", List: "0 0 595.28 841.89",
	} {
		d := Document{
			Layout: layout, PublicURL: "https://tinh.gov.vn", Issued: "2026-11-23",
			Sheets: []Sheet{{Code: "00000000", Title: "Đăng ký khai sinh (bản chính)", Number: "1.001193", Placement: "Quầy 3"}},
		}
		if layout == List {
			d.Sheets[0].Entries = []Entry{{Code: "00000000", Title: "Đăng ký khai sinh", Number: "1.001193"}}
		}
		svg, err := Preview(t.Context(), d, "xem-", func(string) string { return "" })
		if err != nil {
			t.Errorf("%s: %v", layout, err)
			continue
		}
		if !strings.Contains(string(svg[:200]), shape) {
			t.Errorf("%s: %s", layout, svg[:100])
		}
		uses, paths := 0, 0
		for dec := xml.NewDecoder(bytes.NewReader(svg)); ; {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", layout, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				switch e.Name.Local {
				case "use":
					uses++
				case "path":
					paths++
				}
			}
		}
		if uses < 30 || paths < 20 {
			t.Errorf("%s: %d letters, %d shapes", layout, uses, paths)
		}
		t.Logf("%s: %d bytes", layout, len(svg))
	}
	if _, err := Preview(t.Context(), Document{Layout: A4}, "", func(string) string { return "" }); !errors.Is(err, data.ErrInvalid) {
		t.Errorf("nothing to draw: %v", err)
	}
}
