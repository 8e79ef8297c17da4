package ingest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestProcedure(t *testing.T) {
	got := readProcedure(t, `{"id":"tthc-9","code":" 1.000123.h32 ","name":"Thu\u0309 tu\u0323c  cấp lại\n giấy phép.","field":"Ðất đai","level":"Cấp Tỉnh",
		"type":"NOT_ASSIGNED_REGULATION","decision":" 15/QĐ-UBND\t","agency":"- Sở Nội vụ\n- UBND cấp xã","authority":"Không có thông tin","delegated":null,
		"reception_address":"Số 1 đường Trần Phú\n+ Số 2 đường Lê Lợi.","steps":"Bước 1:\t nộp  hồ sơ \r\n\r\n\n\n\uf0b7 Bước 2: nhận kết quả\u200e ","methods":[],
		"documents":[{"case":"* Giấy tờ phải nộp :","name":"- \uf076 Đơn xin cấp lại","originals":1,"copies":null},{"case":"Không có thông tin","name":"a) Ảnh","originals":1.0,"copies":2},
			{"case":null,"name":" - ","originals":1,"copies":0},{"name":"Không có thông tin thành phần hồ sơ."},{"name":"Ghi chú","quantity_text":"Bản chính: 0\nBản sao: 0"},{"name":"Thẻ","quantity_text":"Bản chính: 1\nBản sao: 2"}],
		"audience":"Cán bộ, công chức, viên chức, Tổ chức (không bao gồm doanh nghiệp, HTX), Công dân Việt Nam, Công dân Việt Nam","result":"Giấy phép",
		"conditions":"KHÔNG.","description":"Không.","keywords":"sổ đỏ, giấy tờ đất; sổ đỏ","url":"https://dichvucong.gov.vn/p/1",
		"effective_date":"01/07/2025"}`)
	want := data.Procedure{
		Code: "1.000123", Aliases: []string{"1.000123.H32"}, OfficialName: "Thủ tục cấp lại giấy phép.", Name: "Cấp lại giấy phép",
		Field: "Đất đai", Levels: []data.Level{data.LevelProvince}, Type: "TTHC không được luật giao cho địa phương quy định", Decision: "15/QĐ-UBND",
		Agency: "Sở Nội vụ; UBND cấp xã", ReceptionAddress: "Số 1 đường Trần Phú; Số 2 đường Lê Lợi.",
		Steps: "Bước 1: nộp hồ sơ\n\n• Bước 2: nhận kết quả",
		Documents: []data.Document{
			{Case: "Giấy tờ phải nộp", Name: "Đơn xin cấp lại", Originals: 1},
			{Name: "a) Ảnh", Originals: 1, Copies: 2},
			{Name: "Ghi chú"},
			{Name: "Thẻ", Originals: 1, Copies: 2},
		},
		Audience: []string{"Cán bộ, công chức, viên chức", "Tổ chức (không bao gồm doanh nghiệp, HTX)", "Công dân Việt Nam"},
		Result:   "Giấy phép", Conditions: "Không", Keywords: []string{"sổ đỏ", "giấy tờ đất"}, SourceURL: "https://dichvucong.gov.vn/p/1",
		EffectiveFrom: "2025-07-01", Status: data.StatusActive,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("procedure (-want +got):\n%s", diff)
	}
}

func TestValidity(t *testing.T) {
	tests := []struct {
		keys     string
		code     string
		status   data.Status
		replaced string
	}{
		{`"code":"1.000123"`, "1.000123", data.StatusActive, ""},
		{`"code":"1.000123-Xoa"`, "1.000123-Xoa", data.StatusRepealed, ""},
		{`"code":"1.000123","status":"Còn hiệu lực"`, "1.000123", data.StatusActive, ""},
		{`"code":"1.000123","status":"Đã bãi bỏ"`, "1.000123", data.StatusRepealed, ""},
		{`"code":"1.000123","status":"repealed"`, "1.000123", data.StatusRepealed, ""},
		{`"code":"1.000123","status":"hết hiệu lực","replaced_by":"1.000124.H32"`, "1.000123", data.StatusRepealed, "1.000124"},
		{`"code":"1.000123","replaced_by":"1.000124"`, "1.000123", data.StatusRepealed, "1.000124"},
	}
	for _, tt := range tests {
		p := readProcedure(t, `{"name":"Cấp phép",`+tt.keys+`}`)
		if p.Code != tt.code || p.Status != tt.status || p.ReplacedBy != tt.replaced {
			t.Errorf("%s: %s, %s, replaced by %q", tt.keys, p.Code, p.Status, p.ReplacedBy)
		}
	}
}

