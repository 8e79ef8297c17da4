package printing

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// commentRE is a comment: a # within a target is none.
var commentRE = regexp.MustCompile(`(?:^|\s)#.*$`)

// ReadList reads one target a line. What stands behind a # at the start of a
// word is a comment.
func ReadList(r io.Reader, source string) (out []Item, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<10)
	n := 0
	for lines.Scan() {
		n++
		text := commentRE.ReplaceAllString(strings.TrimPrefix(lines.Text(), "\ufeff"), "")
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, Item{Source: source, Line: n, Typed: text})
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s, dòng %d: dòng quá dài; mỗi dòng chỉ ghi một đích", source, n+1)
	} else if err != nil {
		return nil, fmt.Errorf("%s: không đọc tiếp được: %w", source, err)
	}
	return out, nil
}
