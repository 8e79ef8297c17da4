package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"

	"tracuu/web/asset"
	"tracuu/web/words"
)

// offlinePath is the page for readers without a signal.
const offlinePath = "/ngoai-tuyen"

// shell is what a phone keeps of every version of the site, to show what it has
// seen without a signal.
type shell struct {
	page, suggest, icon, maskable, manifest, worker *asset.Asset
	offline                                         map[string]*asset.Asset // by language
}

// readShell makes what needs no page; the rest is made by finishShell.
func readShell(province string) (sh shell, err error) {
	for _, script := range []struct {
		to            **asset.Asset
		path, pattern string
	}{
		{&sh.page, "/static/page.js", "static/page/*.js"},
		{&sh.suggest, "/static/suggest.js", "static/suggest.js"},
	} {
		text, err := asset.Script(files, script.pattern, "")
		if err != nil {
			return shell{}, err
		}
		if *script.to, err = asset.New(script.path, "text/javascript; charset=utf-8", text); err != nil {
			return shell{}, err
		}
	}
	for to, path := range map[**asset.Asset]string{&sh.icon: "static/icon.svg", &sh.maskable: "static/icon-maskable.svg"} {
		picture, err := files.ReadFile(path)
		if err != nil {
			return shell{}, err
		}
		if *to, err = asset.New("/"+path, "image/svg+xml", picture); err != nil {
			return shell{}, err
		}
	}
	manifest, err := json.Marshal(newManifest(province))
	if err != nil {
		return shell{}, err
	}
	sh.manifest, err = asset.New("/manifest.webmanifest", "application/manifest+json", manifest)
	return sh, err
}

// finishShell makes the pages for readers without a signal, which load the
// scripts, and the worker that keeps them all.
func (s *Server) finishShell() error {
	kept := []*asset.Asset{s.shell.page, s.shell.suggest, s.shell.icon, s.shell.manifest}
	s.shell.offline = map[string]*asset.Asset{}
	for _, l := range s.Languages {
		a, err := s.offlinePage(l)
		if err != nil {
			return err
		}
		s.shell.offline[l.Tag] = a
		kept = append(kept, a)
	}
	var addresses []string
	for _, a := range kept {
		addresses = append(addresses, a.URL())
	}
	list, err := json.Marshal(addresses)
	if err != nil {
		return err
	}
	worker, err := asset.Join(files, "static/sw.js")
	if err != nil {
		return err
	}
	version := sha256.Sum256([]byte(string(list) + worker))
	text, err := asset.Script(files, "static/sw.js", fmt.Sprintf("'use strict';const VERSION=%q,SHELL=%s;\n", hex.EncodeToString(version[:6]), list))
	if err != nil {
		return err
	}
	s.shell.worker, err = asset.New("/sw.js", "text/javascript; charset=utf-8", text)
	return err
}

// offlinePage is the same for all readers of a language, and holds no content.
func (s *Server) offlinePage(l *words.Language) (*asset.Asset, error) {
	var b bytes.Buffer
	page := base{Title: l.T("Chưa có mạng"), Province: s.Province, Path: offlinePath, NoIndex: true, language: l, languages: s.Languages}
	if err := s.views[l.Tag]["offline"].Execute(&b, page); err != nil {
		return nil, err
	}
	return asset.New(l.Path(offlinePath), "text/html; charset=utf-8", b.Bytes())
}

func (s *Server) offline(w http.ResponseWriter, r *http.Request) {
	l := language(r.Context())
	w.Header().Set("Content-Language", l.Tag)
	s.shell.offline[l.Tag].Send(w, r, "no-cache")
}

// manifest tells browsers how the site is installed.
type manifest struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	ShortName string         `json:"short_name"`
	Lang      string         `json:"lang"`
	Start     string         `json:"start_url"`
	Scope     string         `json:"scope"`
	Display   string         `json:"display"`
	Theme     string         `json:"theme_color"`
	Back      string         `json:"background_color"`
	Icons     []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Type    string `json:"type"`
	Sizes   string `json:"sizes"`
	Purpose string `json:"purpose"`
}

func newManifest(province string) manifest {
	name := "Tra cứu thủ tục hành chính"
	if province != "" {
		name += " " + province
	}
	return manifest{
		ID: "/", Name: name, ShortName: "Tra cứu", Lang: "vi", Start: "/", Scope: "/", Display: "standalone", Theme: "#0a5a50", Back: "#f6f3ec",
		Icons: []manifestIcon{
			{"/static/icon.svg", "image/svg+xml", "any", "any"},
			{"/static/icon-maskable.svg", "image/svg+xml", "any", "maskable"},
		},
	}
}
