package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"tracuu/data"
)

var birthTarget = data.Target{Kind: data.KindProcedure, Key: "1.001193"}

// finder finds another thing each time it is asked.
type finder struct{ asked atomic.Int64 }

func (f *finder) find(context.Context) (neighbours, error) {
	return neighbours{procedures: []string{fmt.Sprint(f.asked.Add(1))}}, nil
}

// TestNeighbourhoodsKept: what was found is kept for ten minutes; then the old
// is shown once more while the new is looked for.
func TestNeighbourhoodsKept(t *testing.T) {
	t.Parallel()
	var now atomic.Int64
	clock := func() time.Time { return time.Unix(now.Load(), 0) }
	c := newNeighbourhoods(10, time.Minute, clock, slog.New(slog.DiscardHandler))
	f := &finder{}
	for i, step := range []struct {
		after time.Duration
		want  string
	}{
		{0, "1"}, {0, "1"}, {9 * time.Minute, "1"}, {time.Minute, "1"}, {0, "2"},
	} {
		now.Add(int64(step.after / time.Second))
		if got := c.of(t.Context(), birthTarget, f.find); !reflect.DeepEqual(got.procedures, []string{step.want}) {
			t.Errorf("step %d: %v, want %s", i, got.procedures, step.want)
		}
		c.turn <- struct{}{} // what goes on beside it has ended
		<-c.turn
	}
}

// TestNeighbourhoodsWait: nobody waits long, for a search of their own or of
// others, and later readers have what it found.
func TestNeighbourhoodsWait(t *testing.T) {
	t.Parallel()
	c := newNeighbourhoods(10, time.Millisecond, time.Now, slog.New(slog.DiscardHandler))
	goOn := make(chan struct{})
	slow := func(context.Context) (neighbours, error) {
		<-goOn
		return neighbours{articles: []int64{7}}, nil
	}
	if got := c.of(t.Context(), birthTarget, slow); got.articles != nil {
		t.Errorf("found before the end: %v", got)
	}
	f := &finder{}
	if got := c.of(t.Context(), data.Target{Kind: data.KindProcedure, Key: "2"}, f.find); got.procedures != nil || f.asked.Load() != 0 {
		t.Errorf("two searches at once: %v", got)
	}
	close(goOn)
	c.turn <- struct{}{}
	<-c.turn
	if got := c.of(t.Context(), birthTarget, f.find); len(got.articles) != 1 {
		t.Errorf("not kept: %v", got)
	}
}

// TestNeighbourhoodsFaults: an error or a panic shows none, and is not tried
// again at once.
func TestNeighbourhoodsFaults(t *testing.T) {
	t.Parallel()
	for name, find := range map[string]func(context.Context) (neighbours, error){
		"error": func(context.Context) (neighbours, error) { return neighbours{}, errors.New("no index") },
		"panic": func(context.Context) (neighbours, error) { panic("a bug") },
	} {
		c := newNeighbourhoods(10, time.Minute, time.Now, slog.New(slog.DiscardHandler))
		n := 0
		for range 3 {
			got := c.of(t.Context(), birthTarget, func(ctx context.Context) (neighbours, error) { n++; return find(ctx) })
			if got.procedures != nil || got.articles != nil {
				t.Errorf("%s: %v", name, got)
			}
		}
		if n != 1 {
			t.Errorf("%s: tried %d times", name, n)
		}
	}
}

// TestNeighbourhoodsBounded: no more is kept than the bound.
func TestNeighbourhoodsBounded(t *testing.T) {
	t.Parallel()
	c := newNeighbourhoods(5, time.Minute, time.Now, slog.New(slog.DiscardHandler))
	f := &finder{}
	for i := range 40 {
		c.of(t.Context(), data.Target{Kind: data.KindProcedure, Key: fmt.Sprint(i)}, f.find)
	}
	if len(c.known) != 5 || f.asked.Load() != 40 {
		t.Errorf("%d are kept of %d", len(c.known), f.asked.Load())
	}
}

func TestPhrase(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Đăng ký khai sinh":                " đăng kí khai sinh ",
		"Công nhận hoà giải viên (cấp xã)": " công nhận hòa giải viên ",
		"Cấp lại Bằng “Tổ quốc ghi công”":  " cấp lại bằng tổ quốc ghi công ",
		"(chỉ có ngoặc)":                   " chỉ có ngoặc ",
		"Cấp thẻ (BHYT) cho trẻ em":        " cấp thẻ bhyt cho trẻ em ",
		"":                                 " ",
	} {
		if got := nameWords(name); got != want {
			t.Errorf("nameWords(%q) = %q, want %q", name, got, want)
		}
	}
	if n := syllables(nameWords("Đăng ký khai sinh")); n != 4 {
		t.Errorf("%d syllables", n)
	}
}
