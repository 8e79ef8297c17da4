package main

import (
	"context"
	"errors"
	"fmt"

	"tracuu/data"
)

type indexCmd struct {
	Rebuild indexRebuildCmd `cmd:"" help:"Lập lại chỉ mục từ cơ sở dữ liệu."`
	Check   indexCheckCmd   `cmd:"" help:"So chỉ mục với cơ sở dữ liệu."`
	Stats   indexStatsCmd   `cmd:"" help:"Số liệu của chỉ mục."`
}

type (
	indexRebuildCmd struct{}
	indexCheckCmd   struct{}
	indexStatsCmd   struct{}
)

// withIndex runs f on the folder's index, caught up with the store.
func withIndex(ctx context.Context, e *env, sh *shared, use func(*folder, *ownedIndex, int) error) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	ix, followed, err := f.ownIndex(ctx, "tracuu index")
	if err != nil {
		return err
	}
	return errors.Join(use(f, ix, followed), ix.Close())
}

// Run fills a new index and swaps it in. The old one is not read, whatever
// state it is in.
func (indexRebuildCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	ix, err := f.ownStaleIndex(ctx, "tracuu index rebuild")
	if err != nil {
		return err
	}
	start := e.now()
	n, err := ix.Rebuild(ctx, f.store, nil)
	if err == nil {
		fmt.Fprintf(e.stdout, "Đã lập lại chỉ mục: %d mục, %.1f giây.\n", n, e.now().Sub(start).Seconds())
	}
	return errors.Join(err, ix.Close())
}

// maxDifferences is how many differences of each sort are listed.
const maxDifferences = 10

// Run compares index and store after the index has caught up, as it does at
// every start.
func (indexCheckCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return withIndex(ctx, e, sh, func(f *folder, ix *ownedIndex, followed int) error {
		rep, err := ix.Check(ctx, f.store)
		if err != nil {
			return err
		}
		if followed > 0 {
			fmt.Fprintf(e.stdout, "Chỉ mục vừa theo kịp %d thay đổi.\n", followed)
		}
		fmt.Fprintf(e.stdout, "Cơ sở dữ liệu: %d thủ tục, %d tin.\n", rep.Procedures, rep.Articles)
		if rep.OK() {
			fmt.Fprintln(e.stdout, "Chỉ mục khớp với cơ sở dữ liệu.")
			return nil
		}
		for _, d := range []struct {
			what  string
			names []string
		}{{"Thiếu trong chỉ mục", rep.Missing}, {"Thừa trong chỉ mục", rep.Extra}, {"Cũ hơn cơ sở dữ liệu", rep.Stale}} {
			for i, name := range d.names {
				if i == maxDifferences {
					fmt.Fprintf(e.stdout, "%s: … và %d mục khác\n", d.what, len(d.names)-i)
					break
				}
				fmt.Fprintf(e.stdout, "%s: %s\n", d.what, name)
			}
		}
		return fmt.Errorf("chỉ mục lệch với cơ sở dữ liệu: thiếu %d, thừa %d, cũ %d. Hãy chạy \"tracuu index rebuild\"",
			len(rep.Missing), len(rep.Extra), len(rep.Stale))
	})
}

// Run prints sizes and counts.
func (indexStatsCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return withIndex(ctx, e, sh, func(f *folder, ix *ownedIndex, _ int) error {
		st, err := ix.Stats()
		if err != nil {
			return err
		}
		_, seq, err := f.store.Stamp(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "Chỉ mục lần lập thứ %d, cấu trúc bản %d; cơ sở dữ liệu đã qua %d thay đổi.\n", st.Generation, st.Schema, seq)
		for _, k := range []struct {
			kind  data.Kind
			label string
		}{{data.KindProcedure, "Thủ tục"}, {data.KindArticle, "Tin tức"}} {
			fmt.Fprintf(e.stdout, "%s: %d mục, đã theo tới thay đổi thứ %d, %.1f MB trên đĩa.\n",
				k.label, st.Documents[k.kind], st.Seq[k.kind], float64(st.Bytes[k.kind])/1e6)
		}
		return nil
	})
}
