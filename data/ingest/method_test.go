package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestDuration(t *testing.T) {
	tests := []struct {
		printed, note, text string
		value               float64
		unit                data.DurationUnit
	}{
		{"4 WORKING_DAY", "", "4 ngày làm việc", 4, data.UnitWorkingDay},
		{"7.5 WORKING_DAY", "", "7,5 ngày làm việc", 7.5, data.UnitWorkingDay},
		{"2,25 Ngày làm việc", "", "2,25 ngày làm việc", 2.25, data.UnitWorkingDay},
		{"09 Ngày làm việc", "", "9 ngày làm việc", 9, data.UnitWorkingDay},
		{"60 ngày", "", "60 ngày", 60, data.UnitDay},
		{"12 DAY", "", "12 ngày", 12, data.UnitDay},
		{"36 HOUR", "", "36 giờ", 36, data.UnitHour},
		{"3 MONTH", "", "3 tháng", 3, data.UnitMonth},
		{"1 YEAR", "", "1 năm", 1, data.UnitYear},
		{"1 OTHER", "", "Trong ngày làm việc", 1, data.UnitWithinDay},
		{"1", "Nộp tại quầy số 2", "Trong ngày làm việc", 1, data.UnitWithinDay},
		{"1 OTHER", "Giải quyết trong 06 (sáu) ngày làm việc", "", 0, ""},
		{"8 OTHER", "", "", 0, ""},
		{"OTHER", "Xem ghi chú", "", 0, ""},
		{"- OTHER", "", "", 0, ""},
		{"0 HOUR", "", "", 0, ""},
		{"Theo mô tả OTHER", "", "Theo mô tả", 0, ""},
		{"Không quá 11 ngày làm việc. OTHER", "", "Không quá 11 ngày làm việc.", 0, ""},
		{"Không quá 11 ngày làm việc", "", "Không quá 11 ngày làm việc", 0, ""},
		{"30/6 hằng năm OTHER", "", "30/6 hằng năm", 0, ""},
		{"4 WORKING_DAY | 4 WORKING_DAY", "", "4 ngày làm việc", 4, data.UnitWorkingDay},
		{"4 WORKING_DAY | 20 ngày", "", "4 ngày làm việc; 20 ngày", 0, ""},
		{"4 WORKING_DAY | OTHER", "", "4 ngày làm việc", 0, ""},
		{"1500 ngày", "", "1.500 ngày", 1500, data.UnitDay},
	}
	for _, tt := range tests {
		want := data.Duration{Printed: tt.printed, Text: tt.text, Value: tt.value, Unit: tt.unit}
		if diff := cmp.Diff(want, duration(tt.printed, tt.note)); diff != "" {
			t.Errorf("duration(%q, %q) (-want +got):\n%s", tt.printed, tt.note, diff)
		}
	}
	for _, s := range []string{"", " ", "Không có thông tin", "|"} {
		if got := duration(s, ""); got != (data.Duration{}) {
			t.Errorf("duration(%q) = %+v, want nothing", s, got)
		}
	}
}

