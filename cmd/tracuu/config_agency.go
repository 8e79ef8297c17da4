package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/qr/poster"
	"tracuu/web/format"
	"tracuu/web/target"
)

// maxAgencyName bounds an agency's name in letters.
const maxAgencyName = 200

func newAgencyView(a data.Agency) agencyView {
	return agencyView{
		Slug: a.Slug, Name: a.Name, Former: a.Former, Colour: a.Colour, Crest: a.Crest,
		Address: a.Address, Hours: a.Hours, Phone: a.Phone, ReplacedBy: a.ReplacedBy,
	}
}

func agencyText(a data.Agency) []configLine {
	at := "agency." + a.Slug + "."
	return []configLine{
		{at + "name", a.Name},
		{at + "colour", a.Colour},
		{at + "crest", a.Crest},
		{at + "address", a.Address},
		{at + "hours", a.Hours},
		{at + "phone", a.Phone},
		{at + "replaced_by", a.ReplacedBy},
	}
}

// printAgency prints one thing that an agency tells, or all of them: name is
// what stands behind "agency.".
func (f *folder) printAgency(ctx context.Context, w io.Writer, name string, asJSON bool) error {
	a, part, err := f.agencyPart(ctx, name)
	switch {
	case err != nil:
		return err
	case part == "" && asJSON:
		return printJSON(w, newAgencyView(a))
	case part == "":
		return printSettings(w, agencyText(a))
	}
	key := "agency." + a.Slug + "." + part
	all := agencyText(a)
	value := all[slices.IndexFunc(all, func(s configLine) bool { return s.key == key })].value
	if asJSON {
		return printJSON(w, map[string]string{key: value})
	}
	_, err = fmt.Fprintln(w, value)
	return err
}

// agencyPart takes apart what stands behind "agency.": an agency, by its slug or
// a name, and perhaps one thing that it tells.
func (f *folder) agencyPart(ctx context.Context, name string) (a data.Agency, part string, err error) {
	a, err = target.FindAgency(ctx, f.store, name)
	i := strings.LastIndexByte(name, '.')
	if err == nil || i < 0 {
		return a, "", err
	}
	if a, err = target.FindAgency(ctx, f.store, name[:i]); err != nil {
		return a, "", err
	}
	key := "agency." + a.Slug + name[i:]
	if !slices.ContainsFunc(agencyText(a), func(s configLine) bool { return s.key == key }) {
		return a, "", unknownSetting("agency." + name)
	}
	return a, name[i+1:], nil
}

// setAgency sets one thing that an agency tells: key is what stands behind
// "agency.".
func (f *folder) setAgency(ctx context.Context, e *env, key, value string, by data.Edit) error {
	if !strings.HasSuffix(key, ".crest") { // that is the path of a file
		limit := maxLine
		if key == "new" || strings.HasSuffix(key, ".name") {
			limit = maxAgencyName
		}
		clean, err := format.CleanLine(value, limit)
		if err != nil {
			return fmt.Errorf("giá trị %w", err)
		}
		value = clean
	}
	if key == "new" {
		return f.newAgency(ctx, e, value)
	}
	a, part, err := f.agencyPart(ctx, key)
	switch {
	case err != nil:
		return err
	case part == "name":
		return f.renameAgency(ctx, e, a, value, by)
	case part == "replaced_by":
		return f.replaceAgency(ctx, e, a, value, by)
	}
	var set func(*data.AgencyLook)
	switch part {
	case "colour":
		value = strings.ToLower(value)
		if err := poster.CheckColour(value); err != nil {
			return err
		}
		set = func(l *data.AgencyLook) { l.Colour = value }
	case "crest":
		crest, err := f.saveCrest(ctx, value)
		if err != nil {
			return err
		}
		set = func(l *data.AgencyLook) { l.Crest = crest }
	case "address":
		set = func(l *data.AgencyLook) { l.Address = value }
	case "hours":
		set = func(l *data.AgencyLook) { l.Hours = value }
	case "phone":
		set = func(l *data.AgencyLook) { l.Phone = value }
	default:
		return unknownSetting("agency." + key)
	}
	err = f.store.ChangeAgencyLook(ctx, a.Slug, by, func(l *data.AgencyLook) error { set(l); return nil })
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Đã đặt agency.%s.%s = %s. Tờ in từ nay theo giá trị mới; tờ đã in không đổi.\n", a.Slug, part, orUnset(value))
	return nil
}

