package admin

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"tracuu/qr/poster"
)

// layoutChoice is a layout with a small picture of it.
type layoutChoice struct {
	Layout    poster.Layout
	Name, Use string
	Picture   template.HTML
}

var layoutChoices = []layoutChoice{
	{poster.A4, "Áp phích A4", "tường, cửa", layoutPicture(42, 60, 1, 1)},
	{poster.A3, "Áp phích A3", "sảnh, nhìn từ xa", layoutPicture(54, 76, 1, 1)},
	{poster.A5, "Áp phích A5", "mặt quầy", layoutPicture(30, 42, 1, 1)},
	{poster.Desk, "Thẻ để bàn", "gập đôi, hai mặt", layoutPicture(42, 60, 1, 2)},
	{poster.Labels24, "Nhãn 24 ô", "tờ nhãn 70 × 37 mm", layoutPicture(42, 60, 3, 8)},
	{poster.Labels14, "Nhãn 14 ô", "tờ nhãn 99 × 38 mm", layoutPicture(42, 60, 2, 7)},
	{poster.List, "Danh sách", "12 mã một tờ A4", layoutPicture(42, 60, 1, 6)},
	{poster.Card, "Thẻ chữ", "đọc được khi không có mạng", layoutPicture(42, 30, 1, 1)},
}

func layoutName(l poster.Layout) string {
	if i := slices.IndexFunc(layoutChoices, func(c layoutChoice) bool { return c.Layout == l }); i >= 0 {
		return layoutChoices[i].Name
	}
	return string(l)
}

// layoutPicture is a sheet of paper with columns and rows of codes, each with
// its lines.
func layoutPicture(w, h, columns, rows int) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="sheet" viewBox="0 0 56 78" width="56" height="78" aria-hidden="true"><path class="paper" d="M%d %dh%dv%dh-%dz"/>`, (56-w)/2, (78-h)/2, w, h, w)
	cellW, cellH := float64(w)/float64(columns), float64(h)/float64(rows)
	side := min(cellW, cellH) * 0.6
	for row := range rows {
		for column := range columns {
			x, y := float64(56-w)/2+float64(column)*cellW+cellW*0.12, float64(78-h)/2+float64(row)*cellH+(cellH-side)/2
			fmt.Fprintf(&b, `<path class="ink" d="M%.1f %.1fh%.1fv%.1fh-%.1fz"/>`, x, y, side, side, side)
			if left := cellW*0.76 - side; left > 3 {
				fmt.Fprintf(&b, `<path class="ink line" d="M%.1f %.1fh%.1fM%.1f %.1fh%.1f"/>`, x+side+2, y+side*0.3, left-2, x+side+2, y+side*0.7, (left-2)*0.7)
			}
		}
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}
