package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/web/setting"
)

// change keeps a change of the settings, tells what follows and answers what
// they are then.
func (f *folder) change(ctx context.Context, w io.Writer, c *setting.Change, by data.Edit) (data.Settings, error) {
	s, err := setting.Keep(ctx, f.store, c, by)
	if err != nil {
		return s, err
	}
	for _, n := range c.Notes {
		fmt.Fprintln(w, "Lưu ý: "+n.String())
	}
	return s, nil
}

// warnStrangers tells of hosts that codes were printed with and that are no
// longer known as ours.
func (f *folder) warnStrangers(ctx context.Context, w io.Writer, s data.Settings) error {
	strangers, err := setting.Strangers(ctx, f.store, s)
	for _, h := range strangers {
		fmt.Fprintf(w, "Lưu ý: có mã đã in mang tên miền %s, nay không được nhận là thật. Nếu còn treo: tracuu config set former_hosts %s\n",
			h, strings.Join(slices.Concat(s.FormerHosts, []string{h}), ","))
	}
	return err
}
