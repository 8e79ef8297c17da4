package poster

import "strings"

// compounds are words of two syllables that names of procedures are full of.
// A line that ends within one is read twice.
var compounds = compoundSet(`
	thủ tục, sử dụng, đăng ký, đối với, chứng nhận, giấy phép, hoạt động, nước ngoài, tổ chức, việt nam, cấp lại,
	đầu tư, thực hiện, tài sản, trường hợp, hỗ trợ, thay đổi, cơ sở, dịch vụ, kinh doanh, dự án, cấp tỉnh, điều chỉnh,
	doanh nghiệp, sở hữu, cá nhân, gắn liền, điều kiện, nhập khẩu, bổ sung, chấp thuận, sản xuất, cho thuê, công trình,
	quản lý, gia hạn, đề nghị, xây dựng, thẩm quyền, thiết bị, thành lập, thông tin, phê duyệt, khai thác, quyết định,
	mục đích, sửa đổi, quy định, hàng hóa, công nghệ, viễn thông, cơ quan, nhà nước, sản phẩm, nội dung, xác nhận,
	giải quyết, xuất khẩu, nhà ở, phương tiện, công ty, thương mại, nhân dân, trung ương, quốc tế, chi nhánh, giáo dục,
	điện tử, lao động, ngân hàng, cung cấp, an toàn, thu hồi, đại diện, hành nghề, xã hội, bảo hiểm, thông báo,
	chứng chỉ, phát triển, khoa học, quốc gia, tham gia, thời hạn, văn phòng, phạm vi, địa bàn, nội địa, pháp luật,
	chế độ, công bố, chuyển nhượng, kỹ thuật, tín dụng, vô tuyến, bảo vệ, chấm dứt, y tế, thành phố, trung tâm, hợp tác,
	chuyển đổi, đất đai, nông nghiệp, địa phương, hải quan, biến động, phương án, phục vụ, diện tích, kiểm tra,
	gia đình, thẩm định, tần số, khoáng sản, du lịch, đối tượng, hạ tầng, lựa chọn, đào tạo, đánh giá, lần đầu,
	địa điểm, thủy sản, chương trình, hàng không, khu vực, thành viên, công tác, nghiên cứu, chủ tịch, nguyên liệu,
	chứng khoán, thử nghiệm, kinh tế, lưu hành, tôn giáo, hợp đồng, hình thức, trực thuộc, kiểm định, đặc biệt,
	kiểm soát, chính sách, nhiệm vụ, trực tiếp, giao dịch, xử lý, phổ thông, quốc phòng, ưu đãi, lĩnh vực, kết quả,
	môi trường, vật liệu, hồ sơ, an ninh, chính phủ, nhập cảnh, chất lượng, sáp nhập, ủy ban, quy hoạch, thực phẩm,
	chữa bệnh, làm việc, thể thao, kế hoạch, giải thể, thông qua, sáng tạo, biên giới, động vật, đấu thầu, đấu giá,
	thiết kế, nghị định, hộ tịch, khai sinh, khai tử, kết hôn, trích lục, bản sao, bản chính, tạm trú, thường trú,
	thỏa thuận, thế chấp, tranh chấp, khiếu nại, tố cáo, quyền lợi, nghĩa vụ, người dân, công dân, giấy tờ, lệ phí`)

func compoundSet(list string) map[string]bool {
	set := make(map[string]bool)
	for c := range strings.SplitSeq(list, ",") {
		set[strings.Join(strings.Fields(c), " ")] = true
	}
	return set
}

// compound reports whether two words in a row are one.
func compound(first, second string) bool {
	return compounds[strings.ToLower(first+" "+strings.TrimRight(second, ",;:.)"))]
}
