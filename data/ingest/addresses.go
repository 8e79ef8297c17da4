package ingest

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
)

// addressRE finds what looks like an address in a text.
var addressRE = regexp.MustCompile(`https?://[^\s<>"'“”‘’|{}\\^\x60]+`)

// maxAddress bounds an address in bytes.
const maxAddress = 2000

// addresses gathers what one record uses.
type addresses struct {
	kind data.Kind
	key  string
	all  []data.Outside
}

// add takes every address in the texts of a part of the record.
func (a *addresses) add(part string, texts ...string) {
	for _, text := range texts {
		if !strings.Contains(text, "://") {
			continue
		}
		for _, found := range addressRE.FindAllString(text, -1) {
			a.addOne(part, found)
		}
	}
}

func (a *addresses) addOne(part, found string) {
	found = strings.TrimRight(found, ".,;:!?*")
	if strings.Count(found, "(") < strings.Count(found, ")") { // "(xem https://…)"
		found = strings.TrimRight(found, ").,;")
	}
	u, err := url.Parse(found)
	if err != nil || u.Hostname() == "" || !strings.Contains(u.Hostname(), ".") && !strings.Contains(u.Hostname(), ":") || len(found) > maxAddress {
		return // words that only look like one
	}
	u.Fragment, u.RawFragment, u.User = "", "", nil // nobody outside is told a name or a password
	use := data.OutsideUse{Kind: a.kind, Key: a.key, Part: part}
	address := u.String()
	i := slices.IndexFunc(a.all, func(o data.Outside) bool { return o.Address == address })
	if i < 0 {
		a.all = append(a.all, data.Outside{Address: address, Uses: []data.OutsideUse{use}})
	} else if !slices.Contains(a.all[i].Uses, use) {
		a.all[i].Uses = append(a.all[i].Uses, use)
	}
}

// ProcedureAddresses lists the addresses outside that a procedure uses: its
// page at the portal, those in its legal basis and forms, and in its texts.
func ProcedureAddresses(p *data.Procedure) []data.Outside {
	a := addresses{kind: data.KindProcedure, key: p.Code}
	a.add("source", p.SourceURL)
	for _, l := range p.LegalBasis {
		a.add("legal", l.Number, l.Title)
	}
	for _, d := range p.Documents {
		a.add("form", d.Name, d.Case)
	}
	for _, m := range p.Methods {
		a.add("text", m.Note, m.Duration.Text)
		for _, f := range m.Fees {
			a.add("text", f.Text)
		}
	}
	a.add("text", p.ReceptionAddress, p.Steps, p.Result, p.Conditions, p.Description)
	return a.all
}

// ArticleAddresses lists the addresses outside that an article uses.
func ArticleAddresses(article *data.Article) []data.Outside {
	a := addresses{kind: data.KindArticle, key: strconv.FormatInt(article.ID, 10)}
	a.add("source", article.URL)
	a.add("text", article.Lead, article.Body)
	for _, p := range article.Photos {
		a.add("photo", p.URL)
	}
	for _, f := range article.Attachments {
		a.add("file", f.URL)
	}
	return a.all
}
