package vi

import "slices"

// neighbours finds the folded words that a misspelt one may stand for without
// comparing it with each: two words meet if they are alike after taking at most
// one letter from either (Garbe's symmetric deletes), as they are spelt or as
// their skeletons, in which the confusions of sounds are settled. What meets is
// to be weighed by [Distance]; what differs by a letter missing, added, swapped
// or mistaken always meets.
type neighbours struct {
	starts []int32 // where the words of each key begin in ids; a key is a hash
	ids    []int32
}

// manyWords is the size of a vocabulary beyond which words that occur once are
// known, but nobody's correction.
const manyWords = 50_000

func (g *grams) neighbours() *neighbours {
	least := int64(1)
	if len(g.words) > manyWords {
		least = 2
	}
	size := 1
	for total := g.letters(least); size < total/2; {
		size *= 2
	}
	n := &neighbours{starts: make([]int32, size+1)}
	var buf [maxKeysOfWord]uint32
	mask := uint32(size - 1)
	for id, word := range g.words {
		if len(word) > 1 && g.count[id] >= least {
			for _, key := range deletes(buf[:0], word) {
				n.starts[key&mask]++
			}
		}
	}
	var end int32
	for key, count := range n.starts {
		end += count
		n.starts[key] = end
	}
	n.ids = make([]int32, end)
	for id, word := range g.words {
		if len(word) > 1 && g.count[id] >= least {
			for _, key := range deletes(buf[:0], word) {
				n.starts[key&mask]--
				n.ids[n.starts[key&mask]] = int32(id)
			}
		}
	}
	return n
}

// letters counts those of the words that occur often enough.
func (g *grams) letters(least int64) (n int) {
	for id, word := range g.words {
		if g.count[id] >= least {
			n += len(word)
		}
	}
	return n
}

// of gives the words that meet a folded one, in order.
func (n *neighbours) of(fold string) (ids []int32) {
	var buf [maxKeysOfWord]uint32
	mask := uint32(len(n.starts) - 2)
	for _, key := range deletes(buf[:0], fold) {
		ids = append(ids, n.ids[n.starts[key&mask]:n.starts[key&mask+1]]...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

const (
	// maxBones is the longest word that has a skeleton: longer ones are no
	// syllables.
	maxBones      = 8
	maxKeysOfWord = maxLetters + 1 + maxBones + 1
)

// deletes appends a hash of each form that a folded word has with at most one
// letter taken away, and of those of its skeleton; none for words that Distance
// does not compare.
func deletes(keys []uint32, fold string) []uint32 {
	if len(fold) < 1 || len(fold) > maxLetters {
		return keys
	}
	for i := range len(fold) {
		if fold[i] < 'a' || fold[i] > 'z' {
			return keys
		}
	}
	var buf [maxLetters]byte
	word := append(buf[:0], fold...)
	keys = deletesOf(keys, word)
	if len(fold) > maxBones {
		return keys
	}
	var bones [maxLetters]byte
	if s := skeleton(bones[:0], word); string(s) != fold {
		keys = deletesOf(keys, s)
	}
	return keys
}

// deletesOf hashes a word, and it without each of its letters: the hash is a
// polynomial, so that what is before the letter and what is behind it add up.
func deletesOf(keys []uint32, word []byte) []uint32 {
	const base = 0x01000193
	var behind, power [maxLetters + 1]uint32
	n := len(word)
	power[n] = 1
	for i := n - 1; i >= 0; i-- {
		behind[i] = behind[i+1] + uint32(word[i])*power[i+1]
		power[i] = power[i+1] * base
	}
	mixed := func(h uint32) uint32 {
		h ^= h >> 16
		h *= 0x85ebca6b
		return h ^ h>>13
	}
	keys = append(keys, mixed(behind[0]))
	var before uint32
	for i, c := range word {
		keys = append(keys, mixed(before*power[i+1]+behind[i+1]))
		before = before*base + uint32(c)
	}
	return keys
}

// skeletonOnsets are the onsets that are taken for others, longest first, and
// the letters that stand for them in a skeleton.
var skeletonOnsets = [...]struct {
	onset string
	bones string
}{
	{"ngh", "N"},
	{"gh", "g"},
	{"gi", "d"},
	{"tr", "C"},
	{"kh", "K"},
	{"ch", "C"},
	{"ng", "N"},
	{"nh", "M"},
	{"ph", "f"},
	{"th", "T"},
	{"c", "k"},
	{"q", "k"},
	{"w", "ku"},
	{"x", "s"},
	{"z", "d"},
	{"j", "d"},
	{"r", "d"},
	{"v", "d"},
	{"n", "l"},
}

// skeleton appends a folded word with its confusions settled: one onset and one
// coda for all that are taken for each other, i for y, u for uo, au for ao, i for
// ie, a letter once where it is doubled.
func skeleton(dst, fold []byte) []byte {
	var buf [maxLetters]byte
	rest := buf[:0]
	for i := range len(fold) {
		if i == 0 || fold[i] != fold[i-1] {
			rest = append(rest, fold[i])
		}
	}
	for _, o := range &skeletonOnsets {
		n := len(o.onset)
		if rest[0] != o.onset[0] || len(rest) < n || string(rest[:n]) != o.onset {
			continue
		}
		if o.onset == "gi" && (len(rest) == n || !isVowel(rune(rest[n]))) {
			n = 1 // the i is the nucleus, too
		}
		dst, rest = append(dst, o.bones...), rest[n:]
		break
	}
	if n := len(rest); n > 1 {
		switch string(rest[n-2:]) {
		case "ng", "nh":
			rest = rest[:n-1]
		case "ch":
			rest = rest[:n-1]
			rest[n-2] = 't'
		}
		switch n := len(rest); {
		case rest[n-1] == 'c':
			rest[n-1] = 't'
		case n > 1 && rest[n-2] == 'o' && rest[n-1] == 'm':
			rest[n-2] = 'a'
		}
	}
	for _, c := range rest {
		if c == 'y' {
			c = 'i'
		}
		if n := len(dst); n > 0 {
			switch before := dst[n-1]; {
			case before == c, before == 'u' && c == 'o', before == 'i' && c == 'e':
				continue
			case before == 'a' && c == 'o':
				c = 'u'
			}
		}
		dst = append(dst, c)
	}
	return dst
}
