package opendata

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
)

// Version is the version of what [Write] makes of the same content.
const Version = 1

// Open reads what a folder of open data tells of itself. The files stay open to
// its readers while others take their place, until they are deleted.
func Open(dir string) (data.Publication, error) {
	pub, err := open(dir)
	if err != nil {
		return pub, fmt.Errorf("open data in %s: %w", dir, err)
	}
	return pub, nil
}

func open(dir string) (pub data.Publication, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return pub, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, root.Close())
		}
	}()
	files, err := checksums(root)
	if err != nil {
		return pub, err
	}
	text, err := root.ReadFile(catalogName)
	if err != nil {
		return pub, err
	}
	var c catalog
	if err := json.Unmarshal(text, &c); err != nil {
		return pub, fmt.Errorf("%s: %w", catalogName, err)
	}
	pub.Files, pub.Sample, pub.Licence = root.FS(), c.Sample != nil, data.Licence{Name: c.Licence.Title, URL: c.Licence.ID}
	pub.Publisher = c.Publisher.Name
	if pub.Modified, err = c.Modified.time(); err != nil {
		return pub, err
	}
	if len(c.Datasets) != len(heads) {
		return pub, fmt.Errorf("%s: %d sets, want %d", catalogName, len(c.Datasets), len(heads))
	}
	for i, h := range heads {
		d := c.Datasets[i]
		s := data.OpenSet{Name: h.name, Title: h.title, TitleEN: h.titleEN, About: h.about, AboutEN: h.aboutEN}
		if s.Modified, err = d.Modified.time(); err != nil {
			return pub, err
		}
		if d.Records != nil {
			if s.Records, err = strconv.Atoi(d.Records.Value); err != nil {
				return pub, fmt.Errorf("%s: records of %s: %w", catalogName, h.name, err)
			}
		}
		for _, f := range formats {
			for _, name := range []string{h.name + f.end, h.name + f.end + packedEnd} {
				made, ok := files[name]
				if !ok {
					return pub, fmt.Errorf("%s: %w", name, data.ErrNotFound)
				}
				s.Files = append(s.Files, made)
				delete(files, name)
			}
		}
		pub.Sets = append(pub.Sets, s)
	}
	for _, name := range fileNames() {
		if made, ok := files[name]; ok {
			pub.Papers = append(pub.Papers, made)
		}
	}
	return pub, nil
}

// time is a value as a time, zero if there is none.
func (t *typed) time() (time.Time, error) {
	if t == nil {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, t.Value)
}

// checksums are the files that the list of checksums names, and that list.
func checksums(root *os.Root) (map[string]data.OpenFile, error) {
	text, err := root.ReadFile(checksumName)
	if err != nil {
		return nil, err
	}
	own := sha256.Sum256(text)
	sums := map[string]string{checksumName: hex.EncodeToString(own[:])}
	for lines := bufio.NewScanner(strings.NewReader(string(text))); lines.Scan(); {
		if sum, name, ok := strings.Cut(lines.Text(), "  "); ok {
			sums[name] = sum
		}
	}
	files := map[string]data.OpenFile{}
	for name, sum := range sums {
		info, err := root.Stat(name)
		if err != nil {
			return nil, err
		}
		files[name] = data.OpenFile{Name: name, Type: mediaType(name), Size: info.Size(), SHA256: sum}
	}
	return files, nil
}

// mediaType is what a file is by its name.
func mediaType(name string) string {
	switch {
	case strings.HasSuffix(name, packedEnd):
		return "application/gzip"
	case strings.HasSuffix(name, schemaEnd):
		return "application/schema+json"
	case name == tablesName:
		return "application/csvm+json"
	case name == readMeName:
		return "text/markdown; charset=utf-8"
	}
	for _, f := range formats {
		if path.Ext(name) == f.end {
			if f.end == ".csv" {
				return f.mediaType + "; charset=utf-8"
			}
			return f.mediaType
		}
	}
	return plainText
}
