package poster

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"maps"
	"slices"

	"codeberg.org/go-pdf/fpdf"
)

// picture is a crest that the file holds.
type picture struct {
	name   string // in the file
	aspect float64
}

const maxCrest = 4096 // pixels on a side

// addPictures puts the crests into the file that sheets name. They are decoded
// and encoded anew, since fpdf reads neither interlaced PNG nor 16 bits a
// channel.
func (p *printing) addPictures(pdf *fpdf.Fpdf) error {
	named := make(map[string]bool)
	for _, s := range p.sheets {
		if s.Issuer.Crest != "" {
			named[s.Issuer.Crest] = true
		}
	}
	p.pictures = make(map[string]*picture)
	widths := make(map[int]bool)
	for _, key := range slices.Sorted(maps.Keys(named)) {
		file := p.Crests[key]
		head, err := png.DecodeConfig(bytes.NewReader(file))
		if err != nil {
			return invalid("huy hiệu %q không phải tệp PNG đọc được (%v); hãy xuất lại ra PNG", key, err)
		}
		if head.Width > maxCrest || head.Height > maxCrest {
			return invalid("huy hiệu %q rộng %d × %d điểm; hãy thu nhỏ còn nhiều nhất %d mỗi chiều", key, head.Width, head.Height, maxCrest)
		}
		decoded, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			return invalid("huy hiệu %q không phải tệp PNG đọc được (%v); hãy xuất lại ra PNG", key, err)
		}
		// fpdf orders pictures by width, and those of one width by chance: an
		// empty column more keeps equal documents equal.
		width := head.Width
		for widths[width] {
			width++
		}
		widths[width] = true
		plain := image.NewNRGBA(image.Rect(0, 0, width, head.Height))
		draw.Draw(plain, plain.Bounds(), decoded, decoded.Bounds().Min, draw.Src)
		var out bytes.Buffer
		if err := png.Encode(&out, plain); err != nil {
			return err
		}
		pdf.RegisterImageOptionsReader(key, fpdf.ImageOptions{ImageType: "png"}, &out)
		p.pictures[key] = &picture{key, float64(width) / float64(head.Height)}
	}
	return pdf.Error()
}
