package poster

import "tracuu/qr"

func newText(text string) (*qr.Symbol, error) { return qr.New(text) }
