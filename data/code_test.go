package data

import (
	"errors"
	"strings"
	"testing"
)

func TestParseProcedureCode(t *testing.T) {
	for _, c := range []struct {
		in   string
		want ProcedureCode
	}{
		{"1.001193", ProcedureCode{Code: "1.001193"}},
		{" 1. 001193\n", ProcedureCode{Code: "1.001193"}},
		{"1.0133611", ProcedureCode{Code: "1.0133611"}},
		{"2.009182739", ProcedureCode{Code: "2.009182739"}},
		{"1.012753.H19", ProcedureCode{Code: "1.012753", Alias: "1.012753.H19"}},
		{"1.012753.h19", ProcedureCode{Code: "1.012753", Alias: "1.012753.H19"}},
		{"1.012753.000.00.00.H19", ProcedureCode{Code: "1.012753", Alias: "1.012753.000.00.00.H19"}},
		{"1.014955-Xoa", ProcedureCode{Code: "1.014955-Xoa", Repealed: true}},
		{"1.014955-xoa", ProcedureCode{Code: "1.014955-Xoa", Repealed: true}},
	} {
		if got, err := ParseProcedureCode(c.in); err != nil || got != c.want {
			t.Errorf("%q: %+v, %v; want %+v", c.in, got, err, c.want)
		}
	}
	for _, in := range []string{
		"", "1", "1.", ".001193", "1.123", "001193", "1.001193.", "1.001193.G19", "1.001193-abc", "một.001193",
		"1,001193", "1.001193/2", strings.Repeat("1.001193", 9), "１.００１１９３",
	} {
		if got, err := ParseProcedureCode(in); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q: %+v, %v; want ErrInvalid", in, got, err)
		}
	}
}

func FuzzParseProcedureCode(f *testing.F) {
	for _, s := range []string{"1.001193", "1.012753.H19", "1.014955-Xoa", "\xff", "1. 0 0 1 1 9 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseProcedureCode(s)
		if err != nil {
			return
		}
		for _, again := range []string{c.Code, c.Alias} {
			if again == "" {
				continue
			}
			if d, err := ParseProcedureCode(again); err != nil || d.Code != c.Code {
				t.Errorf("%q gives %+v, and %q gives %+v, %v", s, c, again, d, err)
			}
		}
	})
}
