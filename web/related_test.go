package web_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func relatedRecords() ([]data.Procedure, []data.Article) {
	procedure := func(code, name, field string) data.Procedure {
		return data.Procedure{Code: code, Name: name, OfficialName: name, Field: field, Status: data.StatusActive, Meta: sampleMeta}
	}
	foreign := procedure("1.700006", "Cấp lại giấy phép nuôi chim yến trong nhà", "Chim yến")
	foreign.Decision, foreign.Agency = "12/QĐ-UBND", "Ủy ban nhân dân tỉnh Lâm Đồng"
	repealed := procedure("1.700007", "Cấp đổi giấy phép nuôi chim yến trong nhà", "Chim yến")
	repealed.Status = data.StatusRepealed
	news := func(id, title, body string) data.Article {
		return data.Article{Source: articleSource, SourceID: id, Title: title, Body: body, Meta: sampleMeta}
	}
	derived := news("yen-4", "Nhà báo kể chuyện cấp giấy phép nuôi chim yến trong nhà", "Đoạn.")
	derived.TitleDerived = true
	procedures := []data.Procedure{
		procedure("1.700001", "Cấp giấy phép nuôi chim yến trong nhà", "Chim yến"),
		procedure("1.700002", "Gia hạn giấy phép nuôi chim yến trong nhà", "Chim yến"),
		procedure("1.700003", "Cấp giấy phép nuôi chim yến trong nhà (cấp xã)", "Chim yến"),
		procedure("1.700004", "Thu hồi giấy phép nuôi chim yến trong nhà", "Chim yến"),
		foreign, repealed,
	}
	articles := []data.Article{
		news("yen-1", "Từ nay cấp giấy phép nuôi chim yến trong nhà ở phường", "Đoạn."),
		news("yen-2", "Mùa chim yến làm tổ", "Giấy phép: mã 1.700004.H32; 9.999999 thì không có."),
		news("yen-3", "Chợ cá buổi sớm", "Đoạn."),
		derived,
	}
	return procedures, articles
}

func TestRelatedToProcedure(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save(relatedRecords())
	s.follow()
	doc := s.page("/thu-tuc/1.700001")
	got := attrs(find(one(t, doc, "#lien-quan"), "a"), "href")
	slices.Sort(got)
	// Neither the variant of its own name, nor another province's, nor a repealed one.
	if diff := cmp.Diff([]string{"/thu-tuc/1.700002", "/thu-tuc/1.700004"}, got); diff != "" {
		t.Errorf("related (-want +got)\n%s", diff)
	}
	if got := texts(find(doc, "ul.news a")); !cmp.Equal(got, []string{"Từ nay cấp giấy phép nuôi chim yến trong nhà ở phường"}) {
		t.Errorf("news %q", got)
	}
	for _, path := range []string{"/thu-tuc/" + emptyCode, "/thu-tuc/" + hostileCode} {
		if n := len(find(s.page(path), "#lien-quan")); n != 0 {
			t.Errorf("%s has related procedures", path)
		}
	}
	// What is hidden meanwhile is not led to.
	gone := relatedHead(t, s, "1.700002")
	gone.Status = data.StatusRepealed
	s.save([]data.Procedure{gone}, nil)
	if got := attrs(find(s.page("/thu-tuc/1.700001"), "#lien-quan a"), "href"); !cmp.Equal(got, []string{"/thu-tuc/1.700004"}) {
		t.Errorf("after a repeal: %q", got)
	}
}

func relatedHead(t *testing.T, s *site, code string) data.Procedure {
	t.Helper()
	p, err := s.db.Procedure(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRelatedToArticle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save(relatedRecords())
	s.follow()
	for sourceID, want := range map[string][]string{
		"yen-1":     {"/thu-tuc/1.700001"}, // by its name
		"yen-2":     {"/thu-tuc/1.700004"}, // by its code
		"yen-3":     nil,
		fullArticle: nil,
		leadArticle: nil,
		"kt-doc":    nil,
	} {
		doc := s.page(s.articlePath(sourceID))
		if got := attrs(find(doc, ".about a"), "href"); !cmp.Equal(got, want) {
			t.Errorf("%s is about %q, want %q", sourceID, got, want)
		}
	}
}