func TestMethods(t *testing.T) {
	got := readProcedure(t, `{"code":"1.000123","name":"Cấp phép","methods":[
		{"channel":"Trực tuyến","channel_raw":"ONLINE","duration_raw":"3 WORKING_DAY","fee_raw":"10000 VNĐ ()","fee_amount_vnd":10000,"note":"3 ngày làm việc."},
		{"channel":"Dịch vụ bưu chính","duration_raw":"3 WORKING_DAY","fee_raw":"Không có thông tin","note":"Gửi về  Bộ phận Một cửa\n\n\n- Sở Nội vụ "},
		{"channel_raw":"DIRECT","duration_raw":"OTHER","fee_raw":"30000 VNĐ ()","note":"Không có thông tin"},
		{"channel":"Trực tiếp","duration_raw":"2 HOUR"},
		{"channel":"Qua thư điện tử","duration_raw":"2 HOUR"},
		{"channel":null,"duration_raw":" ","note":""}]}`).Methods
	want := []data.Method{
		{
			Channel: data.ChannelOnline, Duration: data.Duration{Printed: "3 WORKING_DAY", Text: "3 ngày làm việc", Value: 3, Unit: data.UnitWorkingDay},
			Fees: []data.Fee{{Printed: "10000 VNĐ ()", Text: "10.000 đồng", AmountVND: 10000}},
		},
		{
			Channel: data.ChannelPost, Duration: data.Duration{Printed: "3 WORKING_DAY", Text: "3 ngày làm việc", Value: 3, Unit: data.UnitWorkingDay},
			Note: "Gửi về Bộ phận Một cửa\n\n- Sở Nội vụ",
		},
		{
			Channel: data.ChannelInPerson, Duration: data.Duration{Printed: "OTHER"},
			Fees: []data.Fee{{Printed: "30000 VNĐ ()", Text: "30.000 đồng", AmountVND: 30000}},
		},
		{Channel: data.ChannelInPerson, Duration: data.Duration{Printed: "2 HOUR", Text: "2 giờ", Value: 2, Unit: data.UnitHour}},
		{Duration: data.Duration{Printed: "2 HOUR", Text: "2 giờ", Value: 2, Unit: data.UnitHour}, Note: "Qua thư điện tử"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
}

func TestFeeAndDurationWithoutMethods(t *testing.T) {
	got := readProcedure(t, `{"code":"1.000123","name":"Cấp phép","duration":"5 ngày","fee":"15.000 đồng"}`).Methods
	want := []data.Method{{
		Duration: data.Duration{Printed: "5 ngày", Text: "5 ngày", Value: 5, Unit: data.UnitDay},
		Fees:     []data.Fee{{Printed: "15.000 đồng", Text: "15.000 đồng", AmountVND: 15000}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
	if got := readProcedure(t, `{"code":"1.000123","name":"Cấp phép","duration":"OTHER | ","fee":"0 VNĐ ()"}`).Methods; len(got) > 1 {
		t.Errorf("methods of nothing: %+v", got)
	}
}

func TestFees(t *testing.T) {
	type fee = data.Fee
	tests := []struct {
		name, raw string
		want      []fee // Printed is checked apart
	}{
		{"nothing", "Không có thông tin", nil},
		{"empty", "", nil},
		{"bars", "| |", nil},
		{"debris", "| K", nil},
		{"zero says nothing", "0 VNĐ ()", nil},
		{"zeros", "0 VNĐ () | 0 VNĐ ()", nil},
		{"zero without an end", "0 VNĐ (", nil},
		{"zero by words", "Phí : 0 Đồng", nil},
		{"zero by a slip", "Lệ phí : o Đồng", nil},
		{"no number", "Phí :  Đồng", nil},
		{"zero per unit", "0 VNĐ (/lần)", nil},
		{"zero and no information", "0 VNĐ (Không có thông tin)", nil},
		{"zero with words", "0 VNĐ (Không có)", []fee{{Text: "Không có"}}},
		{"zero with a condition", "0 VNĐ (Theo nghị quyết của HĐND tỉnh)", []fee{{Text: "Theo nghị quyết của HĐND tỉnh"}}},
		{"zero and the source says free", "0 VNĐ (Miễn phí cho hộ nghèo)", []fee{{Text: "Miễn phí cho hộ nghèo"}}},
		{"flat", "45000 VNĐ ()", []fee{{Text: "45.000 đồng", AmountVND: 45000}}},
		{"flat with decimals", "45000.0 VNĐ ()", []fee{{Text: "45.000 đồng", AmountVND: 45000}}},
		{"millions", "12500000 VNĐ ()", []fee{{Text: "12.500.000 đồng", AmountVND: 12500000}}},
		{"condition", "45000 VNĐ (với hồ sơ giấy)", []fee{{Text: "45.000 đồng (với hồ sơ giấy)"}}},
		{"bullet in brackets", "45000 VNĐ (- với hồ sơ giấy)", []fee{{Text: "45.000 đồng (với hồ sơ giấy)"}}},
		{"brackets twice", "45000 VNĐ ((với hồ sơ giấy))", []fee{{Text: "45.000 đồng (với hồ sơ giấy)"}}},
		{"bracket too many", "45000 VNĐ (hồ sơ giấy))", []fee{{Text: "45.000 đồng (hồ sơ giấy)"}}},
		{"bracket too few", "45000 VNĐ (đồng/lần (giảm đến 31/12)", []fee{{Text: "45.000 đồng/lần (giảm đến 31/12)"}}},
		{"numbering", "45000 VNĐ (a) sách; b) báo)", []fee{{Text: "45.000 đồng (a) sách; b) báo)"}}},
		{"per page", "3000 VNĐ (/trang)", []fee{{Text: "3.000 đồng/trang"}}},
		{"per dossier", "3000 VNĐ (/hồ sơ)", []fee{{Text: "3.000 đồng/hồ sơ", AmountVND: 3000}}},
		{"per filing", "3000 VNĐ (đồng/lần)", []fee{{Text: "3.000 đồng/lần", AmountVND: 3000}}},
		{"once more per dossier", "3000 VNĐ (3.000 đ/ hồ sơ.)", []fee{{Text: "3.000 đồng/hồ sơ.", AmountVND: 3000}}},
		{"once more per paper", "250000 VNĐ (250,000đồng/thẻ)", []fee{{Text: "250.000 đồng/thẻ"}}},
		{"once more without currency", "850000 VNĐ (850.000/lần/lô)", []fee{{Text: "850.000 đồng/lần/lô"}}},
		{"another amount in brackets", "90000 VNĐ (45.000 đồng khi nộp trực tuyến)", []fee{{Text: "90.000 đồng (45.000 đồng khi nộp trực tuyến)"}}},
		{"placeholder", "1 VNĐ (Theo luật phí và lệ phí)", []fee{{Text: "Theo luật phí và lệ phí"}}},
		{"placeholder alone", "1 VNĐ ()", nil},
		{"thousands", "20 VNĐ (20.000 đồng/tờ khai)", []fee{{Text: "20.000 đồng/tờ khai"}}},
		{"dollars as đồng", "135 VNĐ (Thẻ hai năm)", []fee{{Text: "Danh mục ghi 135, không rõ đơn vị (Thẻ hai năm)"}}},
		{"small amount alone", "200 VNĐ ()", []fee{{Text: "Danh mục ghi 200, không rõ đơn vị"}}},
		{"dollars", "10 USD (/bản)", []fee{{Text: "10 USD/bản"}}},
		{"repeated", "0 VNĐ (Theo quy định) | 0 VNĐ (Theo quy định)", []fee{{Text: "Theo quy định"}}},
		{"several", "5000 VNĐ () | 8000 VNĐ (bản giấy)", []fee{{Text: "5.000 đồng"}, {Text: "8.000 đồng (bản giấy)"}}},
		{"brackets out of balance", "5000 VNĐ (a (b) | 0 VNĐ () | 8000 VNĐ (c))", []fee{{Text: "5.000 đồng (a (b))"}, {Text: "8.000 đồng (c)"}}},
		{"bar in brackets", "5000 VNĐ (a | b)", []fee{{Text: "5.000 đồng (a | b)"}}},
		{"words with bars", "Do tỉnh quy định | Do tỉnh quy định | Theo biểu phí", []fee{{Text: "Do tỉnh quy định"}, {Text: "Theo biểu phí"}}},
		{
			"labels", "Lệ phí : 20.000 Đồng (cấp mới) Lệ phí : 9.000 Đồng\nPhí : Theo biểu phí",
			[]fee{{Text: "20.000 đồng (cấp mới)"}, {Text: "9.000 đồng"}, {Text: "Phí: Theo biểu phí"}},
		},
		{"label with dollars", "Lệ phí : 1.5 USD (tàu khách)", []fee{{Text: "Lệ phí: 1.5 USD (tàu khách)"}}},
		{"label in words", "Phí : Không Đồng", []fee{{Text: "Phí: Không Đồng"}}},
		{"verbatim", "Chi tiết tại biểu phí kèm theo", []fee{{Text: "Chi tiết tại biểu phí kèm theo"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fees(tt.raw)
			for i := range got {
				if got[i].Printed == "" {
					t.Errorf("fee %d does not say what was printed", i)
				}
				got[i].Printed = ""
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("fees(%q) (-want +got):\n%s", tt.raw, diff)
			}
		})
	}
	if got := fees("0 VNĐ (một) | 5000 VNĐ (/trang)"); got[0].Printed != "0 VNĐ (một)" || got[1].Printed != "5000 VNĐ (/trang)" {
		t.Errorf("printed %q, %q", got[0].Printed, got[1].Printed)
	}
}

// TestSameDay: "1 OTHER" is within the day unless the steps tell otherwise.
func TestSameDay(t *testing.T) {
	for steps, want := range map[string]string{
		"Nộp hồ sơ tại quầy":                              "Trong ngày làm việc",
		"Trả kết quả ngay trong ngày; hẹn lại sau 3 ngày": "Trong ngày làm việc",
		"Thẩm tra trong 45 ngày rồi trình":                "",
		"Xem xét trong 02 (hai) tháng":                    "",
		"Trong 1 ngày chuyển hồ sơ":                       "Trong ngày làm việc",
	} {
		p := readProcedure(t, `{"code":"1.000001","name":"Tên","steps":"`+steps+`","methods":[{"channel_raw":"ONLINE","duration_raw":"1 OTHER"}]}`)
		if got := p.Methods[0].Duration; got.Text != want || got.Printed != "1 OTHER" || (want == "") != (got.Unit == "") {
			t.Errorf("%q: %+v, want %q", steps, got, want)
		}
	}
}
