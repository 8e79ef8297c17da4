package search

import "strings"

// The phrases are written as people say them, one pattern a line. A pattern
// has choices, "(làm|nộp) ở đâu", an empty choice leaves the place out, and
// {names} stand for choices of their own. Words with a plus must stand there
// but stay in the query: "bao nhiêu +tuổi".

// choices are what the names in patterns stand for.
var choices = strings.NewReplacer(
	"{me}", "(tôi|tui|em|mình|con|cháu|tớ|chúng tôi|chúng em|chúng mình|tụi em|tụi tui|bọn em)",
	"{you}", "(anh|chị|anh chị|các anh chị|cô|chú|bác|các bác|bạn|các bạn|mọi người|cả nhà|cán bộ|ad|admin|shop|bot)",
	"{what}", "(gì|chi|nào)",
	"{where}", "(đâu|chỗ nào|nơi nào|cơ quan nào|bộ phận nào|phòng nào|mô)",
	"{how}", "(sao|thế nào|như thế nào|như nào|ntn|ra sao|kiểu gì|cách nào|cách gì|răng)",
	"{amount}", "(bao nhiêu|bao nhiêu tiền|bao nhiu|bao nhiu tiền|bao tiền|nhiêu tiền|mấy tiền|mấy đồng)",
	"{days}", "(bao lâu|bao nhiêu lâu|mấy ngày|bao nhiêu ngày|mấy hôm|mấy bữa|mấy tuần|bao nhiêu tuần|mấy tháng|bao nhiêu tháng|mấy ngày làm việc|bao nhiêu ngày làm việc)",
	"{no}", "(không|ko|k|hông|hong|hem)",
	"{may}", "(được|đc|dc)",
)

