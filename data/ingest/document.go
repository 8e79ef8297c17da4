package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
)

// maxPapers bounds how many originals or copies of one paper make sense.
const maxPapers = 1000

var quantityRE = regexp.MustCompile(`(?i)bản chính\s*:\s*(\d{1,3})(?:\s*-?\s*bản sao\s*:\s*(\d{1,3}))?`)

// documents reads the papers of the dossier; lines without a name are dropped.
func documents(f fields) []data.Document {
	var out []data.Document
	for _, d := range f.objects("documents", "name") {
		doc := data.Document{
			Case:      heading(d.text("case")),
			Name:      documentName(d.text("name")),
			Originals: int(d.count(maxPapers, "originals")),
			Copies:    int(d.count(maxPapers, "copies")),
		}
		if m := quantityRE.FindStringSubmatch(line(d.text("quantity_text"))); m != nil && doc.IsNote() {
			doc.Originals, _ = strconv.Atoi(m[1])
			doc.Copies, _ = strconv.Atoi(m[2])
		}
		if doc.Name != "" {
			out = append(out, doc)
		}
	}
	return out
}

// documentName is a line of the dossier without its bullet. Such a line may
// hold text of several lines.
func documentName(s string) string {
	first, rest, _ := strings.Cut(block(s), "\n")
	if first = trimBullet(first); saysNothing(first) {
		first = ""
	}
	return strings.TrimSpace(first + "\n" + rest)
}

var gluedQuantityRE = regexp.MustCompile(`(\d+) bản chính(?:,\s?(\d+) bản sao)?`)

// gluedDocuments splits the tables of papers: each has the case in front of
// its heading ("--" for none) and a quantity behind every paper.
func gluedDocuments(s string) []data.Document {
	if saysNothing(s) {
		return nil
	}
	tables := strings.Split(s, documentsHead)
	if len(tables) == 1 {
		return []data.Document{{Name: documentName(s)}}
	}
	var out []data.Document
	caseName := heading(tables[0])
	for i, table := range tables[1:] {
		start := 0
		for _, at := range gluedQuantityRE.FindAllStringSubmatchIndex(table, -1) {
			cut, ok := quantityStart(table, at)
			if !ok {
				continue
			}
			doc := data.Document{Case: caseName, Name: documentName(table[start:cut])}
			doc.Originals, _ = strconv.Atoi(table[cut:at[3]])
			if at[4] >= 0 {
				doc.Copies = min(atoi(table[at[4]:at[5]]), maxPapers)
			}
			if doc.Name != "" {
				out = append(out, doc)
			}
			start = at[1]
		}
		rest := table[start:]
		if i < len(tables)-2 {
			caseName = heading(rest)
		} else if name := documentName(rest); name != "" {
			out = append(out, data.Document{Case: caseName, Name: name})
		}
	}
	return out
}

// quantityStart tells where the quantity at a match of gluedQuantityRE begins,
// and whether it is one: "01 bản chính (có dấu)" are words of the paper's name.
// The next cell is glued to a quantity. It has one digit, or two if they are
// set apart by what stands before them.
func quantityStart(s string, at []int) (cut int, ok bool) {
	next, _ := utf8.DecodeRuneInString(s[at[1]:])
	if at[1] < len(s) && !unicode.IsLetter(next) && !unicode.IsDigit(next) && !strings.ContainsRune(`+-*(•"“[`, next) {
		return 0, false
	}
	digits := at[3] - at[2]
	before, _ := utf8.DecodeLastRuneInString(s[:at[2]])
	switch {
	case before == ' ' && digits == 1:
		return at[2], !unicode.IsDigit(next) // else the name ends with "1 bản chính"
	case before == ' ' && digits == 2 && s[at[2]] == '0':
		return 0, false
	case before != ' ' && digits <= 2:
		return at[2], true
	}
	return at[3] - 1, true
}

func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
