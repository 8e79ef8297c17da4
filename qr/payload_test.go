package qr

import (
	"errors"
	"strings"
	"testing"
)

func TestPayload(t *testing.T) {
	tests := []struct{ publicURL, want string }{
		{"https://dvc.example.vn", "https://DVC.EXAMPLE.VN/Q/1000000M"},
		{"https://dvc.example.vn/", "https://DVC.EXAMPLE.VN/Q/1000000M"},
		{"HTTPS://Dvc.Example.VN", "https://DVC.EXAMPLE.VN/Q/1000000M"},
		{"https://dvc.example.vn:8443/", "https://DVC.EXAMPLE.VN:8443/Q/1000000M"},
		{"https://xn--thnhph-uta9m.example.vn", "https://XN--THNHPH-UTA9M.EXAMPLE.VN/Q/1000000M"},
		{"https://192.0.2.7", "https://192.0.2.7/Q/1000000M"},
		{"https://[2001:db8::7]:8443", "https://[2001:DB8::7]:8443/Q/1000000M"},
		{"http://localhost:8080", "http://LOCALHOST:8080/Q/1000000M"},
		{"http://LocalHost", "http://LOCALHOST/Q/1000000M"},
		{"http://127.0.0.1:8080/", "http://127.0.0.1:8080/Q/1000000M"},
		{"http://127.9.9.9", "http://127.9.9.9/Q/1000000M"},
		{"http://[::1]:8080", "http://[::1]:8080/Q/1000000M"},
	}
	for _, tt := range tests {
		got, err := Payload(tt.publicURL, "1000000M")
		if got != tt.want || err != nil {
			t.Errorf("Payload(%q) = %q, %v; want %q", tt.publicURL, got, err, tt.want)
		}
		if err := ValidatePublicURL(tt.publicURL); err != nil {
			t.Errorf("ValidatePublicURL(%q): %v", tt.publicURL, err)
		}
	}
}

func TestPayloadTakesCanonicalCodesOnly(t *testing.T) {
	tests := []struct {
		code Code
		is   error // nil: any
	}{
		{"", ErrFormat},
		{"1000000N", ErrCheck},
		{"1000-000M", nil},
		{"1000000m", nil},
		{"I000000M", nil},
	}
	for _, tt := range tests {
		got, err := Payload("https://dvc.example.vn", tt.code)
		if got != "" || err == nil || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("Payload(%q) = %q, %v; want error %v", string(tt.code), got, err, tt.is)
		}
	}
}

func TestValidatePublicURLRefuses(t *testing.T) {
	tests := []struct{ publicURL, says string }{
		{"", "chưa ghi gì"},
		{"dvc.example.vn", "phải bắt đầu bằng https://"},
		{"//dvc.example.vn", "phải bắt đầu bằng https://"},
		{"ftp://dvc.example.vn", "phải bắt đầu bằng https://"},
		{"javascript:alert(1)", "phải bắt đầu bằng https://"},
		{"https:dvc.example.vn", "phải bắt đầu bằng https://"},
		{" https://dvc.example.vn", "không đọc được"},
		{"https://dvc.example.vn\n", "không đọc được"},
		{"https://dvc.example.vn:cổng", "không đọc được"},
		{"https://", "thiếu tên miền"},
		{"https:///Q", "thiếu tên miền"},
		{"https://:8443", "thiếu tên miền"},
		{"https://an:bi-mat@dvc.example.vn", "mật khẩu"},
		{"https://@dvc.example.vn", "mật khẩu"},
		{"https://tỉnh.example.vn", "punycode"},
		{"https://t%E1%BB%89nh.example.vn", "punycode"},
		{"https://ｄｖｃ.example.vn", "punycode"},
		{"https://dich_vu.example.vn", "viết sai"},
		{"https://-dvc.example.vn", "viết sai"},
		{"https://dvc..example.vn", "viết sai"},
		{"https://dvc.example.vn.", "viết sai"},
		{"https://" + strings.Repeat("a", 64) + ".vn", "viết sai"},
		{"https://" + strings.Repeat("abc.", 70) + "vn", "viết sai"},
		{"https://[fe80::1%25eth0]", "viết sai"},
		{"https://dvc.example.vn:", "cổng"},
		{"https://dvc.example.vn:0", "cổng"},
		{"https://dvc.example.vn:65536", "cổng"},
		{"https://dvc.example.vn/tra-cuu", `hãy ghi "https://dvc.example.vn"`},
		{"https://dvc.example.vn//", `hãy ghi "https://dvc.example.vn"`},
		{"https://dvc.example.vn?", `hãy ghi "https://dvc.example.vn"`},
		{"https://dvc.example.vn/?utm_source=qr", `hãy ghi "https://dvc.example.vn"`},
		{"https://dvc.example.vn#", `hãy ghi "https://dvc.example.vn"`},
		{"https://dvc.example.vn/#dau", `hãy ghi "https://dvc.example.vn"`},
		{"http://dvc.example.vn", `hãy ghi "https://dvc.example.vn"`},
		{"http://192.0.2.7:8080", `hãy ghi "https://192.0.2.7:8080"`},
		{"http://localhost.example.vn", "localhost"},
		{"http://127.0.0.1.example.vn", "localhost"},
		{"http://[2001:db8::1]", "localhost"},
	}
	for _, tt := range tests {
		err := ValidatePublicURL(tt.publicURL)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("ValidatePublicURL(%q) = %v; want an error with %q", tt.publicURL, err, tt.says)
			continue
		}
		if !strings.HasPrefix(err.Error(), "địa chỉ công khai không dùng được: ") || strings.Contains(err.Error(), "bi-mat") {
			t.Errorf("ValidatePublicURL(%q) = %v; want it named, and no password", tt.publicURL, err)
		}
		if got, err := Payload(tt.publicURL, "1000000M"); got != "" || err == nil {
			t.Errorf("Payload(%q) = %q, %v; want the same error", tt.publicURL, got, err)
		}
	}
}
