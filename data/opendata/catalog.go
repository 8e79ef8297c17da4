package opendata

import (
	"strconv"
	"time"

	"tracuu/data"
)

// catalog describes what is handed out in the terms of DCAT 3.
type catalog struct {
	Context map[string]string `json:"@context"`
	datasetHead
	Homepage ref       `json:"foaf:homepage"`
	Datasets []dataset `json:"dcat:dataset"`
}

// datasetHead is what the catalogue and each set tell of themselves.
type datasetHead struct {
	ID          string  `json:"@id"`
	Type        string  `json:"@type"`
	Identifier  string  `json:"dct:identifier"`
	Title       []*text `json:"dct:title"`
	Description []*text `json:"dct:description"`
	Publisher   agent   `json:"dct:publisher"`
	Language    ref     `json:"dct:language"`
	Licence     licence `json:"dct:license"`
	Modified    *typed  `json:"dct:modified,omitempty"`
	Sample      *text   `json:"skos:note,omitempty"`
}

type dataset struct {
	datasetHead
	Keywords      []*text        `json:"dcat:keyword"`
	Rights        *rights        `json:"dct:accessRights,omitempty"`
	Spatial       ref            `json:"dct:spatial"`
	Records       *typed         `json:"schema:size"`
	LandingPage   ref            `json:"dcat:landingPage"`
	Distributions []distribution `json:"dcat:distribution"`
}

type agent struct {
	Type string `json:"@type"`
	Name string `json:"foaf:name"`
}

type licence struct {
	ID    string `json:"@id"`
	Type  string `json:"@type"`
	Title string `json:"dct:title"`
}

type rights struct {
	Type  string `json:"@type"`
	Label *text  `json:"skos:prefLabel"`
}

type distribution struct {
	ID        string   `json:"@id"`
	Type      string   `json:"@type"`
	Title     string   `json:"dct:title"`
	Access    ref      `json:"dcat:accessURL"`
	Download  ref      `json:"dcat:downloadURL"`
	MediaType ref      `json:"dcat:mediaType"`
	Packing   *ref     `json:"dcat:compressFormat,omitempty"`
	Size      *typed   `json:"dcat:byteSize"`
	Checksum  checksum `json:"spdx:checksum"`
	Schema    *ref     `json:"dct:conformsTo,omitempty"`
	Licence   licence  `json:"dct:license"`
	Modified  *typed   `json:"dct:modified,omitempty"`
}

type checksum struct {
	Type      string `json:"@type"`
	Algorithm ref    `json:"spdx:algorithm"`
	Value     *typed `json:"spdx:checksumValue"`
}

const mediaTypes = "https://www.iana.org/assignments/media-types/"

// articleRights is what holds for articles of others, whatever the licence.
const articleRights = "Giấy phép áp dụng cho phần mô tả và tin do trang này viết. Tiêu đề và đoạn mở đầu của tin nguồn khác là trích dẫn, thuộc về nguồn ghi kèm."

// cpsv is the profile that the JSON-LD of procedures keeps to.
const cpsv = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/"

func (w *writer) writeCatalog() error {
	site := w.site()
	c := catalog{
		Context: vocabularies, Homepage: ref{w.page("/du-lieu-mo")},
		datasetHead: w.datasetHead(w.fileAt(catalogName), "dcat:Catalog", "du-lieu-mo", "Dữ liệu mở – "+site, "Open data – "+site,
			"Thủ tục hành chính, tin tức, cơ quan, lĩnh vực, đơn vị hành chính và lượt quét mã QR theo tháng.",
			"Administrative procedures, news, agencies, fields, administrative units and QR code scans by month.", w.pub.Modified),
	}
	for i, s := range w.pub.Sets {
		d := dataset{
			datasetHead: w.datasetHead(w.fileAt(catalogName)+"#"+s.Name, "dcat:Dataset", s.Name, s.Title, s.TitleEN, s.About, s.AboutEN, s.Modified),
			Spatial:     ref{vietNam}, Records: ofType(strconv.Itoa(s.Records), "integer"), LandingPage: ref{w.page("/du-lieu-mo")},
		}
		for _, k := range heads[i].keywords {
			d.Keywords = append(d.Keywords, vi(k))
		}
		if s.Name == articleHead.name {
			d.Rights = &rights{"dct:RightsStatement", vi(articleRights)}
		}
		for j, f := range s.Files {
			d.Distributions = append(d.Distributions, w.distribution(s, formats[j/2], f, j%2 == 1))
		}
		c.Datasets = append(c.Datasets, d)
	}
	return w.writeJSON(catalogName, "application/ld+json", c)
}

func (w *writer) datasetHead(id, kind, name, title, titleEN, about, aboutEN string, modified time.Time) datasetHead {
	h := datasetHead{
		ID: id, Type: kind, Identifier: name, Title: []*text{vi(title), {titleEN, "en"}}, Description: []*text{vi(about), {aboutEN, "en"}},
		Publisher: agent{"foaf:Agent", w.Publisher}, Language: ref{vietnamese}, Licence: w.licence(), Modified: dated(modified),
	}
	if w.pub.Sample {
		h.Sample = vi(sampleMark)
	}
	return h
}

func (w *writer) licence() licence {
	return licence{w.pub.Licence.URL, "dct:LicenseDocument", w.pub.Licence.Name}
}

func dated(t time.Time) *typed {
	if t.IsZero() {
		return nil
	}
	return ofType(t.UTC().Format(time.RFC3339), "dateTime")
}

func (w *writer) distribution(s data.OpenSet, f format, made data.OpenFile, packed bool) distribution {
	at := ref{w.fileAt(made.Name)}
	d := distribution{
		ID: at.ID, Type: "dcat:Distribution", Title: s.Title + ", " + f.title, Access: at, Download: at,
		MediaType: ref{mediaTypes + f.mediaType}, Size: ofType(strconv.FormatInt(made.Size, 10), "nonNegativeInteger"),
		Checksum: checksum{"spdx:Checksum", ref{"http://spdx.org/rdf/terms#checksumAlgorithm_sha256"}, ofType(made.SHA256, "hexBinary")},
		Licence:  w.licence(), Modified: dated(s.Modified),
	}
	if packed {
		d.Title, d.Packing = d.Title+", gzip", &ref{mediaTypes + "application/gzip"}
	}
	switch f.end {
	case ".jsonl":
		d.Schema = &ref{w.fileAt(s.Name + schemaEnd)}
	case ".csv":
		d.Schema = &ref{w.fileAt(tablesName)}
	case ".jsonld":
		if s.Name == procedureHead.name {
			d.Schema = &ref{cpsv}
		}
	}
	return d
}