// askedPhrases ask for a part of a procedure.
var askedPhrases = []struct {
	asked    Asked
	patterns string
}{
	{AskedDocuments, `
		(|cần|cần có|phải có|phải|nộp|cần nộp|phải nộp|xin|cần xin|phải xin|mang|mang theo|cần mang|phải mang|phải mang theo|đem theo|chuẩn bị|cần chuẩn bị|gồm|làm|cần làm) (|những|các|loại) (giấy tờ|giấy|hồ sơ) {what}
		(cần|cần có|cần nộp|phải nộp|nộp|cần mang|phải mang|mang|mang theo|cần mang theo|phải mang theo|đem|đem theo|cần đem|phải đem theo|chuẩn bị|cần chuẩn bị|phải chuẩn bị|phải có) (|những|các) (gì|chi|cái gì)
		(hồ sơ|giấy tờ|thủ tục|thành phần hồ sơ) (|cần|cần có|cần nộp|cần chuẩn bị|phải nộp|gồm|bao gồm|gồm có|có|là) (|những) (gì|chi)
		(hồ sơ|giấy tờ) (|như) thế nào
		(hồ sơ|giấy tờ) (ra sao|bao gồm|gồm có|gồm|cần thiết|cần có|cần nộp|cần chuẩn bị|phải nộp)
		cần (|những|các) thủ tục {what}
		gồm (|có) (những gì|những chi)
		(các|những|các loại|những loại) (giấy tờ|hồ sơ) (cần thiết|cần|cần có|cần nộp|cần chuẩn bị|phải nộp|để làm)
		(các|những) giấy tờ liên quan
		thành phần hồ sơ
		giấy tờ để làm
		hồ sơ (để|làm|để làm|xin)
		thiếu (|những) giấy (|tờ) (gì|chi|nào)
		(|what|which) (documents|papers|paperwork) (|are|do i) (|need|needed|required)
		(required|necessary) (documents|papers)
		what (do i|do we|should i) (need|bring|prepare|submit)
		what is needed
	`},
	{AskedFee, `
		(|hết|tốn|mất|giá|giá là|tiền|phí|phí là|lệ phí|lệ phí là|lệ phí hết|chi phí|chi phí là|chi phí hết|mức phí|mức phí là|mức lệ phí|mức lệ phí là|mức thu|đóng|nộp|trả|phải đóng|phải nộp|phải trả|đóng phí|nộp phí|đóng lệ phí|nộp lệ phí|khoảng|hết khoảng|tốn khoảng|mất khoảng|hết tổng cộng) {amount}
		(hết|tốn|mất|phí|lệ phí|giá) nhiêu
		bao nhiêu (|tiền) (một|1|mỗi) (bản|trang|tờ|lần|cái|bộ|hồ sơ)
		(|có|có phải) (mất|tốn|đóng|nộp|trả|thu) (phí|lệ phí|tiền) (|gì) {no}
		(|có|có được) miễn phí {no}
		(có|) tốn kém (|gì) {no}
		(lệ phí|phí|chi phí) (|như) thế nào
		(lệ phí|phí|chi phí) (ra sao|tính sao|gồm những gì|gồm gì)
		(lệ phí|chi phí) (làm|để làm|khi làm|xin)
		(lệ phí|chi phí) (+đăng +ký|+cấp|+đổi|+sang +tên|+công +chứng|+chứng +thực|+tách|+làm)
		(mức lệ phí|biểu phí|tiền lệ phí)
		(hết|tốn) (mấy trăm|mấy triệu)
		(|what is the) (fee|fees|cost) (|is|for)
		how much (|is it|is|does it cost|to pay|money)
	`},
	{AskedTime, `
		(|mất|mất khoảng|hết|tốn|trong|trong vòng|khoảng|làm|làm mất|làm trong|đợi|chờ|phải đợi|phải chờ|thời gian|thời gian là|thời gian mất|mất thời gian|thời hạn|giải quyết|giải quyết trong|sau) {days}
		{days} (|thì|mới|là|sau) (xong|có|có kết quả|lấy|lấy được|nhận|nhận được|được|được nhận|được cấp)
		(khi nào|chừng nào|bao giờ|lúc nào|hồi nào|bữa nào|ngày nào|mấy giờ) (|thì|mới|thì mới) (xong|có|có kết quả|lấy|lấy được|nhận|nhận được|được nhận|được cấp|được lấy)
		thời gian (|giải quyết|làm|xử lý) (|như) thế nào
		thời gian (làm|xử lý|chờ|chờ đợi|làm thủ tục)
		(thời gian|thời hạn) (giải quyết|xử lý|trả kết quả)
		(|có|làm có) (lâu|nhanh) {no}
		(có|) (lấy liền|lấy ngay) (|{may}) {no}
		how (long|soon|many days) (|does it take|is it|will it take|to get)
		processing time
		when (can|will) i (get|receive) (|it)
	`},
	{AskedPlace, `
		(|làm|mần|nộp|nộp hồ sơ|nộp giấy tờ|nộp đơn|gửi hồ sơ|xin|đăng ký|lấy|nhận|nhận kết quả|lấy kết quả|đi nộp|liên hệ|hỏi|phải làm|phải nộp|phải xin|thì làm|thì nộp|thực hiện|làm thủ tục|tiếp nhận) (ở|tại) {where}
		(|phải|thì) (đi|đến|tới|ra|lên|xuống|về|qua|sang|vô|vào|ở|tại) (đâu|chỗ nào|mô) (|làm|mần|nộp|xin|lấy|để làm)
		phải đi (ở|tới|đến|ra|lên) (đâu|chỗ nào|nơi nào|mô) (|làm|mần|nộp|xin|để làm)
		(chỗ nào|nơi nào|cơ quan nào|phòng nào|bộ phận nào) (|làm|mần|nhận|cấp|giải quyết|tiếp nhận|phụ trách|có thẩm quyền|có thẩm quyền giải quyết)
		(gặp|kiếm|tìm|liên hệ|gọi|nhờ|hỏi) (ai|người nào)
		(liên hệ|gọi|nộp) (đâu|số nào)
		ai (giải quyết|cấp|ký|phụ trách|tiếp nhận|có thẩm quyền) (|vậy)
		cấp nào (giải quyết|cấp|tiếp nhận|có thẩm quyền|làm)
		(nơi|chỗ|địa điểm|địa chỉ) (nộp|nộp hồ sơ|nộp đơn|tiếp nhận hồ sơ)
		(nơi|chỗ) làm thủ tục
		địa chỉ (nào|ở đâu|ở chỗ nào|chỗ nào|là gì)
		where (|to|do i|can i|should i|is) (|go|apply|submit|get|register|file)
		which (office|agency) (|handles|issues)
	`},
	{AskedAudience, `
		ai (được|được làm|được hưởng|được nhận|được phép|được quyền|được cấp|có quyền|có thể|có thể làm|phải|phải làm|làm được|nộp được|thuộc diện|đủ điều kiện)
		(|những) (đối tượng|người|trường hợp|diện) nào (|thì) (|được|được hưởng|được làm|phải|có thể|có quyền|đủ điều kiện)
		những ai (|được|phải|có thể|được hưởng|có quyền)
		(dành|áp dụng) cho (|những) (ai|đối tượng nào|người nào)
		đối tượng (áp dụng là ai|là ai|gồm những ai|gồm ai)
		who (can|may|is allowed to|is eligible|is entitled|must|should) (|apply|get|register)
	`},
	{AskedResult, `
		kết quả (là gì|gồm gì|gồm những gì|như thế nào|thế nào|ra sao|nhận được là gì|nhận được gì)
		(|thì) (nhận được|được cấp|được nhận|được lãnh|được hưởng) (gì|chi|những gì|cái gì|giấy gì|giấy tờ gì)
		(|được|được hưởng|hưởng) (|những) (chế độ|quyền lợi) {what}
		(được|hưởng|được hưởng|nhận|được nhận|lãnh|được lãnh|lĩnh|được lĩnh|nhận được|hưởng được|mức hưởng|mức hưởng là|được trả) {amount}
		+trợ +cấp {amount}
		+hỗ +trợ {amount}
		what (do i|will i) (get|receive)
	`},
	{AskedConditions, `
		(|cần|cần có|phải có|phải đủ|cần đủ|đủ|có|phải đáp ứng|cần đáp ứng) (|những|các) (điều kiện|yêu cầu|tiêu chuẩn) (gì|chi|nào)
		(điều kiện|yêu cầu|tiêu chuẩn) (là gì|như thế nào|thế nào|ra sao|gồm những gì|gồm gì|cần có|bắt buộc)
		(các|những) điều kiện (để|cần thiết|cần có)
		điều kiện để (|được|làm|xin)
		điều kiện xin
		(cần|phải) đáp ứng (gì|những gì)
		(|có) đủ điều kiện (|để làm|làm) {no}
		(bao nhiêu|mấy) (+tuổi|+năm|+mét|+m2|+người) (|thì|mới)
		(|what are the) (requirements|conditions|eligibility) (|for|to)
		am i eligible (|for)
	`},
	{AskedSteps, `
		(|phải|cần|nên|thì|thì phải|muốn) (làm|mần|thực hiện|tiến hành|xử lý) {how}
		(thế nào|như thế nào|như nào|ntn|ra sao|kiểu gì|cách nào)
		(đăng ký|nộp|nộp hồ sơ|xin|làm hồ sơ|làm thủ tục) {how}
		+lại (răng|sao) (|đây|hè|chừ)
		răng (đây|hè|chừ)
		(|phải|cần|thì) bằng cách nào
		(thì|phải|biết) (sao|làm sao|tính sao)
		sao (đây|giờ|bây giờ|vậy|ta)
		(làm sao|làm thế nào|làm cách nào|mần sao) (để|mà|có thể|để được|để có)
		(phải|cần|nên|thì|thì phải|sẽ phải|cần phải) (làm|mần) (|những) (gì|chi)
		(|phải|cần|cần phải) làm (|những|các) thủ tục {what}
		(làm|mần) (gì|chi)
		(|các|những|mấy|từng) bước (làm|thực hiện|tiến hành|gì|nào|như thế nào|thế nào|ra sao|để làm)
		(gồm|qua|có|trải qua) (mấy|những|các|bao nhiêu) bước (|nào)
		(trình tự|quy trình|cách|cách thức|trình tự thủ tục|quy trình thủ tục) (làm|xin|như thế nào|thế nào|ra sao|để|làm thủ tục|làm hồ sơ|nộp hồ sơ)
		(trình tự|quy trình) thủ tục
		cách (thức|) (nộp|+đăng +ký|+đổi|+xin|+cấp)
		(bắt đầu|phải bắt đầu) từ đâu
		(|xin|nhờ|cần) hướng dẫn (|tôi|em|mình|giúp|giúp em|cho em) (cách|cách làm|các bước|làm|quy trình|thủ tục|làm thủ tục|làm hồ sơ|hồ sơ)
		how (to|do i|can i|do we|should i) (|apply for|apply|get|make|register|do)
		(step by step|what are the steps|steps to|guide to)
	`},
}

