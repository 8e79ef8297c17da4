// Package sample holds the embedded sample content: some sixty procedures and
// fifteen articles, written for this project in plain words from public facts,
// so that an empty installation has something to show. It is not official, and
// every record says so: [Load] marks each one Sample. With it come the communes
// of Khánh Hòa since 1 July 2025 and what they were made of, which are facts.
package sample

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"tracuu/data"
)

// source is the Source of every sample article.
const source = "Nội dung mẫu"

// files holds one JSON record a line: procedures_*.jsonl of [data.Procedure]
// and articles.jsonl of [data.Article].
//
//go:embed *.jsonl
var files embed.FS

// Load reads the sample content: procedures in the order of their files' names
// and lines, articles in the order of their lines. The records are the
// caller's, ready for a store: shown, marked Sample, procedures active unless
// they say otherwise. An error means that the embedded files are broken.
func Load() (procedures []data.Procedure, articles []data.Article, err error) {
	names, err := fs.Glob(files, "procedures_*.jsonl")
	if err != nil {
		return nil, nil, fmt.Errorf("list sample procedures: %w", err)
	}
	for _, name := range names {
		ps, err := readFile[data.Procedure](name)
		if err != nil {
			return nil, nil, err
		}
		procedures = append(procedures, ps...)
	}
	articles, err = readFile[data.Article]("articles.jsonl")
	if err != nil {
		return nil, nil, err
	}

	meta := data.Meta{Sample: true, Visibility: data.Shown}
	for i := range procedures {
		p := &procedures[i]
		p.Meta = meta
		if p.Status == "" {
			p.Status = data.StatusActive
		}
	}
	for i := range articles {
		a := &articles[i]
		a.Meta = meta
		a.Source = source
	}
	return procedures, articles, nil
}

// Units reads the communes, wards and special zone of Khánh Hòa, in the order
// of their codes, marked Sample.
func Units() ([]data.Unit, error) {
	units, err := readFile[data.Unit]("units.jsonl")
	for i := range units {
		units[i].Sample = true
		units[i].ProvinceCode, units[i].Province = "56", "Tỉnh Khánh Hòa"
	}
	return units, err
}

// readFile decodes the records of one embedded file.
func readFile[T any](name string) ([]T, error) {
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read sample: %w", err)
	}
	records, err := decode[T](text)
	if err != nil {
		return nil, fmt.Errorf("sample file %s: %w", name, err)
	}
	return records, nil
}

// decode reads JSON records one after another. A key that T does not have is
// an error: in a file written by hand it is a misspelling, and the text under
// it would be lost in silence.
func decode[T any](text []byte) ([]T, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var records []T
	for {
		var r T
		err := dec.Decode(&r)
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", len(records)+1, err)
		}
		records = append(records, r)
	}
}
