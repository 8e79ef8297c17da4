package poster_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"slices"
	"testing"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/qr/poster"
)

// TestCatalogueFits draws the longest and the shortest names of the real
// catalogue, and some of all the others, in every layout.
func TestCatalogueFits(t *testing.T) {
	all := catalogue(t)
	slices.SortStableFunc(all, func(a, b data.Procedure) int { return len(a.Name) - len(b.Name) })
	var chosen []data.Procedure
	for i, p := range all {
		if i < 20 || i%100 == 0 || i >= len(all)-60 {
			chosen = append(chosen, p)
		}
	}
	code := func(i int) string {
		seed := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
		c, err := qr.NewCode(bytes.NewReader(seed[:]))
		if err != nil {
			t.Fatal(err)
		}
		return string(c)
	}
	for _, l := range []poster.Layout{poster.A3, poster.A4, poster.A5, poster.Desk, poster.Labels24, poster.Labels14, poster.List, poster.Card} {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			d := poster.Document{Layout: l, PublicURL: "https://dichvucong-tracuu.khanhhoa.gov.vn", Issued: "2026-11-23", Cover: true, English: true}
			for i, p := range chosen {
				s := poster.Procedure(p)
				s.Code, s.Placement = code(i), "Quầy 3, Trung tâm Phục vụ hành chính công phường Nha Trang"
				s.Issuer = poster.Issuer{Name: "Trung tâm Phục vụ hành chính công phường Nha Trang", Address: "Địa chỉ của trung tâm", Phone: "0258 000 0000"}
				for j := range i%12 + 1 {
					e := chosen[(i+j*7)%len(chosen)]
					s.Entries = append(s.Entries, poster.Entry{Code: code(1000*i + j), Title: e.Name, Number: e.Code})
				}
				text, _, err := poster.CardText(p, s.Issuer.Phone, d.PublicURL+"/q/"+s.Code)
				if l == poster.Card && err != nil {
					continue
				}
				s.CardText = text
				d.Sheets = append(d.Sheets, s)
			}
			if err := poster.Write(t.Context(), io.Discard, d, nil); err != nil {
				t.Error(err)
			}
		})
	}
}
