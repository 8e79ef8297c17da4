package qr

import (
	"errors"
	"fmt"
	"unicode/utf8"

	qrcode "github.com/skip2/go-qrcode"
)

// QuietZone is the white margin around a symbol, in modules, that every file
// of this package includes. Without it five readings in six fail.
const QuietZone = 4

// Level is how much of a symbol may be covered before it is lost.
type Level string

// The levels in use, with the share of the code words they restore.
const (
	LevelM Level = "M" // 15 %, of texts only
	LevelQ Level = "Q" // 25 %
	LevelH Level = "H" // 30 %
)

// The bounds of [NewText].
const (
	// MaxTextVersion is the largest version of a text's symbol. Its 97 modules
	// are 0.4 mm wide in a symbol of 42 mm with its quiet zone.
	MaxTextVersion = 20
	// TextCapacity is how many bytes of UTF-8 always fit. Some longer texts do,
	// too: those with long runs of digits or of capital letters without accents.
	TextCapacity = 666
)

// ErrTooLong means that a text does not fit into a symbol of [MaxTextVersion].
var ErrTooLong = errors.New("nội dung quá dài cho một mã QR, hãy rút ngắn")

// Symbol is the QR symbol of one payload. It never changes after [New] or
// [NewText] and may be shared.
type Symbol struct {
	Payload string
	Size    int // modules on a side, without the quiet zone
	Version int // 1 to 40; Size is 17 + 4·Version
	Level   Level

	dark [][]bool // rows from the top
}

// New makes the symbol of an address: the smallest version that holds it at
// level Q, raised to level H where that takes no larger version. It costs about
// 0.3 ms.
func New(payload string) (*Symbol, error) {
	// skip2 calls the levels M, Q and H Medium, High and Highest.
	code, err := qrcode.New(payload, qrcode.High)
	if err != nil {
		return nil, fmt.Errorf("tạo mã QR cho %d ký tự: %w", len(payload), err)
	}
	if raised, err := qrcode.NewWithForcedVersion(payload, code.VersionNumber, qrcode.Highest); err == nil {
		return newSymbol(raised, LevelH), nil
	}
	return newSymbol(code, LevelQ), nil
}

// NewText makes the symbol of a text in UTF-8 that is to be read without a
// network, the smallest version at level M: texts are long, and a level more
// would make the modules smaller, which costs more readings than it saves.
// [ErrTooLong] is its answer to what [MaxTextVersion] does not hold.
//
// A symbol does not say that its bytes are UTF-8; readers see it by the
// accents. Texts should be in NFC, which is the shortest form of Vietnamese.
func NewText(text string) (*Symbol, error) {
	if text == "" || !utf8.ValidString(text) {
		return nil, errors.New("tạo mã QR cho văn bản: nội dung trống hoặc không phải UTF-8")
	}
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil || code.VersionNumber > MaxTextVersion { // skip2 gives up only on what is too long
		return nil, fmt.Errorf("tạo mã QR cho văn bản %d byte: %w", len(text), ErrTooLong)
	}
	return newSymbol(code, LevelM), nil
}

// newSymbol renders code, which must be fresh: skip2's values must not be
// shared nor rendered twice, because rendering appends to the data in place.
func newSymbol(code *qrcode.QRCode, level Level) *Symbol {
	code.DisableBorder = true // heeded because nothing is rendered yet
	dark := code.Bitmap()
	return &Symbol{
		Payload: code.Content,
		Size:    len(dark),
		Version: code.VersionNumber,
		Level:   level,
		dark:    dark,
	}
}

// Dark reports whether the module in column x and row y is dark, both counted
// from 0 at the top left. Everything outside the symbol is light, so that a
// loop from -QuietZone to Size+QuietZone draws the quiet zone too.
func (s *Symbol) Dark(x, y int) bool {
	return 0 <= x && x < s.Size && 0 <= y && y < s.Size && s.dark[y][x]
}
