package vi

import (
	"strings"
	"unicode"
)

// DecodeTelex reads a word typed in Telex while the input method was off:
// "ddawngs" → "đắng", "thueees" → "thuees". Keys may stand anywhere after the
// letter they change, as input methods allow:
//
//   - f s r x j after a vowel give the tone, the last one counts, z takes it away;
//   - the second a e o of the word gives â ê ô, also apart ("giayas", "theue");
//   - w turns a o u into ă ơ ư, uo into ươ, and is ư where no vowel came before;
//   - the second d gives đ, also at the end ("dawngd");
//   - a key again takes its mark back and stands for itself, and so do all keys
//     after it ("ass" → "as", "xooong" → "xoong").
//
// Where keys can be read in several ways the first that makes a valid syllable
// counts ("muaw" → "mưa", "ngoao" as it is). The tone is put where
// [Syllable.String] puts it; letters keep their case ("DDAWNG" → "ĐĂNG",
// "Ddown" → "Đơn").
//
// The bool is true if a key was read as a mark and the outcome is a valid
// syllable. It is true for plain words too (gas → "gá", is → "í", see → "sê"):
// which is meant the caller tells by vocabulary. If false, the text is no
// syllable: what an input method might show, or the word itself where no key was
// read.
func DecodeTelex(word string) (string, bool) { return decode(word, telexKey) }

// DecodeVNI reads a word typed in VNI while the input method was off, as
// [DecodeTelex] does: 1 to 5 are the tones, 6 the circumflex, 7 the horn, 8 the
// breve, 9 the bar of đ and 0 no tone, each anywhere after its letter
// ("gia61y", "giay61").
func DecodeVNI(word string) (string, bool) { return decode(word, vniKey) }

// DecodeText decodes every word of s for which decode reports true and keeps
// everything else as it is. A caller with a vocabulary gives a decode that
// keeps known words.
func DecodeText(s string, decode func(word string) (string, bool)) string {
	var b strings.Builder
	end := 0
	for tok := range Tokens(s) {
		if text, ok := decode(tok.Text); ok {
			b.WriteString(s[end:tok.Start])
			b.WriteString(text)
			end = tok.End
		}
	}
	if end == 0 {
		return s
	}
	b.WriteString(s[end:])
	return b.String()
}

// keyMeaning is what a key may do to the letters before it.
type keyMeaning struct {
	tone   Tone
	isTone bool
	clear  bool   // no tone
	marks  string // pairs of a letter and what the key makes of it: "aă", "oơ"
	free   rune   // the letter the key gives where it has nothing to mark
}

func telexKey(r rune) keyMeaning {
	switch r {
	case 'f':
		return keyMeaning{tone: Falling, isTone: true}
	case 'r':
		return keyMeaning{tone: Asking, isTone: true}
	case 'x':
		return keyMeaning{tone: Broken, isTone: true}
	case 's':
		return keyMeaning{tone: Rising, isTone: true}
	case 'j':
		return keyMeaning{tone: Heavy, isTone: true}
	case 'z':
		return keyMeaning{clear: true}
	case 'a':
		return keyMeaning{marks: "aâ"}
	case 'e':
		return keyMeaning{marks: "eê"}
	case 'o':
		return keyMeaning{marks: "oô"}
	case 'd':
		return keyMeaning{marks: "dđ"}
	case 'w':
		return keyMeaning{marks: "aăoơuư", free: 'ư'}
	}
	return keyMeaning{}
}

func vniKey(r rune) keyMeaning {
	switch r {
	case '0':
		return keyMeaning{clear: true}
	case '1':
		return keyMeaning{tone: Rising, isTone: true}
	case '2':
		return keyMeaning{tone: Falling, isTone: true}
	case '3':
		return keyMeaning{tone: Asking, isTone: true}
	case '4':
		return keyMeaning{tone: Broken, isTone: true}
	case '5':
		return keyMeaning{tone: Heavy, isTone: true}
	case '6':
		return keyMeaning{marks: "aâeêoô"}
	case '7':
		return keyMeaning{marks: "oơuư"}
	case '8':
		return keyMeaning{marks: "aă"}
	case '9':
		return keyMeaning{marks: "dđ"}
	}
	return keyMeaning{}
}

const (
	// maxKeys is more than any syllable needs: "nghieengs", and "DDuwowcj" with
	// escapes.
	maxKeys = 16
	// maxReadings bounds the ways of reading one word that are tried.
	maxReadings = 64
)

// typed is a word as far as its keys have been read.
type typed struct {
	letters [maxKeys]rune // lower case, without tone
	upper   [maxKeys]bool
	n       int
	tone    Tone
	read    bool // some key was a mark
	literal bool // a mark was taken back: the keys that follow are letters
}

// decoder goes through the readings of a word, most usual first.
type decoder struct {
	keys     []rune
	meaning  func(rune) keyMeaning
	readings int
	first    typed
	found    bool // first is a reading
}