func TestLevels(t *testing.T) {
	const c, p, m = data.LevelCommune, data.LevelProvince, data.LevelMinistry
	tests := []struct {
		in   string
		want []data.Level
	}{
		{"Cấp Xã", []data.Level{c}},
		{"cấp tỉnh", []data.Level{p}},
		{"Cấp Bộ/Trung ương", []data.Level{m}},
		{"Cấp bộ, Cấp tỉnh, Cấp xã", []data.Level{c, p, m}},
		{"Cấp Tỉnh; cấp tỉnh; TỈNH", []data.Level{p}},
		{"Cấp xã, Cơ quan khác", []data.Level{c}},
		{"UBND phường", []data.Level{c}},
		{"Cấp Huyện", nil},
		{"Cơ quan khác", nil},
		{"Không có thông tin", nil},
		{"", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, levels([]string{tt.in})); diff != "" {
			t.Errorf("levels(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestTypes(t *testing.T) {
	for in, want := range map[string]string{
		"OTHER": "Loại khác", "LOCAL_REGULATION": "", "CENTRAL_REGULATION": "", "": "",
		"TTHC được luật giao quy định chi tiết": "TTHC được luật giao quy định chi tiết",
	} {
		if got := procedureType(in); got != want {
			t.Errorf("procedureType(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestConditionsAndDescription(t *testing.T) {
	tests := []struct{ conditions, description, wantConditions, wantDescription string }{
		{"Không có.", "Không quy định", "Không", ""},
		{"không yêu cầu", "", "Không", ""},
		{"Đủ 18 tuổi", "Đủ  18 tuổi", "Đủ 18 tuổi", ""},
		{"Đủ 18 tuổi", "Thủ tục dành cho người mới chuyển đến", "Đủ 18 tuổi", "Thủ tục dành cho người mới chuyển đến"},
		{"Không có thông tin", "Không có thông tin.", "", ""},
		{"Không có thông tin vi phạm trong 12 tháng", "", "Không có thông tin vi phạm trong 12 tháng", ""},
		{"- ...", "", "", ""},
	}
	for _, tt := range tests {
		p := readProcedure(t, fmt.Sprintf(`{"code":"1.000123","name":"Cấp phép","conditions":%q,"description":%q}`, tt.conditions, tt.description))
		if p.Conditions != tt.wantConditions || p.Description != tt.wantDescription {
			t.Errorf("%+v gives %q and %q", tt, p.Conditions, p.Description)
		}
	}
}

func TestKeywords(t *testing.T) {
	got := keywords([]string{"khai sinh, giấy khai sinh;trẻ em .", "CSDL Quốc gia về TTHC»Bộ Tư pháp»Hộ tịch Đăng ký, cấp lại", "Không", "- khai sinh"})
	if diff := cmp.Diff([]string{"khai sinh", "giấy khai sinh", "trẻ em"}, got); diff != "" {
		t.Errorf("keywords (-want +got):\n%s", diff)
	}
}

func TestDisplayName(t *testing.T) {
	tests := []struct{ official, want string }{
		{"Đăng ký khai sinh", "Đăng ký khai sinh"},
		{"Thủ tục đăng ký khai sinh.", "Đăng ký khai sinh"},
		{"Thủ tục hành chính: cấp lại thẻ;", "Cấp lại thẻ"},
		{"THỦ TỤC ĐĂNG KÝ KHAI SINH (CẤP XÃ)", "Đăng ký khai sinh (cấp xã)"},
		{"THỦ TỤC LẬP QUỸ TỪ THIỆN (Cấp tỉnh).", "Lập quỹ từ thiện (Cấp tỉnh)"},
		{"CẤP GCN QSDĐ CHO HTX, CÔNG TY TNHH TẠI VIỆT NAM DO UBND CẤP", "Cấp GCN QSDĐ cho HTX, công ty TNHH tại Việt Nam do UBND cấp"},
		{"CẤP THẺ BHYT THEO MẪU 01/2024/TT-BYT VÀ PHỤ LỤC VI, NHÓM II", "Cấp thẻ BHYT theo mẫu 01/2024/TT-BYT và phụ lục VI, nhóm II"},
		{"XỬ LÝ VI PHẠM VÀ DI CHÚC", "Xử lý vi phạm và di chúc"},
		{"Cấp GCN QSDĐ", "Cấp GCN QSDĐ"},
		{"BHXH BHYT BHTN", "BHXH BHYT BHTN"},
		{"Thủ tục hải quan đối với hàng quá cảnh", "Thủ tục hải quan đối với hàng quá cảnh"},
		{"Thủ tục đối với hàng biếu tặng", "Thủ tục đối với hàng biếu tặng"},
		{"Thủ tục cho phép nhập khẩu mẫu", "Cho phép nhập khẩu mẫu"},
		{". Cấp phép xây dựng -", "Cấp phép xây dựng"},
		{"2. Thủ tục hỗ trợ hỏa táng", "Hỗ trợ hỏa táng"},
		{"“Sao vàng” cấp lại", "“Sao vàng” cấp lại"},
		{"Thủ tục", "Thủ tục"},
		{"...", "..."},
	}
	for _, tt := range tests {
		if got := displayName(tt.official); got != tt.want {
			t.Errorf("displayName(%q)\n got %q\nwant %q", tt.official, got, tt.want)
		}
	}
}

func TestLegalRef(t *testing.T) {
	tests := []struct{ number, title, wantNumber, wantTitle string }{
		{" 15/2020/TT-BTP. ", "Hướng dẫn", "15/2020/TT-BTP", "Hướng dẫn"},
		{"66.7/2025/NQ-CP", "", "66.7/2025/NQ-CP", ""},
		{"Pháp lệnh số: 03/2021/UBTVQH14", "ƯU ĐÃI HỌC NGHỀ", "03/2021/UBTVQH14", "Pháp lệnh: ƯU ĐÃI HỌC NGHỀ"},
		{"Luật số 11/2019/QH14", "Luật Thư viện", "11/2019/QH14", "Luật Thư viện"},
		{"Nghị định 12/2021/NĐ-CP", "Nghị định số 12/2021/NĐ-CP về lệ phí", "12/2021/NĐ-CP", "Nghị định số 12/2021/NĐ-CP về lệ phí"},
		{"12/2021/NĐ-CP", "12/2021/NĐ-CP", "12/2021/NĐ-CP", "12/2021/NĐ-CP"},
		{"Nghị định 12/2021/NĐ-CP", "", "12/2021/NĐ-CP", "Nghị định"},
		{"19/2021/QH15 ngày 27/6/2021", "Luật Cảng", "19/2021/QH15", "Luật Cảng (ngày 27/6/2021)"},
		{"Điều 7 Nghị định số 12/2021/NĐ-CP", "Về rừng", "12/2021/NĐ-CP", "Điều 7 Nghị định: Về rừng"},
		{"09/2019/QH1409/2019/QH14", "Thư viện", "09/2019/QH14", "Thư viện"},
		{"12/2021/NĐ-CP\tNghị định 12/2021/NĐ-CP", "Về rừng", "12/2021/NĐ-CP", "Về rừng"},
		{"12 /2021/TT- BTC", "Biểu phí", "12/2021/TT-BTC", "Biểu phí"},
		{"09./2025/NQ-HĐND", "Biểu phí", "09/2025/NQ-HĐND", "Biểu phí"},
		{"72/2022//NĐ-CP", "Biểu phí", "72/2022/NĐ-CP", "Biểu phí"},
		{"TT12/2021/TT-BTC", "Biểu phí", "12/2021/TT-BTC", "Biểu phí"},
		{"Quyết định số 22/2021/QĐ-TTg", "Về vốn", "22/2021/QĐ-TTg", "Quyết định: Về vốn"},
		{"QĐ2338-BTP", "Công bố", "QĐ2338-BTP", "Công bố"},
		{"13-TB/TW", "Kết luận", "13-TB/TW", "Kết luận"},
		{"10/2013/TTLT-BTTTT-BQP-BCA", "Phối hợp", "10/2013/TTLT-BTTTT-BQP-BCA", "Phối hợp"},
		{"18/12/2025", "Nghị định về lịch", "18/12/2025", "Nghị định về lịch"},
		{"Luật Nuôi con nuôi", "Luật Nuôi con nuôi", "", "Luật Nuôi con nuôi"},
		{"Luật Thú y 2015", "Quy định về thú y", "", "Luật Thú y 2015: Quy định về thú y"},
		{"1/2020/NĐ-CP và 2/2021/NĐ-CP", "Hai nghị định", "1/2020/NĐ-CP và 2/2021/NĐ-CP", "Hai nghị định"},
		{"", "Thông tư 21/2017/TT-BCA hướng dẫn Nghị định 2/2017/NĐ-CP", "21/2017/TT-BCA", "Thông tư 21/2017/TT-BCA hướng dẫn Nghị định 2/2017/NĐ-CP"},
		{"", "Luật Căn cước sửa đổi Luật 5/2016/QH13", "", "Luật Căn cước sửa đổi Luật 5/2016/QH13"},
	}
	for _, tt := range tests {
		want := data.LegalRef{Number: tt.wantNumber, Title: tt.wantTitle}
		if got := legalRef(line(tt.number), tt.title); got != want {
			t.Errorf("legalRef(%q, %q)\n got %+v\nwant %+v", tt.number, tt.title, got, want)
		}
	}
	got := readProcedure(t, `{"code":"1.000123","name":"Cấp phép","legal_basis":[{"number":"1/2020/NĐ-CP","title":"A"},{"number":null,"title":" "},{"number":"1/2020/NĐ-CP.","title":"A"},"Luật B"]}`)
	if diff := cmp.Diff([]data.LegalRef{{Number: "1/2020/NĐ-CP", Title: "A"}, {Title: "Luật B"}}, got.LegalBasis); diff != "" {
		t.Errorf("legal basis (-want +got):\n%s", diff)
	}
}
