package ingest

import (
	"os"
	"path/filepath"
)

// houseFiles are what holds records in a folder of open data, in the order in
// which they are brought in: agencies and fields come with their addresses
// before the procedures that name them.
var houseFiles = [...]string{"agencies.jsonl", "fields.jsonl", "procedures.jsonl", "articles.jsonl", "units.jsonl"}

// HouseFiles are the files to be read of a folder that a house of this kind has
// handed out, those without records left out; none where the folder is anything
// else. The other files there hold the same in other forms.
func HouseFiles(dir string) (names []string) {
	if _, err := os.Stat(filepath.Join(dir, "catalog.jsonld")); err != nil {
		return nil
	}
	for _, name := range houseFiles {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Size() > 0 {
			names = append(names, path)
		}
	}
	return names
}