// fillers are said around what is meant.
const fillers = `
	(|dạ) cho (|{me}) (|xin|xin phép) (hỏi|hỏi chút|hỏi xíu|hỏi thăm|hỏi về|biết|biết về)
	cho (|{me}) xin (|chút|thêm) (thông tin|tư vấn) (|về)
	(|{me}) (xin|muốn|cần|xin phép|xin được) (hỏi|hỏi về|hỏi thăm|biết|biết về|tìm hiểu|tìm hiểu về)
	(xin|vui lòng|làm ơn) (cho|cho biết|cho hỏi|giúp|hỏi)
	(|dạ) {me} hỏi (|chút|xíu|về|là)
	(hỏi về|hỏi chút|hỏi xíu|hỏi tí|hỏi thăm|hỏi ngu|hỏi là|thắc mắc là|thắc mắc về|tìm hiểu về)
	(|em|con|cháu|tôi|mình|dạ|dạ em|dạ con|xin|kính) chào {you}
	(em|con|cháu|tôi|mình|dạ|dạ em|dạ con|xin|kính) chào
	chào ạ
	(|dạ) thưa {you}
	({you}|ai|em|chị ad|mn|mng|cô chú|các cô chú) ơi
	({you}|ai|mn|mng) (cho|cho em|cho mình|cho con) (hỏi|biết)
	({you}|ai|mn|mng) (biết|tư vấn|chỉ giúp|giúp) (|với|em)
	nhờ {you} (|giúp|giúp em|chỉ|chỉ giúp|tư vấn|tư vấn giúp|hướng dẫn|hướng dẫn giúp|giúp đỡ|trả lời|giải đáp)
	(tư vấn|nhờ tư vấn|xin tư vấn|cần tư vấn|hướng dẫn|chỉ|trả lời|giải đáp) (giúp|giùm|dùm|hộ|cho) (|tôi|em|mình|con|cháu|với)
	(nhờ|xin|cần|muốn được) tư vấn (|về|thủ tục)
	(tư vấn|hướng dẫn) (tôi|em|mình|với)
	(giúp|giùm|dùm) (tôi|em|mình|con|cháu|với|giùm|dùm|giúp)
	(làm ơn|vui lòng|xin) (chỉ|tư vấn|hướng dẫn) (|giúp|giùm|dùm) (|tôi|em|mình|con|cháu)
	(|dạ|em|con|xin|rất) (cảm ơn|cám ơn) (|ạ|nhiều|trước|{you})
	làm ơn
	vui lòng
	anh chị
	(tôi|tui|em|mình|chúng tôi|chúng em|gia đình tôi|gia đình em|nhà tôi|nhà em|nhà mình) (đang|đang muốn|muốn|đang cần|cần|định|có nhu cầu) (|làm|xin|làm thủ tục)
	(con|cháu|người dân|bây giờ|giờ) muốn (|làm|xin)
	(tôi|tui|em|mình|chúng tôi|chúng em) (sắp|bị|có|là)
	(tôi|tui|em|mình|chúng tôi) (vừa|mới)
	của (tôi|tui|em|mình|chúng tôi)
	cho (tôi|tui|em|mình|chúng tôi)
	bên (tôi|tui|em|mình|ad)
	(muốn|cần|phải) làm (|thủ tục|hồ sơ)
	đi làm (thủ tục|hồ sơ)
	(|làm|muốn làm|các|những) thủ tục (|về|để|để làm|làm)
	(thì|mà) (cần|phải|cần phải)
	(thì|mới|là) (xong|lấy được|nhận được|có kết quả)
	(phải|có|có phải) {no}
	(|có|thì) {may} {no}
	(có|thì có) bị (gì|sao) {no}
	(không|ko|vậy) (ạ|vậy|ad)
	(là|nghĩa là) (gì|sao|chi)
	(dạ|thưa|ạ|nhé|alo)
	(i|we) (need|want|would like) (|to) (|apply for|get|make|register)
	(can|could) (i|you) (|please) (|get|help me|tell me)
	(please|help me|tell me about|guidance|hello|thank you|thanks)
`

