package ingest

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func days(n float64, printed string) data.Duration {
	return data.Duration{Printed: printed, Text: decimal(n) + " ngày làm việc", Value: n, Unit: data.UnitWorkingDay}
}

func TestGluedMethods(t *testing.T) {
	const online, post, inPerson = data.ChannelOnline, data.ChannelPost, data.ChannelInPerson
	tests := []struct {
		name, in string
		want     []data.Method
	}{
		{
			"free is how a zero was shown", "Trực tuyến4 Ngày làm việcMiễn phíTrực tiếp4 Ngày làm việcMiễn phí(Theo nghị quyết của tỉnh)",
			[]data.Method{
				{Channel: online, Duration: days(4, "4 Ngày làm việc")},
				{Channel: inPerson, Duration: days(4, "4 Ngày làm việc"), Fees: []data.Fee{{Printed: "Miễn phí(Theo nghị quyết của tỉnh)", Text: "Theo nghị quyết của tỉnh"}}},
			},
		},
		{
			"amount and note", "Dịch vụ bưu chính2.5 Ngày làm việc70,000 Việt Nam ĐồngGửi về Sở, hoặc Trực tiếp tại quầy.",
			[]data.Method{{
				Channel: post, Duration: days(2.5, "2.5 Ngày làm việc"), Note: "Gửi về Sở, hoặc Trực tiếp tại quầy.",
				Fees: []data.Fee{{Printed: "70,000 Việt Nam Đồng", Text: "70.000 đồng", AmountVND: 70000}},
			}},
		},
		{
			"several fees", "Trực tiếp4 Ngày làm việc20,000 VNĐ(cấp mới (lần đầu))9,000 VNĐ(cấp lại)5 USD(tàu)Nộp ở quầy",
			[]data.Method{{
				Channel: inPerson, Duration: days(4, "4 Ngày làm việc"), Note: "Nộp ở quầy",
				Fees: []data.Fee{
					{Printed: "20,000 VNĐ(cấp mới (lần đầu))", Text: "20.000 đồng (cấp mới (lần đầu))"},
					{Printed: "9,000 VNĐ(cấp lại)", Text: "9.000 đồng (cấp lại)"},
					{Printed: "5 USD(tàu)", Text: "5 USD (tàu)"},
				},
			}},
		},
		{
			"no limit, no fee", "Trực tiếpKhông có thông tinKhông có thông tinnộp tại quầy",
			[]data.Method{{Channel: inPerson, Note: "nộp tại quầy"}},
		},
		{
			"limit without a unit", "Trực tiếp1Miễn phíTrực tuyến3Miễn phí",
			[]data.Method{
				{Channel: inPerson, Duration: data.Duration{Printed: "1", Text: "Trong ngày làm việc", Value: 1, Unit: data.UnitWithinDay}},
				{Channel: online, Duration: data.Duration{Printed: "3"}},
			},
		},
		{
			"limit in words", "Trực tuyếnKhông quy địnhMiễn phíQua Cổng dịch vụ công",
			[]data.Method{{Channel: online, Duration: data.Duration{Printed: "Không quy định", Text: "Không quy định"}, Note: "Qua Cổng dịch vụ công"}},
		},
		{
			"limit and amount in one number", "Trực tuyến140,000 VNĐ(xe khách)",
			[]data.Method{{Channel: online, Fees: []data.Fee{{Printed: "140,000 VNĐ(xe khách)", Text: "xe khách"}}}},
		},
		{"not a table", "Nộp tại quầy của Sở", []data.Method{{Note: "Nộp tại quầy của Sở"}}},
		{"nothing", "Không có thông tin", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, gluedMethods(methodsHead+tt.in)); diff != "" {
				t.Errorf("methods of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestGluedDocuments(t *testing.T) {
	type doc = data.Document
	tests := []struct {
		name, in string
		want     []doc
	}{
		{
			"one table", "--" + documentsHead + "- Đơn theo Mẫu số 031 bản chínhẢnh 4x6;2 bản chính,1 bản saoThẻ0 bản chính, 1 bản sao",
			[]doc{{Name: "Đơn theo Mẫu số 03", Originals: 1}, {Name: "Ảnh 4x6;", Originals: 2, Copies: 1}, {Name: "Thẻ", Copies: 1}},
		},
		{
			"quantities in the words", "--" + documentsHead + "Hóa đơn: 01 bản chính (có dấu)1 bản chínhGiấy phép 1 bản chính1 bản chínhBiên bản 1 bản chínhĐề án2 bản chính",
			[]doc{
				{Name: "Hóa đơn: 01 bản chính (có dấu)", Originals: 1},
				{Name: "Giấy phép 1 bản chính", Originals: 1},
				{Name: "Biên bản", Originals: 1},
				{Name: "Đề án", Originals: 2},
			},
		},
		{
			"cases", "* Cấp mới:" + documentsHead + "Đơn1 bản chínhb) Cấp lại" + documentsHead + "Thẻ cũ1 bản chínhtài liệu khác",
			[]doc{{Case: "Cấp mới", Name: "Đơn", Originals: 1}, {Case: "b) Cấp lại", Name: "Thẻ cũ", Originals: 1}, {Case: "b) Cấp lại", Name: "tài liệu khác"}},
		},
		{"not a table", "- Đơn và ảnh\n- Thẻ", []doc{{Name: "Đơn và ảnh\n- Thẻ"}}},
		{"nothing", "Không có thông tin thành phần hồ sơ.", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, gluedDocuments(tt.in)); diff != "" {
				t.Errorf("documents of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestGluedLegal(t *testing.T) {
	type ref = data.LegalRef
	tests := []struct {
		name, in string
		want     []ref
	}{
		{
			"number glued to the next title", legalHead + "Luật Thư viện46/2019/QH14Hướng dẫn15/2020/TT-BTPThông tư về phí1/2021/TT-BTChướng dẫn nộp66.7/2025/NQ-CP",
			[]ref{{Number: "46/2019/QH14", Title: "Luật Thư viện"}, {Number: "15/2020/TT-BTP", Title: "Hướng dẫn"}, {Number: "1/2021/TT-BTC", Title: "Thông tư về phí"}, {Number: "66.7/2025/NQ-CP", Title: "hướng dẫn nộp"}},
		},
		{
			"title ends with the number", "Nghị định 8/2020/NĐ-CP8/2020/NĐ-CPLuật 5/2016/QH135/2016/QH13Luật số 6/2018/QH14 của Quốc hội6/2018/QH14",
			[]ref{{Number: "8/2020/NĐ-CP", Title: "Nghị định 8/2020/NĐ-CP"}, {Number: "5/2016/QH13", Title: "Luật 5/2016/QH13"}, {Number: "6/2018/QH14", Title: "Luật số 6/2018/QH14 của Quốc hội"}},
		},
		{
			"words in the number's cell", "Sửa đổi các luật về rừngLuật số 9/2025/QH15về giốngsố 7/2026/TT-BNNMTLUẬT RỪNG3/2017/QH14",
			[]ref{{Number: "9/2025/QH15", Title: "Sửa đổi các luật về rừng"}, {Number: "7/2026/TT-BNNMT", Title: "về giống"}, {Number: "3/2017/QH14", Title: "LUẬT RỪNG"}},
		},
		{"year before the number", "Luật Cảng năm 202072/2020/QH14", []ref{{Number: "72/2020/QH14", Title: "Luật Cảng năm 2020"}}},
		{"no number", "Luật Cảng", []ref{{Title: "Luật Cảng"}}},
		{"number only in the words", "Công ước, xem 15/2020/TT-BTP về phí", []ref{{Title: "Công ước, xem 15/2020/TT-BTP về phí"}}},
		{"empty table before the next part", "Không có thông tinCơ quan thực hiệnTòa án", nil},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, gluedLegal(gluedTable(tt.in))); diff != "" {
				t.Errorf("legal texts of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestPageGluedToFields(t *testing.T) {
	const foot = "Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành-- Chọn Bộ ngành --Nộp hồ sơ"
	tests := []struct {
		name, result, conditions string
		want                     data.Procedure // only what these fields give
	}{
		{
			"code and empty page", "Thẻ thư việnMã: KQ.G04.000514Từ khóaKhông có thông tinMô tảKhông có thông tin" + foot, "",
			data.Procedure{Result: "Thẻ thư viện"},
		},
		{
			"several results", "Thẻ thư việnMã: KQ.G04.000514Văn bản từ chốiMã: 000.00.00.G11-KQ1711", "",
			data.Procedure{Result: "Thẻ thư viện\nVăn bản từ chối"},
		},
		{
			"keywords and description", "ThẻMã: KQ-H32.000514Từ khóathư viện, mượn sáchMô tảThẻ dùng 10 năm." + foot, "",
			data.Procedure{Result: "Thẻ", Keywords: []string{"thư viện", "mượn sách"}, Description: "Thẻ dùng 10 năm."},
		},
		{
			"behind the conditions", "Thẻ", "Không có thông tinTừ khóaKhông có thông tinMô tảKhông có thông tin" + foot,
			data.Procedure{Result: "Thẻ"},
		},
		{"words that only look like it", "Thẻ", "Sổ ghi:\nTừ khóa: sách", data.Procedure{Result: "Thẻ", Conditions: "Sổ ghi:\nTừ khóa: sách"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			record, err := json.Marshal(map[string]string{
				"code": "1.000123", "name": "Cấp thẻ", "methods_text": methodsHead, "result": tt.result, "conditions": tt.conditions,
			})
			if err != nil {
				t.Fatal(err)
			}
			p := readProcedure(t, string(record))
			got := data.Procedure{Result: p.Result, Conditions: p.Conditions, Keywords: p.Keywords, Description: p.Description}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}
