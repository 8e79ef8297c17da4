package web_test

import (
	"testing"

	"tracuu/web"
)

func TestOpensPage(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]bool{
		"/": true, "/?n=1": true, "/tim-kiem?q=khai+sinh": true, "/thu-tuc": true, "/thu-tuc/": true, "/thu-tuc/1.001193": true, "/thu-tuc/1.001193#le-phi": true,
		"/linh-vuc/ho-tich?trang=2": true, "/co-quan/x": true, "/tin-tuc": true, "/tin-tuc/12-le-hoi": true, "/ma": true, "/kiem-tra": true,
		"/khong-co": false, "/thu-tuc/abc": false, "/thu-tuc/1.001193/x": false, "/tin-tuc/le-hoi": false, "/tin-tuc/0": false, "/linh-vuc": false,
		"/co-quan": true, "/doi-tuong": true, "/doi-tuong/cong-dan": true, "/cap/xa": true, "/cap/huyen": false, "/cap": false,
		"/a-z": true, "/a-z/c": true, "/a-z/%C4%91?trang=2": true, "/a-z/so": true, "/a-z/abc": false, "/a-z/": true,
		"/su-kien": true, "/su-kien/sinh-con": true, "/su-kien/khong-co": false, "/lam-o-xa-nao?xa=loc-tho": true, "/tin-tuc?chuyen-muc=x": true,
		"/linh-vuc/":      false,
		"/ma?ma=7K3M9QXA": false, "/kiem-tra?ma=x": false, "/kiem-tra/x": false, "/q/10AH10MX": false, "/di/1.001193": false, "/qr/x.svg": false, "/api/search": false,
		"/static/icon.svg": false, "/healthz": false, "": false, "thu-tuc": false, "//evil.example/": false, "/\\evil.example": false, "https://evil.example/thu-tuc": false,
		"/THU-TUC": false, "//": false,
	} {
		if got := web.OpensPage(at); got != want {
			t.Errorf("%q: %v, want %v", at, got, want)
		}
	}
}
