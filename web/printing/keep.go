package printing

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"tracuu/data"
	"tracuu/qr/poster"
)

// Kept is what the record of a draft that was made holds, and the document as
// it comes back from the record: what is drawn is what is kept, to the last
// byte.
func (d *Draft) Kept() (record []byte, drawn poster.Document, err error) {
	if record, err = json.Marshal(d.Document); err == nil {
		err = json.Unmarshal(record, &drawn)
	}
	return record, drawn, err
}

// Keep keeps the record of a draft whose sheets are drawn, and answers its
// number.
func (d *Draft) Keep(ctx context.Context, record []byte) (id int64, err error) {
	return d.Store.SavePrint(ctx, data.Print{
		Who: d.Order.By.Who, Layout: string(d.Order.Layout), Host: d.Host, Issued: d.Order.Issued,
		Document: record, Posters: d.Posters, Token: d.token(record),
	})
}

// token tells this printing from every other: a form sent twice is one, but one
// that was gone back to and filled in otherwise is another.
func (d *Draft) token(record []byte) string {
	if d.Order.Token == "" {
		return ""
	}
	return fmt.Sprintf("%s-%x", d.Order.Token, sha256.Sum256(record))
}

// Find finds a former printing and its document.
func (p Printer) Find(ctx context.Context, id int64) (kept data.Print, doc poster.Document, err error) {
	if kept, err = p.Store.Print(ctx, id); err != nil {
		return kept, doc, err
	}
	if err = json.Unmarshal(kept.Document, &doc); err != nil {
		err = fmt.Errorf("document of printing %d: %w", id, err)
	}
	return kept, doc, err
}

// Amount says how much was printed, on how many pages.
func Amount(doc poster.Document, codes int) string {
	switch n, per := len(doc.Sheets), doc.Layout.Labels(); {
	case per > 0:
		return fmt.Sprintf("%d nhãn trên %d tờ A4", n, (max(doc.Start, 1)-1+n+per-1)/per)
	case doc.Layout == poster.List:
		return fmt.Sprintf("%d danh sách với %d mã", n, codes)
	case doc.Layout == poster.Card:
		return fmt.Sprintf("%d thẻ chữ", n)
	default:
		return fmt.Sprintf("%d tờ khổ %s", n, doc.Layout)
	}
}

// Preview draws the first page of what Make would make, as SVG, see
// [poster.Preview]. Codes that are yet to be made are shown as 0000-0000, and so
// is every other: the picture is not for scanning. crest is the address of an
// agency's crest by its key.
func (d *Draft) Preview(ctx context.Context, prefix string, crest func(key string) string) ([]byte, error) {
	shown := *d
	n := min(len(d.Picks), max(poster.MaxEntries, d.Order.Layout.Labels()))
	if d.Order.Layout != poster.List && d.Order.Layout.Labels() == 0 {
		n = 1
	}
	if err := shown.compose(d.Picks[:n], slices.Repeat([]string{anyCode}, n)); err != nil {
		return nil, err
	}
	return poster.Preview(ctx, shown.Document, prefix, crest)
}
