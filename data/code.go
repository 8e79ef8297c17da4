package data

import (
	"fmt"
	"regexp"
	"strings"
)

// MaxCodeLen bounds a procedure code in bytes; the longest of the national
// catalogue has 12.
const MaxCodeLen = 32

var codeRE = regexp.MustCompile(`^([0-9]\.[0-9]{4,12})(-[Xx][Oo][Aa])?((?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2})?(?:\.[Hh][0-9]{1,3})?)$`)

// ProcedureCode is a procedure code taken apart.
type ProcedureCode struct {
	Code     string // the identity, e.g. 1.012753 or 1.014955-Xoa
	Alias    string // the code as a province writes it, e.g. 1.012753.H19; empty if it is Code itself
	Repealed bool   // marked -Xoa (deleted)
}

// ParseProcedureCode reads a code in any of its printed forms: "1.001193",
// "1.012753.H19",
// "1.012753.000.00.00.H19", "1.014955-Xoa", with stray spaces. It answers ErrInvalid for
// anything else.
func ParseProcedureCode(s string) (ProcedureCode, error) {
	compact := strings.Join(strings.Fields(s), "")
	if len(compact) > MaxCodeLen {
		return ProcedureCode{}, fmt.Errorf("procedure code of %d bytes: %w", len(compact), ErrInvalid)
	}
	m := codeRE.FindStringSubmatch(compact)
	if m == nil {
		return ProcedureCode{}, fmt.Errorf("procedure code %q: %w", compact, ErrInvalid)
	}
	c := ProcedureCode{Code: m[1]}
	if m[2] != "" {
		c.Code, c.Repealed = m[1]+"-Xoa", true
	}
	if m[3] != "" {
		c.Alias = c.Code + strings.ToUpper(m[3])
	}
	return c, nil
}
