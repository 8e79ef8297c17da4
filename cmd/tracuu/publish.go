package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"tracuu/data"
	"tracuu/data/opendata"
	"tracuu/web/format"
)

const (
	publishLook = 2 * time.Second  // how often it is looked whether something public has changed
	publishRest = 10 * time.Minute // the shortest time between two makings of open data
)

// publisher makes the open data that a server hands out, beside the store: each
// making in a folder of its own, named after the state it was made of. It is
// the one who has the folder.
type publisher struct {
	folder   *folder
	settings func() data.Settings
	province string
	log      *slog.Logger

	current atomic.Pointer[data.Publication]
	state   string    // what the current one was made of
	seen    string    // and how it was at the last look
	made    time.Time // zero: not by this process
}

func newPublisher(f *folder, settings func() data.Settings, province string, log *slog.Logger) *publisher {
	return &publisher{folder: f, settings: settings, province: province, log: log}
}

// Published is what was made last.
func (p *publisher) Published() *data.Publication { return p.current.Load() }

// run looks again and again until ctx ends. What cannot be made is tried again;
// what was made before stays.
func (p *publisher) run(ctx context.Context) {
	p.openOld()
	for ctx.Err() == nil {
		err := sleep(ctx, publishLook)
		if err == nil {
			err = p.look(ctx)
		}
		if err != nil && ctx.Err() == nil {
			p.log.Error("open data are not made", "error", err)
			_ = sleep(ctx, publishRest) // an error means that ctx has ended
		}
	}
}

// look makes the open data anew if something public has changed and no more
// does, but not too often.
func (p *publisher) look(ctx context.Context) error {
	o := openOptions(p.settings(), p.province, data.NewDate(p.folder.now().In(format.Hanoi)))
	o.Dated = true
	state, err := p.stateOf(ctx, o)
	if err != nil {
		return err
	}
	settled := state == p.seen
	p.seen = state
	if state == p.state || !settled || !p.made.IsZero() && p.folder.now().Sub(p.made) < publishRest {
		return nil
	}
	dir := filepath.Join(p.dir(), state)
	if err := os.MkdirAll(p.dir(), 0o755); err != nil {
		return fmt.Errorf("%w: %w", data.ErrStorageReadOnly, err)
	}
	start := time.Now()
	if _, err := p.folder.export(ctx, dir, o); err != nil {
		return err
	}
	if err := p.open(state); err != nil {
		return err
	}
	p.made = p.folder.now()
	p.log.Info("open data made", "took", time.Since(start).Round(time.Millisecond))
	return p.clear()
}

func (p *publisher) dir() string { return filepath.Join(p.folder.dir, "opendata") }

// stateOf names what open data would be made of now.
func (p *publisher) stateOf(ctx context.Context, o opendata.Options) (string, error) {
	public, err := p.folder.store.PublicState(ctx)
	if err != nil {
		return "", err
	}
	today, _ := o.Today.Time()
	b, err := json.Marshal([]any{opendata.Version, public, today.Format("2006-01"), o.PublicURL, o.Province, o.Publisher, o.Licence})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8]), err
}

// open hands out what was made of a state.
func (p *publisher) open(state string) error {
	pub, err := opendata.Open(filepath.Join(p.dir(), state))
	if err != nil {
		return err
	}
	p.state = state
	p.current.Store(&pub)
	return nil
}

// openOld hands out what an earlier process has made, until there is newer.
func (p *publisher) openOld() {
	names, err := os.ReadDir(p.dir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.log.Error("open data made before are not found", "error", err)
	}
	for _, n := range names {
		if p.current.Load() == nil && n.IsDir() && n.Name()[0] != '.' {
			if err := p.open(n.Name()); err != nil {
				p.log.Warn("open data made before are not handed out", "error", err)
			}
		}
	}
}

// clear deletes all but what is handed out.
func (p *publisher) clear() error {
	names, err := os.ReadDir(p.dir())
	for _, n := range names {
		if n.Name() != p.state {
			err = errors.Join(err, os.RemoveAll(filepath.Join(p.dir(), n.Name())))
		}
	}
	return err
}