func decode(word string, meaning func(rune) keyMeaning) (string, bool) {
	var buf [maxKeys]rune
	keys := buf[:0]
	for _, r := range word {
		if len(keys) == maxKeys {
			return word, false
		}
		keys = append(keys, r)
	}
	d := decoder{keys: keys, meaning: meaning}
	if t, ok := d.try(typed{}, 0); ok {
		if !t.read {
			return word, false
		}
		return t.text(), true
	}
	if !d.first.read {
		return word, false
	}
	return d.first.text(), false
}

// try reads the keys from i on and gives the first valid reading.
func (d *decoder) try(t typed, i int) (typed, bool) {
	if i == len(d.keys) {
		d.readings++
		if !d.found {
			d.first, d.found = t, true
		}
		s, ok := t.syllable()
		if !ok && t.horned() {
			t.read = true
			s, ok = t.syllable()
		}
		return t, ok && s.Valid()
	}
	if d.readings >= maxReadings {
		return t, false
	}
	key := d.keys[i]
	m := d.meaning(unicode.ToLower(key))
	if t.literal {
		m = keyMeaning{}
	}
	switch {
	case m.isTone && t.hasVowel():
		next := t
		next.read = true
		if t.tone == m.tone { // the same key again
			next.tone, next.literal = Level, true
			return d.try(next.with(key), i+1)
		}
		next.tone = m.tone
		return d.try(next, i+1)
	case m.clear && t.tone != Level:
		t.tone, t.read = Level, true
		return d.try(t, i+1)
	case m.marks != "":
		var forms [maxKeys + 1]typed
		for _, next := range forms[:t.mark(m.marks, key, &forms)] {
			if found, ok := d.try(next, i+1); ok {
				return found, true
			}
		}
		if m.free != 0 && !t.hasVowel() {
			next := t.with(m.free)
			next.upper[t.n] = unicode.IsUpper(key)
			next.read = true
			if found, ok := d.try(next, i+1); ok {
				return found, true
			}
		}
	}
	return d.try(t.with(key), i+1)
}

// with adds a letter.
func (t typed) with(r rune) typed {
	base, tone := unicode.ToLower(r), Level
	if l := lookup(r); l.base != 0 {
		base, tone = l.base, l.tone
	}
	t.letters[t.n], t.upper[t.n] = base, unicode.IsUpper(r)
	t.n++
	if tone != Level {
		t.tone = tone
	}
	return t
}

func (t typed) hasVowel() bool {
	for _, r := range t.letters[:t.n] {
		if isVowel(r) {
			return true
		}
	}
	return false
}

// mark puts into forms what marking one letter of t can give, most usual
// first, and reports how many: ươ for uo, then the last letter that can take the
// mark, then those before it. If every letter has the mark already the only
// form takes it back and adds the key.
func (t typed) mark(marks string, key rune, forms *[maxKeys + 1]typed) (n int) {
	for i := t.n - 2; i >= 0; i-- {
		if strings.Contains(marks, "uư") && t.letters[i+1] == 'o' && t.letters[i] == 'u' {
			forms[n] = t
			forms[n].letters[i], forms[n].letters[i+1], forms[n].read = 'ư', 'ơ', true
			n++
			break
		}
	}
	var bare, marked rune
	for i := t.n - 1; i >= 0; i-- {
		bare = 0
		for _, r := range marks {
			if bare == 0 {
				bare = r
				continue
			}
			if t.letters[i] == bare {
				forms[n] = t
				forms[n].letters[i], forms[n].read = r, true
				n++
			} else if t.letters[i] == r {
				marked = r
			}
			bare = 0
		}
	}
	if n > 0 || marked == 0 {
		return n
	}
	for i, r := range t.letters[:t.n] {
		if strings.ContainsRune(marks, r) {
			t.letters[i] = lookup(r).plain
		}
	}
	t.read, t.literal = true, true
	forms[0] = t.with(key)
	return 1
}

// horned makes ươ of ưo, which is no rime: one w is enough for both letters,
// wherever it stands ("dduwocj").
func (t *typed) horned() bool {
	for i := 1; i < t.n; i++ {
		if t.letters[i-1] == 'ư' && t.letters[i] == 'o' {
			t.letters[i] = 'ơ'
			return true
		}
	}
	return false
}

func (t typed) syllable() (Syllable, bool) {
	var buf [4 * maxKeys]byte
	base := buf[:0]
	for _, r := range t.letters[:t.n] {
		if lookup(r).base == 0 || len(base) > 2*maxLetters {
			return Syllable{}, false
		}
		base = append(base, string(r)...)
	}
	s, ok := parseBase(base)
	s.Tone = t.tone
	return s, ok
}

// text writes the word with its tone: in its place in a syllable, on the last
// marked vowel or else the first one in anything else.
func (t typed) text() string {
	letters := t.letters[:t.n]
	if s, ok := t.syllable(); ok {
		letters = []rune(s.String())
	} else if t.tone != Level {
		place := -1
		for i, r := range letters {
			if isVowel(r) && (place < 0 || r != lookup(r).plain) {
				place = i
			}
		}
		letters[place] = toned(letters[place], t.tone)
	}
	for i, r := range letters {
		if t.upper[i] {
			letters[i] = unicode.ToUpper(r)
		}
	}
	return string(letters)
}
