package words

// Said is a message with what is put into it, kept until it is known in which
// language it is said. Make its Message with [M].
type Said struct {
	Message string
	Args    []any
}

// In says it.
func (s Said) In(l *Language) string { return l.T(s.Message, s.Args...) }
