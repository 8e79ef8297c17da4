package web_test

import (
	"fmt"
	"strings"
	"time"

	"tracuu/data"
)

// hostile is text that means something to HTML, to templates and to the
// direction of writing, and a word that fits no line.
var hostile = `<script>alert(1)</script> "><img src=x onerror=alert(1)> {{.}} ` +
	"\u202ekhai sinh\u202c \u200fab\u200e &amp; ' ` " + strings.Repeat("dài", 5000/3)

// Codes of extraProcedures.
const (
	fullCode     = "1.900001"
	repealedCode = "1.900002-Xoa"
	emptyCode    = "1.900003"
	longCode     = "1.900004"
	hostileCode  = "1.900005"
	orphanCode   = "1.900006" // replaced by a procedure that is not there
	aliasedCode  = "1.012753"
	alias        = "1.012753.H19"
	otherAlias   = "2.999999"
)

var sampleMeta = data.Meta{Sample: true, Visibility: data.Shown}

// extraProcedures are records of the shapes that the sample does not have.
func extraProcedures() []data.Procedure {
	named := func(code, name string) data.Procedure {
		return data.Procedure{
			Code: code, Name: name, OfficialName: name, Field: "Lĩnh vực kiểm thử", Status: data.StatusActive,
			Levels: []data.Level{data.LevelCommune}, Meta: sampleMeta,
		}
	}
	aliased := named(aliasedCode, "Cấp giấy của tỉnh")
	aliased.Aliases = []string{alias, otherAlias}
	repealed := named(repealedCode, "Ghi sổ theo lối cũ")
	repealed.Status, repealed.ReplacedBy = data.StatusRepealed, "1.001193"
	orphan := named(orphanCode, "Ghi sổ đã thay")
	orphan.Status, orphan.ReplacedBy = data.StatusRepealed, "1.999998"
	return []data.Procedure{
		fullProcedure(), aliased, repealed, orphan, longProcedure(), hostileProcedure(),
		{Code: emptyCode, Name: "Chẳng ghi gì cả", OfficialName: "Chẳng ghi gì cả", Status: data.StatusActive, Meta: sampleMeta},
	}
}

// fullProcedure has every field, each with words of its own.
func fullProcedure() data.Procedure {
	return data.Procedure{
		Code: fullCode, Aliases: []string{"1.900001.H58"}, Name: "Cấp phép thả diều", OfficialName: "Thủ tục cấp phép thả diều",
		Field: "Trò chơi dân gian", Levels: []data.Level{data.LevelCommune, data.LevelProvince},
		Type: "Loại được kiểm thử", Decision: "4321/QĐ-KT",
		Agency: "Phòng Diều giấy", Authority: "Chủ tịch hội diều", Coordinating: "Tổ gió", Delegated: "Trạm khí tượng",
		ReceptionAddress: "Bãi cỏ số 7",
		Steps:            "Bước 1: Ra bãi\n- Chọn hướng gió\n+ Đứng xuôi gió\nBước 2: Thả dây",
		Methods: []data.Method{
			{
				Channel: data.ChannelOnline, Duration: data.Duration{Printed: "3 WORKING_DAY", Text: "3 ngày làm việc", Value: 3, Unit: data.UnitWorkingDay},
				Fees: []data.Fee{
					{Printed: "12345 VNĐ ()", Text: "12.345 đồng/con diều (trẻ em: giảm một nửa)", AmountVND: 12345},
					{Printed: "0 VNĐ (theo gió)", Text: "Lệ phí dây: theo chiều dài"},
				},
				Note: "Chụp rõ con diều.",
			},
			{Channel: data.ChannelPost, Duration: data.Duration{Text: "5 ngày làm việc"}, Fees: []data.Fee{{Text: "Cước gửi do bưu cục thu"}}},
			{Channel: data.ChannelInPerson},
			{Note: "Cách nộp do hội định"},
		},
		Documents: []data.Document{
			{Name: "Đơn xin thả diều", Originals: 1},
			{Case: "Diều có đèn", Name: "Giấy kiểm tra đèn", Originals: 1, Copies: 2},
			{Case: "Diều có đèn", Name: "Đèn phải tắt được từ xa."},
			{Case: "Diều đôi", Name: "Bản vẽ diều", Copies: 1},
		},
		Audience: []string{"Người chơi diều", "Câu lạc bộ diều"}, Result: "Giấy phép thả diều",
		LegalBasis: []data.LegalRef{
			{Number: "01/2024/KT", Title: "Quy ước về diều"},
			{Title: "Lệ làng không số"},
			{Number: "02/2025/KT"},
		},
		Conditions: "Trời không mưa.", Keywords: []string{"diều sáo", "gió nồm"}, Description: "Ai muốn thả diều thì xin phép ở đây.",
		SourceURL:     "https://dichvucong.gov.vn/thu-tuc/1.900001",
		EffectiveFrom: "2025-07-09", Status: data.StatusActive, Meta: sampleMeta,
	}
}