// kept are words that stand for something in these company, although they are
// particles or part of a question elsewhere. Nothing that cuts them asks.
const kept = `
	hướng dẫn viên
	con (nuôi|dấu|em|ruột|đẻ|dâu|rể|riêng|chung|giống)
	(nhận|mẹ|cha|cha mẹ|sinh) con
	(trẻ|anh|chị|anh chị|thằng) em
	em (bé|trai|gái|ruột|họ|vợ|chồng|út)
	(đăng|định) (ký|kiểm|bạ|bộ|cư|mức|giá|danh)
	(công|xác|chứng|tiếp|thừa|đảm) nhận
	(hợp|hội|cộng) đồng
	(lao|hoạt|biến|bất|di|tự|khởi|huy) động
	(học|viện|án|cước|táng|lợi) phí
	(đánh|định|thẩm) giá
	đề (nghị|xuất|án|thi|cử|tài)
	(lễ|xã|hiệp|công|đại|cơ) hội
	hội (viên|thẩm|đồng|nghị|chợ|nhập|thảo)
	(chứng|tôn|ban) chỉ
	chỉ (định|huy|dẫn|đạo|giới)
	chi (nhánh|cục|tiết|trả|hội)
	chào bán (cổ|thêm|chứng|trái|riêng|ra)
	chuyển dạ
	dạ dày
	răng (hàm|giả|miệng|sứ)
	không (vì|gian|khí)
	cơ (quan|sở|cấu|động|yếu|khí)
	cổ (phần|phiếu|đông|vật)
	(ra|đầu) vào
	đầu (ra|tư|mối|tiên|đạn|kéo|vào)
	đấu (giá|thầu|nối|tranh)
	dầu (khí|mỏ|diesel|hỏa)
	thương binh
	căn (cước|cứ|hộ)
	(vào|ra) (lớp|trường)
	(tặng|cho) cho
	cho (thuê|vay|phép|tặng|con nuôi)
	việc làm
	xin việc
	làm (việc|mẹ|con nuôi)
	bị (can|cáo|hại|đơn)
	phải (thu|trả)
	cần (câu|cẩu|trục|sa|thơ)
	lâm (nghiệp|sản|sinh|đồng|trường)
	ô (tô|nhiễm|zôn)
	sao (y|lục|chụp|chép)
	(bản|trích|hàng|ngôi) sao
	(chứng|thuyết|văn|thông|liên|chí|phát|xác|tự|một) minh
	(một|tự|tàn) mình
	minh (bạch|họa|chứng)
	mồ (côi|mả)
	mô (hình|tô|tả|phỏng)
	tội (phạm|danh)
	(phạm|có|kết|vô) tội
	tỉnh (nào|thành)
	ngày (làm việc)
`
