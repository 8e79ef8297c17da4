package vi

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// costOfKeys is what reading a word as keystrokes costs in a text that does
	// not show that its typist had the input method off, and costOfPlain what a
	// word kept as it stands costs in one that does.
	costOfKeys  = 6
	costOfPlain = 2
	// rareReading is the cost of a syllable that is read from keystrokes and in
	// no text: less than that of an unknown word.
	rareReading = 12
	// timesLikelier is how many times as frequent as the word as it stands its
	// reading must be for the word to count as no word.
	timesLikelier = 100
)

// Decode reads a text that was typed in Telex or VNI with the input method off:
// "giaays pheps lai xe" → "giấy phép lai xe", "d9a8ng ky1" → "đăng ký". Words
// that are real as they stand are kept, also among keystrokes ("binhf gas" →
// "bình gas"): which reading of a word is meant is told by how often each
// occurs, beside which words, and by what the rest of the text was typed in.
//
// The bool is true if some word was decoded, to one that the vocabulary knows;
// if false, the text is given back as it is. Only the first 128 words are read.
func (v *Vocabulary) Decode(typed string) (string, bool) {
	d := unkeyer{Vocabulary: v, mixedCase: strings.ContainsFunc(typed, unicode.IsLower)}
	words := 0
	for tok := range Tokens(typed) {
		if words++; words > maxWords {
			break
		}
		d.weigh(tok.Text)
	}
	if !d.possible {
		return typed, false
	}
	decoded, _ := read(typed, v.folded.reader(), d.choices)
	return decoded, decoded != typed
}

// unkeyer is one call of Decode.
type unkeyer struct {
	*Vocabulary
	mixedCase bool // some letter is lower case
	possible  bool // some word has a known reading
	evidence  int  // from 2 on, the text is taken for keystrokes
}

// keyed is a word and its reading by keystrokes.
type keyed struct {
	text         string // the reading, "" if there is none
	fold, marked int32  // its numbers, -1 if unknown
	plain        int32  // the number of the fold of the word as it stands
	real         bool   // the word as it stands is one
}

func (d *unkeyer) keyed(word string) (k keyed) {
	k = keyed{fold: -1, marked: -1, plain: -1}
	if len(word) > maxWordBytes {
		return k
	}
	k.plain = d.foldID(word)
	syllable := bareSyllable(Fold(word))
	k.real = k.plain > 0 || syllable
	decode, encode := DecodeTelex, Telex
	if strings.ContainsFunc(word, unicode.IsDigit) {
		decode, encode = DecodeVNI, VNI
		if isDigit(word[0]) || len(word) == 2 && d.evidence < 2 { // a code: 1đ, A1
			return k
		}
	}
	text, ok := decode(word)
	if d.mixedCase && inCapitals(word) || !HasMarks(text) { // an abbreviation, no mark
		text, ok = word, false
	}
	k.marked = d.markedID(d.key(text))
	if k.marked < 0 && k.plain < 0 {
		if id := d.encoded(word, encode); id > 0 {
			k.marked, text = id, withCase(d.marked.words[id], word)
		}
	}
	if text == word || k.marked < 0 && !ok {
		return k
	}
	k.text, k.fold = text, d.foldID(text)
	if k.marked > 0 && k.plain > 0 && !syllable {
		k.real = d.marked.count[k.marked] < timesLikelier*d.folded.count[k.plain]
	}
	return k
}

// encoded finds a marked word by the keystrokes of its usual typing, also one
// that is no syllable (nơtron, HĐND, Calédonie).
func (d *unkeyer) encoded(word string, encode func(string) string) int32 {
	keys := strings.ToLower(word)
	bare := strings.TrimRight(keys, "fsrxj")
	bare = strings.NewReplacer("dd", "d", "aa", "a", "ee", "e", "oo", "o", "w", "").Replace(bare)
	bare = strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, bare)
	for _, id := range d.readingsOf(d.folded.id(bare)) {
		if HasMarks(d.marked.words[id]) && encode(d.marked.words[id]) == keys {
			return id
		}
	}
	return -1
}

// weigh adds what a word tells of how the text was typed.
func (d *unkeyer) weigh(word string) {
	k := d.keyed(word)
	if k.text == "" || k.marked < 0 {
		return
	}
	d.possible = true
	if k.real {
		return
	}
	d.evidence++
	if k.sure(word) {
		d.evidence++
	}
}

// sure reports whether a word has two keys, or one that other languages hardly
// have in its place.
func (k keyed) sure(word string) bool {
	return utf8.RuneCountInString(word)-utf8.RuneCountInString(k.text) > 1 || strings.ContainsAny(word, "fjwFJW")
}

// choices gives a word as it stands and its reading by keystrokes.
func (d *unkeyer) choices(word string) []choice {
	k := d.keyed(word)
	as := choice{text: word, id: k.plain}
	if k.text == "" || k.marked < 0 && (k.real || d.evidence < 2 || !k.sure(word)) {
		return []choice{as}
	}
	reading := choice{text: k.text, id: k.fold}
	if k.marked > 0 {
		reading.cost = math.Log(float64(d.marked.count[k.marked]) / float64(d.folded.count[k.fold]))
	} else {
		reading.id, reading.cost = -1, -rareReading-unknownLog
	}
	switch {
	case d.evidence < 2:
		reading.cost -= costOfKeys
	case !bareSyllable(Fold(word)):
		as.cost -= costOfPlain
	}
	return []choice{as, reading}
}