// longProcedure has forty lines of papers in eight cases, one of them every case.
func longProcedure() data.Procedure {
	p := data.Procedure{
		Code: longCode, Name: "Nộp bốn mươi loại giấy", OfficialName: "Nộp bốn mươi loại giấy", Field: "Lĩnh vực kiểm thử",
		Status: data.StatusActive, Meta: sampleMeta,
	}
	for i := range 40 {
		d := data.Document{Name: fmt.Sprintf("Giấy số %02d", i)}
		if c := i % 8; c > 0 {
			d.Case = fmt.Sprintf("Trường hợp %d", c)
		}
		if i%5 > 0 {
			d.Originals = i % 5
		}
		p.Documents = append(p.Documents, d)
	}
	return p
}

func hostileProcedure() data.Procedure {
	return data.Procedure{
		Code: hostileCode, Name: "Thử độc " + hostile, OfficialName: hostile, Field: "Độc " + hostile, Type: hostile, Decision: hostile,
		Agency: hostile, Authority: hostile, ReceptionAddress: hostile, Steps: hostile, Result: hostile, Conditions: hostile,
		Methods:   []data.Method{{Duration: data.Duration{Text: hostile}, Fees: []data.Fee{{Text: hostile}}, Note: hostile}},
		Documents: []data.Document{{Case: hostile, Name: hostile, Originals: 1}, {Name: hostile}},
		Audience:  []string{hostile}, Keywords: []string{hostile}, Description: hostile,
		LegalBasis: []data.LegalRef{{Number: hostile, Title: hostile}},
		SourceURL:  "javascript:alert(1)", Status: data.StatusActive, Meta: sampleMeta,
	}
}

// Source ids of extraArticles.
const (
	fullArticle     = "kt-day-du"
	leadArticle     = "kt-chi-co-tom-tat"
	undatedArticle  = "kt-khong-ngay"
	fetchedArticle  = "kt-ngay-lay-ve"
	hostileArticle  = "kt-doc"
	nameless        = "kt-khong-chu" // a title without any letter for the address
	articleSource   = "Báo Thử"
	articleCategory = "Mục thử"
)

func extraArticles() []data.Article {
	hanoi := time.FixedZone("+07", 7*60*60)
	return []data.Article{
		{
			Source: articleSource, SourceID: fullArticle, Title: "Lễ hội thả diều bên sông", Lead: "Hàng trăm con diều bay lên.",
			Body: "Đoạn thứ nhất.\n\n  \nĐoạn thứ hai.", Author: "Ban biên tập", Category: articleCategory, URL: "https://example.vn/bai-goc",
			Published: time.Date(2023, 6, 2, 14, 17, 0, 0, hanoi), PublishedTrust: data.TrustTime,
			Photos: []data.Photo{
				{URL: "https://example.vn/dieu.jpg", Caption: "Diều sáo", Alt: "Một con diều trên trời"},
				{URL: "javascript:alert(1)"},
			},
			Attachments: []data.Attachment{
				{URL: "https://example.vn/ke-hoach.pdf", Title: "Kế hoạch lễ hội"},
				{URL: "https://example.vn/khong-ten.pdf"},
				{URL: "javascript:alert(2)", Title: "Tệp độc"},
			},
			SourceViews: 12_300, Meta: sampleMeta,
		},
		{
			Source: articleSource, SourceID: leadArticle, Title: "Tin chỉ có tóm tắt", Lead: "Tất cả nằm ở đây.", Body: "Tất cả nằm ở đây.",
			BodyIsLead: true, Published: time.Date(2023, 4, 28, 11, 43, 0, 0, hanoi), PublishedTrust: data.TrustTime, Meta: sampleMeta,
		},
		{Source: articleSource, SourceID: undatedArticle, Title: "Tin không rõ ngày đăng", Body: "Không ai nhớ.", Meta: sampleMeta},
		{
			Source: articleSource, SourceID: fetchedArticle, Title: "Tin ghi nhận sau", Body: "Chỉ biết ngày lấy về.",
			Published: time.Date(2024, 1, 5, 20, 0, 0, 0, time.UTC), PublishedTrust: data.TrustFetched, Meta: sampleMeta,
		},
		{
			Source: hostile, SourceID: hostileArticle, Title: "Tin độc " + hostile, Lead: hostile, Body: hostile, Author: hostile, Category: hostile,
			URL: "javascript:alert(3)", Photos: []data.Photo{{URL: `https://example.vn/"><script>alert(4)</script>`, Caption: hostile, Alt: hostile}},
			Attachments: []data.Attachment{{URL: "data:text/html,<script>alert(5)</script>", Title: hostile}}, Meta: sampleMeta,
		},
		{Source: articleSource, SourceID: nameless, Title: "???", Body: "Tên bài chỉ có dấu hỏi.", Meta: sampleMeta},
	}
}
