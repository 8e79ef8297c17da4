package poster

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// lexer reads the words of a PDF file and of the operators in it (ISO 32000-1,
// 7.2 and 7.3).
type lexer struct {
	b []byte
	i int // of the next byte
}

// token is one word. Its text is part of the lexer's bytes.
type token struct {
	kind tokenKind
	text []byte
	num  float64 // of a number
}

type tokenKind byte

const (
	tokenEnd     tokenKind = iota
	tokenNumber            // 12 -0.5
	tokenName              // /QR, text without the slash
	tokenString            // (…) or <…>, text with its brackets, escapes left
	tokenWord              // an operator or keyword
	tokenBracket           // [ ] << >>
)

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' && c != '\v' || c == 0 }

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// next reads one token; at the end of the bytes it is a tokenEnd.
func (l *lexer) next() (token, error) {
	l.skip()
	if l.i >= len(l.b) {
		return token{}, nil
	}
	start := l.i
	switch c := l.b[l.i]; c {
	case '(':
		return l.literal()
	case '[', ']':
		l.i++
		return token{kind: tokenBracket, text: l.b[start:l.i]}, nil
	case '<', '>':
		if l.i+1 < len(l.b) && l.b[l.i+1] == c {
			l.i += 2
			return token{kind: tokenBracket, text: l.b[start:l.i]}, nil
		}
		end := bytes.IndexByte(l.b[l.i:], '>')
		if c == '>' || end < 0 {
			return token{}, errors.New("chuỗi số mười sáu không đóng trong tệp PDF")
		}
		l.i += end + 1
		return token{kind: tokenString, text: l.b[start:l.i]}, nil
	case '/':
		l.i++
		return token{kind: tokenName, text: l.regular()}, nil
	case ')', '{', '}':
		return token{}, fmt.Errorf("ký tự %q lạc chỗ trong tệp PDF", c)
	}
	text := l.regular()
	if c := text[0]; c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return token{kind: tokenWord, text: text}, nil
	}
	for _, c := range text[1:] { // Go knows numbers that PDF does not
		if c != '.' && (c < '0' || c > '9') {
			return token{}, fmt.Errorf("số %.20q viết sai trong tệp PDF", text)
		}
	}
	num, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return token{}, fmt.Errorf("số %.20q viết sai trong tệp PDF", text)
	}
	return token{kind: tokenNumber, text: text, num: num}, nil
}

// skip passes over white space and comments.
func (l *lexer) skip() {
	for l.i < len(l.b) {
		switch c := l.b[l.i]; {
		case isSpace(c):
			l.i++
		case c == '%':
			end := bytes.IndexAny(l.b[l.i:], "\r\n")
			if end < 0 {
				end = len(l.b) - l.i
			}
			l.i += end
		default:
			return
		}
	}
}

// regular reads up to the next white space or delimiter.
func (l *lexer) regular() []byte {
	start := l.i
	for l.i < len(l.b) && !isSpace(l.b[l.i]) && !isDelimiter(l.b[l.i]) {
		l.i++
	}
	return l.b[start:l.i]
}

// literal reads a string in round brackets, which may nest.
func (l *lexer) literal() (token, error) {
	start, open := l.i, 0
	for ; l.i < len(l.b); l.i++ {
		switch l.b[l.i] {
		case '\\':
			l.i++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.i++
				return token{kind: tokenString, text: l.b[start:l.i]}, nil
			}
		}
	}
	return token{}, errors.New("chuỗi chữ không đóng trong tệp PDF")
}

// word reads one word and reports whether it is the one wanted.
func (l *lexer) word(want string) bool {
	t, err := l.next()
	return err == nil && t.kind == tokenWord && string(t.text) == want
}

// integer reads one number that is no less than 0; -1 means it is not there.
func (l *lexer) integer() int {
	t, err := l.next()
	if err != nil || t.kind != tokenNumber {
		return -1
	}
	n, err := strconv.Atoi(string(t.text))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// object reads one object with all that is in it.
func (l *lexer) object(depth int) (any, error) {
	t, err := l.next()
	if err != nil {
		return nil, err
	}
	return l.objectFrom(t, depth)
}

func (l *lexer) objectFrom(t token, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("tệp PDF lồng danh sách quá sâu")
	}
	switch t.kind {
	case tokenNumber:
		behind := l.i
		if n, err := strconv.Atoi(string(t.text)); err == nil && l.integer() == 0 && l.word("R") {
			return pdfRef(n), nil
		}
		l.i = behind
		return t.num, nil
	case tokenName:
		return pdfName(t.text), nil
	case tokenString:
		return string(t.text), nil
	case tokenWord:
		return pdfWord(t.text), nil
	case tokenBracket:
		switch string(t.text) {
		case "[":
			return l.list(depth)
		case "<<":
			return l.dictionary(depth)
		}
	}
	return nil, errors.New("tệp PDF thiếu một đối tượng")
}

func (l *lexer) list(depth int) (any, error) {
	list := []any{}
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		if t.kind == tokenBracket && string(t.text) == "]" {
			return list, nil
		}
		v, err := l.objectFrom(t, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

func (l *lexer) dictionary(depth int) (any, error) {
	d := pdfDict{}
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		if t.kind == tokenBracket && string(t.text) == ">>" {
			return d, nil
		}
		key := string(t.text)
		if _, twice := d[key]; t.kind != tokenName || twice {
			return nil, errors.New("từ điển ghi sai trong tệp PDF")
		}
		if d[key], err = l.object(depth + 1); err != nil {
			return nil, err
		}
	}
}
