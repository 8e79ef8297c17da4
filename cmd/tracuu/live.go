package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync/atomic"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/qr"
	"tracuu/web/paths"
)

// settings are what a running server goes by: its flags first, then what is
// stored, which others may change meanwhile, then this machine's own address.
type settings struct {
	given   data.Settings // by flags
	here    string        // this machine's own address
	log     *slog.Logger
	current atomic.Pointer[data.Settings]
	unused  string // the stored address of which that was told last
}

func (s *settings) now() data.Settings { return *s.current.Load() }

// refresh reads what is stored now.
func (s *settings) refresh(ctx context.Context, store *sqlite.DB) error {
	stored, err := store.Settings(ctx)
	if err != nil {
		return err
	}
	next := data.Settings{
		PublicURL:    s.given.PublicURL,
		FormerHosts:  slices.Concat(s.given.FormerHosts, stored.FormerHosts),
		AllowedHosts: slices.Concat(s.given.AllowedHosts, stored.AllowedHosts),
		Holidays:     stored.Holidays, AddedHolidays: stored.AddedHolidays,
		Home: stored.Home, Province: stored.Province,
		Publisher: stored.Publisher, Licence: stored.Licence,
	}
	if stored.PublicURL != "" {
		s.consider(stored.PublicURL, &next)
	}
	if next.PublicURL == "" {
		next.PublicURL = s.here
	}
	s.current.Store(&next)
	return nil
}

// consider takes the stored public address: as the public one, or, where a flag
// has decided that, as one that codes were printed with. It is told once why it
// is not used.
func (s *settings) consider(stored string, next *data.Settings) {
	host, level := paths.HostOf(stored), slog.LevelError
	reason := qr.ValidatePublicURL(stored)
	switch {
	case reason != nil:
	case next.PublicURL == "":
		next.PublicURL = stored
		return
	case paths.HostOf(next.PublicURL) == host:
		return
	default:
		level = slog.LevelWarn
		reason = fmt.Errorf("the server was started with %s; codes printed with %s stay genuine", next.PublicURL, host)
		if !paths.IsLocal(host) {
			next.FormerHosts = append(next.FormerHosts, host)
		}
	}
	if s.unused != stored {
		s.unused = stored
		s.log.Log(context.Background(), level, "the stored public address is not used", "stored", stored, "reason", reason)
	}
}

// warn tells the one who starts a server that codes will not be opened by
// others, or that codes hang out there whose host it does not know.
func (s *settings) warn(ctx context.Context, store *sqlite.DB, w io.Writer) error {
	now := s.now()
	if now.PublicURL == s.here {
		fmt.Fprintln(w, "Lưu ý: chưa đặt --public-url nên mã QR chỉ mở được trên máy này; đừng đem in.")
	}
	printed, err := store.UsedHosts(ctx)
	if err != nil {
		return err
	}
	known := append([]string{paths.HostOf(now.PublicURL)}, now.FormerHosts...)
	for _, h := range printed {
		if h != "" && !paths.HasHost(known, h) {
			fmt.Fprintf(w, "Lưu ý: đã in mã với tên miền %s, khác địa chỉ công khai hiện nay. Thêm --former-host %s để mã đã in vẫn được nhận là thật.\n", h, h)
		}
	}
	return nil
}

// settings reads the flags of a server.
func (c *serveCmd) settings(sh *shared) (data.Settings, error) {
	s := data.Settings{PublicURL: sh.PublicURL}
	if s.PublicURL != "" {
		if err := qr.ValidatePublicURL(s.PublicURL); err != nil {
			return s, fmt.Errorf("%w: --public-url: %w", errUsage, err)
		}
	}
	for _, h := range c.FormerHost {
		host, err := paths.CheckFormerHost(h)
		if err != nil {
			return s, fmt.Errorf("%w: --former-host %q: %w", errUsage, h, err)
		}
		s.FormerHosts = append(s.FormerHosts, host)
	}
	for _, h := range c.AllowHost {
		host, err := paths.CheckAllowedHost(h)
		if err != nil {
			return s, fmt.Errorf("%w: --allow-host %q: %w", errUsage, h, err)
		}
		s.AllowedHosts = append(s.AllowedHosts, host)
	}
	return s, nil
}
