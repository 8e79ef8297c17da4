package opendata

// head tells what a set of open data is.
type head struct {
	name           string
	title, titleEN string
	about, aboutEN string
	keywords       []string
}

var (
	procedureHead = head{
		"procedures", "Thủ tục hành chính", "Administrative procedures",
		"Mọi thủ tục đang công khai: tên, lĩnh vực, cơ quan, trình tự, cách nộp với thời hạn và lệ phí, giấy tờ, căn cứ pháp lý; cả thủ tục đã bãi bỏ, có ghi rõ.",
		"Every public procedure: name, field, agency, steps, ways to file with time limits and fees, papers, legal basis; repealed ones included and marked.",
		[]string{"thủ tục hành chính", "dịch vụ công", "hồ sơ"},
	}
	articleHead = head{
		"articles", "Tin tức", "News",
		"Tiêu đề, ngày, chuyên mục, nguồn, địa chỉ và đoạn mở đầu của từng tin; toàn văn chỉ của tin do chính trang này viết, còn lại thuộc về nguồn.",
		"Title, date, category, source, address and opening of each article; the full text only of what this site wrote itself, for the rest belongs to its source.",
		[]string{"tin tức", "thông báo"},
	}
	agencyHead = head{
		"agencies", "Cơ quan", "Agencies",
		"Cơ quan giải quyết thủ tục: tên nay và tên cũ, địa chỉ, giờ làm việc, điện thoại, cơ quan thay thế.",
		"Agencies that handle procedures: present and former names, address, hours, telephone, and which took over.",
		[]string{"cơ quan nhà nước", "nơi nộp hồ sơ"},
	}
	fieldHead = head{
		"fields", "Lĩnh vực", "Fields of administration",
		"Lĩnh vực của thủ tục và số thủ tục của mỗi lĩnh vực.",
		"The fields that procedures belong to, with the number of procedures in each.",
		[]string{"lĩnh vực"},
	}
	unitHead = head{
		"units", "Đơn vị hành chính", "Administrative units",
		"Tỉnh, thành phố, xã, phường, đặc khu từ ngày 01/07/2025 và những đơn vị cũ nhập vào mỗi nơi.",
		"Provinces, cities, communes, wards and special zones since 1 July 2025, and the former units that each was made of.",
		[]string{"đơn vị hành chính", "sáp nhập", "xã", "phường"},
	}
	scanHead = head{
		"scans", "Lượt quét mã QR theo tháng", "QR code scans by month",
		"Số lượt mở mã QR theo tháng và loại nội dung, của những tháng đã hết. Không có mã, không có người quét; nội dung được mở dưới 5 lượt trong tháng không được tính.",
		"How often QR codes were opened, by month and kind of content, of months that are over. No codes, no persons; content opened fewer than 5 times in a month is not counted.",
		[]string{"mã QR", "thống kê"},
	}
	// heads are all of them, as catalogues list them.
	heads = [...]head{procedureHead, articleHead, agencyHead, fieldHead, unitHead, scanHead}
)

// format is a form that every set comes in.
type format struct{ end, mediaType, title string }

var formats = [...]format{
	{".jsonl", "application/jsonl", "JSON Lines"},
	{".csv", "text/csv", "CSV"},
	{".jsonld", "application/ld+json", "JSON-LD"},
}

// The names of files that are of no set.
const (
	packedEnd    = ".gz"
	schemaEnd    = ".schema.json"
	catalogName  = "catalog.jsonld"
	tablesName   = "csv-metadata.json" // where the W3C's "CSV on the Web" looks for it
	licenceName  = "LICENSE.txt"
	readMeName   = "README.md"
	checksumName = "SHA256SUMS"
)

// fileNames are all files of a folder of open data.
func fileNames() (names []string) {
	for _, h := range heads {
		for _, f := range formats {
			names = append(names, h.name+f.end, h.name+f.end+packedEnd)
		}
		names = append(names, h.name+schemaEnd)
	}
	return append(names, catalogName, tablesName, licenceName, readMeName, checksumName)
}
