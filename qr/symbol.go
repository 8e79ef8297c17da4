package qr

import (
	"fmt"

	qrcode "github.com/skip2/go-qrcode"
)

// QuietZone is the white margin around a symbol, in modules, that every file
// of this package includes. Without it five readings in six fail.
const QuietZone = 4

// Level is how much of a symbol may be covered before it is lost.
type Level string

// The levels in use, with the share of the code words they restore.
const (
	LevelQ Level = "Q" // 25 %
	LevelH Level = "H" // 30 %
)

// Symbol is the QR symbol of one payload. It never changes after [New] and may
// be shared.
type Symbol struct {
	Payload string
	Size    int // modules on a side, without the quiet zone
	Version int // 1 to 40; Size is 17 + 4·Version
	Level   Level

	dark [][]bool // rows from the top
}

// New makes the symbol of payload: the smallest version that holds it at level
// Q, raised to level H where that takes no larger version. It costs about
// 0.3 ms.
func New(payload string) (*Symbol, error) {
	// skip2 calls the levels Q and H High and Highest. Its values must not be
	// shared nor rendered twice: rendering appends to the data in place.
	level := LevelQ
	code, err := qrcode.New(payload, qrcode.High)
	if err != nil {
		return nil, fmt.Errorf("tạo mã QR cho %d ký tự: %w", len(payload), err)
	}
	if raised, err := qrcode.NewWithForcedVersion(payload, code.VersionNumber, qrcode.Highest); err == nil {
		level, code = LevelH, raised
	}
	code.DisableBorder = true // heeded because nothing is rendered yet
	dark := code.Bitmap()
	return &Symbol{
		Payload: payload,
		Size:    len(dark),
		Version: code.VersionNumber,
		Level:   level,
		dark:    dark,
	}, nil
}

// Dark reports whether the module in column x and row y is dark, both counted
// from 0 at the top left. Everything outside the symbol is light, so that a
// loop from -QuietZone to Size+QuietZone draws the quiet zone too.
func (s *Symbol) Dark(x, y int) bool {
	return 0 <= x && x < s.Size && 0 <= y && y < s.Size && s.dark[y][x]
}
