package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/web/target"
)

// flagPlace is the place that --placement names: one that is known by this
// label, or "office / counter", with the agency in front or from its flag. A
// slash without spaces around it is part of an address.
func (c *posterCmd) flagPlace(ctx context.Context, f *folder) (p data.Placement, err error) {
	typed, agency := c.Placement, ""
	if c.Agency != "" {
		a, err := target.FindAgency(ctx, f.store, c.Agency)
		if err != nil {
			return p, err
		}
		agency = a.Name
	}
	all, err := f.store.Placements(ctx)
	if err != nil {
		return p, err
	}
	known := slices.DeleteFunc(all, func(k data.Placement) bool {
		return !target.SameName(k.Label(), typed) || agency != "" && k.Agency != agency
	})
	if len(known) > 0 {
		return only(known)
	}
	parts := strings.Split(typed, " / ")
	for i, part := range parts {
		if parts[i] = strings.Join(strings.Fields(part), " "); parts[i] == "" || len(parts) > 3 {
			return p, fmt.Errorf("%w: --placement %q: hãy ghi \"văn phòng / quầy\" hoặc \"cơ quan / văn phòng / quầy\"", errUsage, target.Shorten(typed))
		}
	}
	if len(parts) == 3 {
		a, err := target.FindAgency(ctx, f.store, parts[0])
		switch {
		case err != nil:
			return p, fmt.Errorf("--placement: %w", err)
		case agency != "" && agency != a.Name:
			return p, fmt.Errorf("%w: --agency là %q nhưng --placement ghi %q; hãy ghi một cơ quan", errUsage, agency, a.Name)
		}
		agency, parts = a.Name, parts[1:]
	}
	p = data.Placement{Agency: agency, Office: parts[0]}
	if len(parts) == 2 {
		p.Counter = parts[1]
	}
	if reason := ingest.PlaceReason(p); reason != "" {
		return p, fmt.Errorf("%w: --placement: %s", errUsage, reason)
	}
	named, err := f.store.PlacementsNamed(ctx, p.Office, p.Counter)
	if err != nil {
		return p, err
	}
	if agency != "" {
		named = slices.DeleteFunc(named, func(k data.Placement) bool { return k.Agency != agency })
	}
	if len(named) == 0 {
		return p, nil
	}
	return only(named)
}

// only is the one place that is known by what was typed.
func only(known []data.Placement) (data.Placement, error) {
	if len(known) == 1 {
		return known[0], nil
	}
	var names []string
	for _, k := range known {
		parts := slices.DeleteFunc([]string{k.Agency, k.Office, k.Counter}, func(s string) bool { return s == "" })
		names = append(names, fmt.Sprintf("%q", strings.Join(parts, " / ")))
	}
	return data.Placement{}, fmt.Errorf("--placement: có %d nơi mang tên này: %s. Hãy ghi rõ \"cơ quan / văn phòng / quầy\", hoặc thêm --agency",
		len(known), strings.Join(names, ", "))
}
