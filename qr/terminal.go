package qr

import (
	"bufio"
	"fmt"
	"io"
)

// Terminal draws the symbol with its quiet zone in half blocks, two rows of
// modules a line. Blocks stand for light modules, so that a dark terminal
// shows it right even where colours are dropped; the colours, fixed white on
// fixed black, make it right under a light theme too. It is for terminals
// only: a file would hold the escape sequences.
func (s *Symbol) Terminal(w io.Writer) error {
	// Colours 231 and 16 of the 256, because themes redefine the first 16.
	const whiteOnBlack, reset = "\x1b[38;5;231;48;5;16m", "\x1b[0m"
	b := bufio.NewWriter(w)
	for y := -QuietZone; y < s.Size+QuietZone; y += 2 {
		b.WriteString(whiteOnBlack)
		for x := -QuietZone; x < s.Size+QuietZone; x++ {
			block := '█'
			switch top, bottom := s.Dark(x, y), s.Dark(x, y+1); {
			case top && bottom:
				block = ' '
			case top:
				block = '▄'
			case bottom:
				block = '▀'
			}
			b.WriteRune(block)
		}
		b.WriteString(reset + "\n")
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("vẽ mã QR ra màn hình: %w", err)
	}
	return nil
}
