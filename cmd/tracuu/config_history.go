package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
)

type configHistoryCmd struct {
	Key  string `arg:"" optional:"" name:"tên" help:"public_url, former_hosts, allowed_hosts, holidays, added_holidays, agency.CƠ-QUAN hoặc agency.CƠ-QUAN.name|…; không ghi là tất cả."`
	JSON bool   `env:"TRACUU_CONFIG_JSON" name:"json" help:"In dạng JSON."`
}

// configEvent is one change as --json shows it.
type configEvent struct {
	At   time.Time `json:"at"`
	Key  string    `json:"key"`
	From string    `json:"from"`
	To   string    `json:"to"`
	Who  string    `json:"who"`
	Note string    `json:"note"`
}

// Run tells who has changed what, oldest first.
func (c *configHistoryCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	prefix, err := f.historyPrefix(ctx, c.Key)
	if err != nil {
		return err
	}
	history, err := f.store.ConfigHistory(ctx, prefix)
	if err != nil {
		return err
	}
	events := []configEvent{}
	for _, h := range history {
		events = append(events, configEvent{h.At.In(format.Hanoi), h.Name, historyValue(h.Name, h.From), historyValue(h.Name, h.To), h.Who, h.Note})
	}
	if c.JSON {
		return printJSON(e.stdout, events)
	}
	var b strings.Builder
	for _, v := range events {
		fmt.Fprintf(&b, "%s  %s: %s → %s%s%s\n", v.At.Format("02/01/2006 15:04"), v.Key, orUnset(v.From), orUnset(v.To), prefixed(", ", v.Who), prefixed(": ", v.Note))
	}
	_, err = io.WriteString(e.stdout, cmp.Or(b.String(), "Chưa có thay đổi nào.\n"))
	return err
}

// historyPrefix is what the names in the history begin with for a key as people
// write it.
func (f *folder) historyPrefix(ctx context.Context, key string) (string, error) {
	name, ok := strings.CutPrefix(key, "agency.")
	if !ok {
		if key != "" && !slices.ContainsFunc(settingsText(data.Settings{}), func(s configLine) bool { return s.key == key }) {
			return "", unknownSetting(key)
		}
		return key, nil
	}
	a, part, err := f.agencyPart(ctx, name)
	return "agency." + a.Slug + "." + part, err
}

// historyValue is a value as people write it: the history has settings as JSON.
func historyValue(name, value string) string {
	if strings.HasPrefix(name, "agency.") || value == "" {
		return value
	}
	var s data.Settings
	switch {
	case name == "holidays" && json.Unmarshal([]byte(value), &s.Holidays) == nil:
		return holidaysText(s.Holidays)
	case name == "added_holidays" && json.Unmarshal([]byte(value), &s.AddedHolidays) == nil:
		return addedHolidaysText(s.AddedHolidays)
	}
	var hosts []string
	if json.Unmarshal([]byte(value), &hosts) == nil {
		return strings.Join(hosts, ",")
	}
	var one string
	if json.Unmarshal([]byte(value), &one) == nil {
		return one
	}
	return value
}
