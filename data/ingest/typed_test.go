package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// TestTyped: what a word processor leaves in a paste goes, what it says stays.
func TestTyped(t *testing.T) {
	var c Typed
	paste := "<!--[if gte mso 9]><xml></xml><![endif]--><p class=MsoNormal>Tờ khai\u00ad theo “Mẫu số 01”<o:p></o:p></p>"
	if got, want := c.Text(paste), "Tờ khai theo “Mẫu số 01”"; got != want {
		t.Errorf("a paste reads %q, want %q", got, want)
	}
	if got, want := c.List("\uf0b7 Công dân Việt Nam\r\n\r\n- Tổ chức\n- Tổ chức"), []string{"Công dân Việt Nam", "Tổ chức"}; !cmp.Equal(got, want) {
		t.Errorf("a list reads %q, want %q", got, want)
	}
	if got, want := c.Limit("5 ngày làm việc", ""), (data.Duration{Printed: "5 ngày làm việc", Text: "5 ngày làm việc", Value: 5, Unit: data.UnitWorkingDay}); got != want {
		t.Errorf("a limit reads %+v, want %+v", got, want)
	}
	if got := c.Fees("8.000 đồng\nMiễn cho người có công"); len(got) != 2 || got[0].Text != "8.000 đồng" || got[0].AmountVND != 0 {
		t.Errorf("fees read %+v", got)
	}
	if got := c.Fees("8.000 đồng"); len(got) != 1 || got[0].AmountVND != 8000 {
		t.Errorf("a fee reads %+v", got)
	}
	if d, ok := c.Day("01/07/2026"); !ok || d != "2026-07-01" {
		t.Errorf("a day reads %q, %t", d, ok)
	}
	if _, ok := c.Day("mai"); ok {
		t.Error("a word is taken for a day")
	}
	if c.Address("javascript:alert(1)") != "" || c.Address("https://dichvucong.gov.vn/x") == "" {
		t.Error("addresses")
	}
}
