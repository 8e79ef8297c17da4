package poster

// What the sheets say in their own words. Every line is short: it is read
// standing, by people who may see badly.
const (
	wordsNoAgency  = "Tra cứu thủ tục hành chính"
	wordsResult    = "Kết quả:"
	wordsScan      = "Quét mã này"
	wordsScanLine  = "Mở máy ảnh điện thoại hoặc Zalo, đưa vào mã"
	wordsType      = "Hoặc gõ địa chỉ này vào trình duyệt:"
	wordsGenuine   = "Mã thật luôn mở trang có tên miền"
	wordsPasted    = "Nghi bị dán đè? Xem"
	wordsAsk       = "hoặc hỏi cán bộ."
	wordsPastedAsk = "Nghi bị dán đè? Hãy hỏi cán bộ."
	wordsShows     = "; nội dung hiện ngay trên máy"
	wordsNoLink    = "Mã này chỉ chứa chữ, không mở trang web nào."
	wordsPrinted   = "In ngày"
	wordsOffline   = "Mã này chứa sẵn nội dung, không cần mạng"
	wordsOnline    = "Xem bản mới nhất:"
	wordsList      = "Danh sách mã đã in"

	englishScan     = "Scan this code"
	englishScanLine = "Open your camera or Zalo and point it at the code"
	englishType     = "or type this address:"
	englishGenuine  = "A genuine code always opens"
	englishOffline  = "This code holds the text itself: no network needed"
)

// steps are how to scan, one after the other.
func steps() []string {
	return []string{"Mở máy\u00a0ảnh điện\u00a0thoại hoặc\u00a0Zalo", "Đưa vào mã", "Chạm vào địa\u00a0chỉ hiện\u00a0ra"}
}
