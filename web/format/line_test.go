package format

import (
	"strings"
	"testing"
)

func TestCleanLine(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "", "  sửa \t quầy\n3 ": "sửa quầy 3", strings.Repeat("ữ", 20): strings.Repeat("ữ", 20),
	} {
		if got, err := CleanLine(typed, 20); got != want || err != nil {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"a\x1b[2J", "a\x00b", "\xff", "a\u202eb", "a\u200bb", strings.Repeat("ữ", 21)} {
		if got, err := CleanLine(typed, 20); err == nil {
			t.Errorf("%q is taken as %q", typed, got)
		}
	}
}
