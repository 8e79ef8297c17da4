package ingest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestArticle(t *testing.T) {
	got := readArticle(t, `{"id":"a1","title":"T&amp;T  khai trương <b>chợ</b>\n đêm","lead":"Chợ đêm\u00a0mở cửa.","body":"Chợ mở lúc 18 giờ.\r\n\r\n\n Xem 3 < 4 &quot;gian hàng&quot;.",
		"category":"Kinh tế ","author":"Ban biên tập","url":"https://example.vn/cho-dem","views":"1200","date":"18/03/2019 | 04:01 PM",
		"photos":[{"url":"https://example.vn/1.jpg","caption":"Chợ &amp; phố","alt":"chợ","width":1200,"height":"800"},"http://example.vn/2.jpg",{"url":"javascript:alert(1)"},{"caption":"không ảnh"}],
		"attachments":[{"url":"https://example.vn/a.pdf","title":"Quyết định"},{"url":"/b.pdf"}]}`)
	want := data.Article{
		Source: "Báo thử", SourceID: "a1", Title: "T&T khai trương chợ đêm", Lead: "Chợ đêm mở cửa.",
		Body:     "Chợ mở lúc 18 giờ.\nXem 3 < 4 \"gian hàng\".",
		Category: "Kinh tế", Author: "Ban biên tập", URL: "https://example.vn/cho-dem", SourceViews: 1200,
		Published: time.Date(2019, 3, 18, 16, 1, 0, 0, zone), PublishedTrust: data.TrustTime,
		Photos:      []data.Photo{{URL: "https://example.vn/1.jpg", Caption: "Chợ & phố", Alt: "chợ", Width: 1200, Height: 800}, {URL: "http://example.vn/2.jpg"}},
		Attachments: []data.Attachment{{URL: "https://example.vn/a.pdf", Title: "Quyết định"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("article (-want +got):\n%s", diff)
	}
}

func TestArticleVariants(t *testing.T) {
	long := "Ủy ban nhân dân tỉnh vừa ban hành kế hoạch cải tạo các tuyến đường ven biển phục vụ mùa du lịch, trong đó ưu tiên đoạn qua trung tâm và các khu dân cư. Câu hai."
	tests := []struct {
		name, in string
		want     data.Article
	}{
		{"corpus record", `{"id":"n1","title":"","text":"Sáng 2/9, TP. Nha Trang khai hội. Đông người dự."}`, data.Article{
			Source: "Báo thử", SourceID: "n1", Title: "Sáng 2/9, TP. Nha Trang khai hội", TitleDerived: true,
			Body: "Sáng 2/9, TP. Nha Trang khai hội. Đông người dự.",
		}},
		{"long first sentence", `{"id":"n1","title":null,"body":"` + long + `"}`, data.Article{
			Source: "Báo thử", SourceID: "n1", TitleDerived: true, Body: long,
			Title: "Ủy ban nhân dân tỉnh vừa ban hành kế hoạch cải tạo các tuyến đường ven biển phục vụ mùa du lịch, trong đó ưu tiên đoạn…",
		}},
		{"title of the source's own making", `{"id":"n1","title":"Chợ đêm mở cửa","title_kind":"first sentence of the lead","body":"Chợ đêm mở cửa."}`, data.Article{
			Source: "Báo thử", SourceID: "n1", Title: "Chợ đêm mở cửa", TitleDerived: true, Body: "Chợ đêm mở cửa.",
		}},
		{"lead only", `{"id":"n1","source":"Báo Biển","title":"Chợ đêm","body":"Chợ đêm mở cửa.","body_kind":"lead only"}`, data.Article{
			Source: "Báo Biển", SourceID: "n1", Title: "Chợ đêm", Lead: "Chợ đêm mở cửa.", Body: "Chợ đêm mở cửa.", BodyIsLead: true,
		}},
		{"lead only but empty", `{"id":"n1","title":"Chợ đêm","body":"","body_kind":"lead only"}`, data.Article{
			Source: "Báo thử", SourceID: "n1", Title: "Chợ đêm",
		}},
		{"summary as lead", `{"id":"n1","title":"Chợ đêm","summary":"Tóm tắt","view_count":7}`, data.Article{
			Source: "Báo thử", SourceID: "n1", Title: "Chợ đêm", Lead: "Tóm tắt", SourceViews: 7,
		}},
		{"address as id", `{"title":"Chợ đêm","url":"https://example.vn/1"}`, data.Article{
			Source: "Báo thử", SourceID: "https://example.vn/1", Title: "Chợ đêm", URL: "https://example.vn/1",
		}},
		{"address of another kind", `{"id":"n1","title":"Chợ đêm","url":"ftp://example.vn/1"}`, data.Article{
			Source: "Báo thử", SourceID: "n1", Title: "Chợ đêm",
		}},
		{"HTML body", `{"id":"n1","title":"Chợ đêm","body":"<div class=\"x\"><p>Một<br/>hai</p><script>var a = 1 < 2</script><p>ba &amp; bốn</p><!-- ẩn --></div>"}`, data.Article{
			Source: "Báo thử", SourceID: "n1", Title: "Chợ đêm", Body: "Một\nhai\nba & bốn",
		}},
		{"title of marks", `{"id":"n1","title":"***","lead":"...","body":"Chợ đêm mở cửa"}`, data.Article{
			Source: "Báo thử", SourceID: "n1", Title: "Chợ đêm mở cửa", TitleDerived: true, Lead: "...", Body: "Chợ đêm mở cửa",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, readArticle(t, tt.in)); diff != "" {
				t.Errorf("article (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPublished(t *testing.T) {
	at := func(s string) time.Time {
		u, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	const day, exact, fetched = data.TrustDay, data.TrustTime, data.TrustFetched
	tests := []struct {
		keys  string
		want  string
		trust data.PublishedTrust
	}{
		{`"date":"2020-10-01"`, "2020-10-01 00:00:00", day},
		{`"date":"2020-10-01","time_raw":"1/10/2020 9:05"`, "2020-10-01 09:05:00", exact},
		{`"date":"2020-10-02","time_raw":"1/10/2020 9:05"`, "2020-10-02 00:00:00", day},
		{`"time_raw":"01/10/2020 19:05"`, "2020-10-01 19:05:00", exact},
		{`"date":"2026-08-22","date_kind":"fetch time","published_raw":"2026-08-22T15:01:18+07:00"`, "2026-08-22 15:01:18", fetched},
		{`"date":"2026-08-22","date_kind":"fetch time"`, "2026-08-22 00:00:00", fetched},
		{`"date":"2025-08-08","date_kind":"from url","published_raw":"2025-08-09T09:26:47.201120+07:00"`, "2025-08-08 00:00:00", day},
		{`"published_raw":"2025-08-09T23:30:00Z"`, "2025-08-10 06:30:00", exact},
		{`"date":"Đăng ngày 09 - 08 - 2022"`, "2022-08-09 00:00:00", day},
		{`"date":"18/03/2019 | 04:01 PM"`, "2019-03-18 16:01:00", exact},
		{`"date":"28/04/2023 11:43 SA"`, "2023-04-28 11:43:00", exact},
		{`"date":"28/04/2023 12:10 SA"`, "2023-04-28 00:10:00", exact},
		{`"date":"02/06/2023 2:17 CH"`, "2023-06-02 14:17:00", exact},
		{`"date":"02/06/2023 12:17 CH"`, "2023-06-02 12:17:00", exact},
		{`"date":"Thứ Sáu, 14:30:15 ngày 02.06.2023"`, "2023-06-02 14:30:15", exact},
		{`"date":"15h45 - 02/06/2023 (GMT+7)"`, "2023-06-02 15:45:00", exact},
		{`"date":"2023-06-02 07:08"`, "2023-06-02 07:08:00", exact},
		{`"date":"31/02/2023"`, "", ""},
		{`"date":"hôm qua"`, "", ""},
		{`"date":null`, "", ""},
		{`"date":"","date_kind":"fetch time"`, "", ""},
		{`"date_kind":"from url","published_raw":"2025-08-09T09:26:47+07:00"`, "2025-08-09 09:26:47", exact},
	}
	for _, tt := range tests {
		a := readArticle(t, `{"id":"1","title":"Tin",`+tt.keys+`}`)
		want := time.Time{}
		if tt.want != "" {
			want = at(tt.want)
		}
		if !a.Published.Equal(want) || a.PublishedTrust != tt.trust {
			t.Errorf("{%s} published %v, %q; want %v, %q", tt.keys, a.Published, a.PublishedTrust, want, tt.trust)
		}
		if _, offset := a.Published.Zone(); tt.want != "" && offset != 7*3600 {
			t.Errorf("{%s} is not in Vietnam's time: %v", tt.keys, a.Published)
		}
	}
}

func TestFirstSentence(t *testing.T) {
	for in, want := range map[string]string{
		"Chợ mở cửa. Ai cũng vui.":                     "Chợ mở cửa",
		"Ông Lê Th. cho biết chợ mở. Ai cũng vui.":     "Ông Lê Th. cho biết chợ mở",
		"Ông Lê Th. Nam mở chợ. Ai cũng vui.":          "Ông Lê Th. Nam mở chợ",
		"Giá 3.500 đồng, tăng 1.5 lần! Vì sao?":        "Giá 3.500 đồng, tăng 1.5 lần!",
		"“Chợ mở rồi.” Bà nói vậy.":                    "“Chợ mở rồi",
		"Chợ mở... rồi đóng":                           "Chợ mở... rồi đóng",
		"***\nChợ mở":                                  "Chợ mở",
		strings.Repeat("chợ", 100):                     strings.Repeat("chợ", 39) + "ch…",
		"Một dòng\nhai dòng":                           "Một dòng",
		strings.Repeat("a", 100) + ", rồi đến một chợ": strings.Repeat("a", 100) + ", rồi đến một chợ",
	} {
		if got := firstSentence(in); got != want {
			t.Errorf("firstSentence(%q) = %q, want %q", in, got, want)
		}
	}
}
