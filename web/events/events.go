// Package events bundles procedures by what happens in people's lives: a
// child is born, somebody dies, a house is built. The bundles are told in
// events.tsv, in words of our own; [Load] reads them.
package events

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed events.tsv
var files embed.FS

// Event is one event of life with the procedures it takes, in their order.
type Event struct {
	Slug        string
	Title, Lead Text
	Steps       []Step
}

// Step is one procedure by its code, and why or when it is done.
type Step struct {
	Code string
	Why  Text
}

// Text is a text in each language, by tag.
type Text map[string]string

// In is the text in a language, or else in Vietnamese.
func (t Text) In(tag string) string {
	if s, ok := t[tag]; ok {
		return s
	}
	return t["vi"]
}

// Load reads the events in the order they are offered in. An error names the
// line that cannot be read.
func Load() ([]Event, error) {
	text, err := files.ReadFile("events.tsv")
	if err != nil {
		return nil, err
	}
	return parse(string(text))
}

// parse reads lines of a key and the text in Vietnamese and English, with tabs
// between: "@slug" begins an event with its title, "-" is the sentence under
// it, a code is a step; "#" begins a comment.
func parse(text string) (out []Event, err error) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
			return nil, fmt.Errorf("events.tsv:%d: want a key and two texts with tabs between", n)
		}
		words := Text{"vi": parts[1], "en": parts[2]}
		slug, begins := strings.CutPrefix(parts[0], "@")
		switch {
		case begins:
			out = append(out, Event{Slug: slug, Title: words})
		case len(out) == 0:
			return nil, fmt.Errorf("events.tsv:%d: %q stands before any event", n, parts[0])
		case parts[0] == "-":
			out[len(out)-1].Lead = words
		default:
			e := &out[len(out)-1]
			e.Steps = append(e.Steps, Step{parts[0], words})
		}
	}
	return out, nil
}
