package schema

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
)

func asSaid(message string, _ ...any) string { return message }

// TestChannels: each channel is told once, with a time only if that is certain,
// and each with the address that it has.
func TestChannels(t *testing.T) {
	t.Parallel()
	days := func(n float64) data.Duration { return data.Duration{Value: n, Unit: data.UnitDay} }
	p := data.Procedure{Methods: []data.Method{
		{Channel: data.ChannelOnline, Duration: days(3)},
		{Channel: data.ChannelInPerson, Duration: days(3)},
		{Channel: data.ChannelInPerson, Duration: days(5)},
		{Channel: data.ChannelPost},
		{Channel: data.ChannelPost, Duration: days(3)},
		{Note: "cách khác"},
		{Channel: data.ChannelOnline, Duration: days(3)},
	}}
	at := Page{T: asSaid, Agency: data.Agency{Name: "Sở", AgencyLook: data.AgencyLook{Address: " 1  Trần Phú ", Phone: "02583 822 229"}}, Onward: paths.Onward{URL: "https://dichvucong.gov.vn/p"}}
	here := &Address{"PostalAddress", "1 Trần Phú", "VN"}
	want := []Channel{
		{Type: "ServiceChannel", Name: "Trực tuyến", URL: "https://dichvucong.gov.vn/p", Language: "vi", Time: "P3D"},
		{Type: "ServiceChannel", Name: "Trực tiếp", Place: &Place{"Place", here}, Language: "vi"},
		{Type: "ServiceChannel", Name: "Bưu chính công ích", Post: here, Language: "vi"},
	}
	s := NewService(&p, at)
	if diff := cmp.Diff(want, s.Channels); diff != "" {
		t.Errorf("channels (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(&Organization{"GovernmentOrganization", "Sở", "", here, "02583 822 229"}, s.Provider); diff != "" {
		t.Errorf("provider (-want +got)\n%s", diff)
	}
	p.ReceptionAddress = "Quầy 3"
	if got := NewService(&p, at).Channels[1].Place.Address.Street; got != "Quầy 3" {
		t.Errorf("papers are taken to %q", got)
	}
	p.ReceptionAddress, at.Agency.Address = strings.Repeat("rất dài ", 50), ""
	if got := NewService(&p, at).Channels[1].Place; got != nil {
		t.Errorf("a place %v", got.Address)
	}
}

// TestOffers: a fee is told in its own words or not at all, and never as 0.
func TestOffers(t *testing.T) {
	t.Parallel()
	method := func(c data.Channel, fees ...data.Fee) data.Method { return data.Method{Channel: c, Fees: fees} }
	flat, open := data.Fee{Text: "10.000 đồng", AmountVND: 10_000}, data.Fee{Text: "Theo quy định của tỉnh"}
	for name, c := range map[string]struct {
		methods []data.Method
		want    []Offer
	}{
		"none":       {[]data.Method{method(data.ChannelOnline), method(data.ChannelPost, data.Fee{Printed: "0 VNĐ ()"})}, nil},
		"everywhere": {[]data.Method{method(data.ChannelOnline, flat), method(data.ChannelPost, flat)}, []Offer{{Type: "Offer", Text: flat.Text, Price: 10_000, Currency: "VND"}}},
		"no amount":  {[]data.Method{method(data.ChannelOnline, open)}, []Offer{{Type: "Offer", Text: open.Text}}},
		"one of two": {[]data.Method{method(data.ChannelOnline, open), method(data.ChannelPost)}, []Offer{{Type: "Offer", Name: "Trực tuyến", Text: open.Text}}},
		"by channel": {
			[]data.Method{method(data.ChannelOnline, open), method(data.ChannelPost, flat), method(data.ChannelInPerson, flat)},
			[]Offer{{Type: "Offer", Name: "Trực tuyến", Text: open.Text}, {Type: "Offer", Name: "Bưu chính công ích, Trực tiếp", Text: flat.Text, Price: 10_000, Currency: "VND"}},
		},
		"long": {[]data.Method{method(data.ChannelOnline, flat, data.Fee{Text: strings.Repeat("miễn ", 50)})}, nil},
		"many": {[]data.Method{method(data.ChannelOnline, data.Fee{Text: "a"}, data.Fee{Text: "b"}, data.Fee{Text: "c"}, data.Fee{Text: "d"}, data.Fee{Text: "e"})}, nil},
	} {
		got := offers(c.methods, asSaid)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if b, err := json.Marshal(got); err != nil || strings.Contains(string(b), `"price":0`) {
			t.Errorf("%s: %s, %v", name, b, err)
		}
	}
}

func TestArea(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p    data.Procedure
		want *Named
	}{
		{data.Procedure{Decision: "163/QĐ-BTP", Agency: "Sở Tư pháp tỉnh Nghệ An"}, &Named{Type: "Country", Name: "Việt Nam"}},
		{data.Procedure{Decision: "12/QĐ-UBND", Agency: "Sở Tư pháp tỉnh Ninh Thuận"}, &Named{Type: "AdministrativeArea", Name: "Khánh Hòa"}},
		{data.Procedure{Decision: "12/QĐ-UBND"}, nil},
	} {
		if diff := cmp.Diff(c.want, area(&c.p)); diff != "" {
			t.Errorf("%+v (-want +got)\n%s", c.p, diff)
		}
	}
}

func TestArticle(t *testing.T) {
	t.Parallel()
	at := time.Date(2023, 6, 2, 7, 17, 0, 0, time.UTC)
	a := data.Article{
		Title: strings.Repeat("Tin dài ", 30), Source: "Báo Thử", Author: "Ban biên tập", Category: "Mục", URL: "http://example.vn/goc",
		Published: at, PublishedTrust: data.TrustTime,
		Photos: []data.Photo{{URL: "http://example.vn/0.jpg"}, {URL: "https://example.vn/1.jpg"}, {URL: "javascript:alert(1)"}, {URL: "https://example.vn/2.jpg"}, {URL: "https://example.vn/3.jpg"}, {URL: "https://example.vn/4.jpg"}},
	}
	site := Named{"Organization", "Trang", "https://thutuc.example.vn"}
	got := NewArticle(&a, News{URL: "https://thutuc.example.vn/tin-tuc/1", Site: site, Modified: at.Add(time.Hour)})
	want := Article{
		Type: "NewsArticle", Headline: format.Clip(a.Title, 110), Page: "https://thutuc.example.vn/tin-tuc/1", Language: "vi",
		Published: "2023-06-02T14:17:00+07:00", Modified: "2023-06-02T15:17:00+07:00",
		Author: Named{Type: "Organization", Name: "Ban biên tập"}, Publisher: Named{Type: "Organization", Name: "Báo Thử"}, Section: "Mục",
		Image: []string{"https://example.vn/1.jpg", "https://example.vn/2.jpg", "https://example.vn/3.jpg"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for trust, want := range map[data.PublishedTrust]string{data.TrustDay: "2023-06-02", data.TrustFetched: "", "": ""} {
		a.PublishedTrust = trust
		if got := Published(&a); got != want {
			t.Errorf("trusted as %q it is %q, want %q", trust, got, want)
		}
	}
	if got := NewArticle(&data.Article{Title: "Tin"}, News{Site: site}); got.Publisher != site || got.Author != site || got.Published != "" {
		t.Errorf("an article without a source: %+v", got)
	}
	if got := NewArticle(&data.Article{Author: "Lê Thị Thử", Source: "Báo"}, News{}).Author; got.Type != "Person" {
		t.Errorf("the author is %+v", got)
	}
}
