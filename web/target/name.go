package target

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// NameStore finds agencies and fields.
type NameStore interface {
	Agency(ctx context.Context, slug string) (data.Agency, error)
	AgencyByName(ctx context.Context, name string) (data.Agency, error)
	Fields(ctx context.Context) ([]data.Field, error)
}

// FindAgency finds an agency by its slug or by a name it bears or has borne.
// The error is an *Error if there is none.
func FindAgency(ctx context.Context, store NameStore, name string) (data.Agency, error) {
	a, err := store.Agency(ctx, name)
	if errors.Is(err, data.ErrNotFound) {
		a, err = store.AgencyByName(ctx, name)
	}
	if errors.Is(err, data.ErrNotFound) {
		return a, &Error{Reason: Reason{
			fmt.Sprintf("không có cơ quan %q", Shorten(name)),
			". Xem các cơ quan: tracuu config list; lập mới: tracuu config set agency.new \"TÊN\"",
		}}
	}
	return a, err
}

// FindField finds a field by its slug or its name, with or without marks. The
// error is an *Error if there is none.
func FindField(ctx context.Context, store NameStore, name string) (data.Field, error) {
	fields, err := store.Fields(ctx)
	if err != nil {
		return data.Field{}, err
	}
	for _, same := range []func(data.Field) bool{
		func(o data.Field) bool { return o.Slug == name },
		func(o data.Field) bool { return strings.EqualFold(o.Name, name) },
		func(o data.Field) bool { return SameName(o.Name, name) },
	} {
		if i := slices.IndexFunc(fields, same); i >= 0 {
			return fields[i], nil
		}
	}
	hint := ""
	if len(fields) > 0 {
		hint = fmt.Sprintf("; ví dụ có: %s (%s)", fields[0].Slug, fields[0].Name)
	}
	return data.Field{}, &Error{Reason: Reason{What: fmt.Sprintf("không có lĩnh vực %q%s", Shorten(name), hint)}}
}

// SameName compares names without marks, case and spaces at the ends.
func SameName(a, b string) bool {
	fold := func(s string) string { return strings.Join(strings.Fields(vi.Fold(vi.Repair(s))), " ") }
	return fold(a) == fold(b)
}