func orUnset(value string) string {
	if value == "" {
		return "(chưa đặt)"
	}
	return value
}

func (f *folder) newAgency(ctx context.Context, e *env, name string) error {
	known, err := f.store.AgencyByName(ctx, name)
	switch {
	case err == nil && !target.SameName(known.Name, name):
		fmt.Fprintf(e.stdout, "Không lập mới: %q là tên cũ của cơ quan %q (agency.%s). Nếu là cơ quan khác, hãy ghi tên khác hẳn.\n", name, known.Name, known.Slug)
		return nil
	case err == nil:
		fmt.Fprintf(e.stdout, "Không lập mới: đã có cơ quan %q (agency.%s).\n", known.Name, known.Slug)
		return nil
	case !errors.Is(err, data.ErrNotFound):
		return err
	}
	a, err := f.store.EnsureAgency(ctx, name)
	if errors.Is(err, data.ErrInvalid) {
		return errors.New("tên cơ quan trống: hãy ghi tên đầy đủ")
	}
	if err == nil {
		fmt.Fprintf(e.stdout, "Đã lập cơ quan %q: agency.%s\n", a.Name, a.Slug)
	}
	return err
}

func (f *folder) renameAgency(ctx context.Context, e *env, a data.Agency, name string, by data.Edit) error {
	err := f.store.RenameAgency(ctx, a.Slug, name, by)
	switch {
	case errors.Is(err, data.ErrConflict):
		return fmt.Errorf("đã có cơ quan khác mang tên %q. Nếu cơ quan ấy nhận việc của %q, hãy đặt agency.%s.replaced_by", name, a.Name, a.Slug)
	case errors.Is(err, data.ErrInvalid):
		return errors.New("tên cơ quan trống: hãy ghi tên đầy đủ")
	case err != nil:
		return err
	}
	fmt.Fprintf(e.stdout, "Cơ quan %q nay là %q. Mã đã in và địa chỉ /co-quan/%s vẫn dùng được; tên cũ trong tệp nạp vẫn được hiểu.\n", a.Name, name, a.Slug)
	return nil
}

func (f *folder) replaceAgency(ctx context.Context, e *env, a data.Agency, heir string, by data.Edit) error {
	if heir == "" {
		if err := f.store.ReplaceAgency(ctx, a.Slug, "", by); err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "%s không còn ghi là đã được thay thế.\n", a.Name)
		return nil
	}
	next, err := target.FindAgency(ctx, f.store, heir)
	if err != nil {
		return err
	}
	err = f.store.ReplaceAgency(ctx, a.Slug, next.Slug, by)
	if errors.Is(err, data.ErrInvalid) {
		return fmt.Errorf("%q và %q sẽ thay thế lẫn nhau; hãy bỏ chiều kia trước", a.Name, next.Name)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Công việc của %q nay do %q đảm nhận. Mã đã in vẫn mở đúng trang.\n", a.Name, next.Name)
	return nil
}

// saveCrest keeps the picture of a file and answers its key; no file, no crest.
func (f *folder) saveCrest(ctx context.Context, path string) (string, error) {
	if path == "" {
		return "", nil
	}
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("không đọc được tệp ảnh %s; hãy kiểm tra đường dẫn", path)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, poster.MaxCrestFile+1))
	if err != nil {
		return "", fmt.Errorf("không đọc được tệp ảnh %s; hãy kiểm tra xem đó có phải một tệp ảnh. [%w]", path, err)
	}
	png, err := poster.ParseCrest(raw)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return f.store.SaveImage(ctx, png)
}
