package search

import (
	"errors"
	"fmt"
	"hash/fnv"
	"sort"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"tracuu/data"
	"tracuu/search/vi"
)

// A view is one shard as it stood at a moment: a snapshot of bleve's postings
// and, beside it in memory, what ranking knows of every record. Searches read
// views; following the store makes new ones. Documents go by the numbers they
// have in the snapshot.
type view struct {
	reader   *scorch.IndexSnapshot
	segments []*segment
	offsets  []uint64 // number of the first document of each segment
	size     uint64   // documents, deleted ones included
	docs     int      // living documents
	length   float64  // mean words of a text
	titles   float64  // mean words of a title, of those that have one
	maxDay   int      // of the newest news
	groups   map[string][]uint64
	ids      map[string]uint64 // of procedures
	idfs     []float32         // of each folded word, what it tells among titles
	postings sync.Pool         // of *accumulator
}

// segment is the records of one bleve segment, which never changes: views that
// share the segment share it.
type segment struct {
	id      uint64
	rows    []record  // by the segment's own document numbers
	lengths []lengths // of the same, apart: every posting asks for them
}

// lengths are the words of a text and of its title.
type lengths struct{ text, title uint32 }

// record is a row as ranking uses it.
type record struct {
	id    string
	title []wordID // canonical words
	head  int      // how many of them stand before the first bracket
	row
	group     string // groupKey of a procedure
	groupHash uint64
	actions   actions
	district  bool // handled by the level that was abolished
	near      int  // how near its level is to citizens, 0 the nearest
	key       filterKey
}

// wordID is the number of a word in a lexis.
type wordID uint32

// lexis numbers the words of titles, canonical and folded. It only grows.
type lexis struct {
	mu    sync.RWMutex
	ids   map[string]wordID
	typed map[string]wordID // of words as titles spell them, which are far fewer than there are words in titles
	folds []wordID          // of each word, its fold
	names []string
}

func newLexis() *lexis {
	return &lexis{ids: map[string]wordID{"": 0}, typed: map[string]wordID{}, folds: []wordID{0}, names: []string{""}}
}

// add numbers a canonical word.
func (l *lexis) add(word string) wordID {
	l.mu.RLock()
	id, ok := l.ids[word]
	l.mu.RUnlock()
	if ok {
		return id
	}
	fold := vi.Fold(word)
	l.mu.Lock()
	defer l.mu.Unlock()
	number := func(w string) wordID {
		id, ok := l.ids[w]
		if !ok {
			id = wordID(len(l.folds))
			w = strings.Clone(w)
			l.ids[w] = id
			l.names = append(l.names, w)
			l.folds = append(l.folds, id)
		}
		return id
	}
	id = number(word)
	l.folds[id] = number(fold)
	return id
}

// id is the number of a word, 0 for one that no title has.
func (l *lexis) id(word string) wordID {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.ids[word]
}

// table maps words to their folds, for the words there are now.
func (l *lexis) table() []wordID {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.folds[:len(l.folds):len(l.folds)]
}

func (l *lexis) words(text string) []wordID {
	var out []wordID
	for t := range vi.Tokens(text) {
		if len(t.Text) <= maxTerm {
			out = append(out, l.spelt(t.Text))
		}
	}
	return out
}

// spelt numbers the canonical form of a word.
func (l *lexis) spelt(text string) wordID {
	l.mu.RLock()
	id, ok := l.typed[text]
	l.mu.RUnlock()
	if !ok {
		id = l.add(canonicalTerm(text))
		l.mu.Lock()
		l.typed[strings.Clone(text)] = id
		l.mu.Unlock()
	}
	return id
}

// name is a canonical word.
func (l *lexis) name(id wordID) string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.names[id]
}

func (l *lexis) foldsOf(words []wordID) []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = l.names[l.folds[w]]
	}
	return out
}

// newView reads what is new since the last view; old may be nil.
func newView(idx bleve.Index, kind data.Kind, words *lexis, old *view) (*view, error) {
	adv, err := idx.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("index of kind %T", reader), reader.Close())
	}
	v := &view{reader: snapshot, groups: map[string][]uint64{}, ids: map[string]uint64{}}
	known := map[uint64]*segment{}
	if old != nil {
		for _, s := range old.segments {
			known[s.id] = s
		}
	}
	for _, ss := range snapshot.Segments() {
		s := known[ss.Id()]
		if s == nil {
			if s, err = readSegment(ss, kind, words); err != nil {
				return nil, errors.Join(err, snapshot.Close())
			}
		}
		v.offsets = append(v.offsets, v.size)
		v.segments = append(v.segments, s)
		v.size += uint64(len(s.rows))
	}
	v.measure(snapshot, words.table())
	v.postings.New = func() any { return &accumulator{slots: make([]slot, v.size)} }
	return v, nil
}

// same reports whether nothing has changed in the index since the view.
func (v *view) same(idx bleve.Index) bool {
	adv, err := idx.Advanced()
	if err != nil {
		return false
	}
	reader, err := adv.Reader()
	if err != nil {
		return false
	}
	defer reader.Close()
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok || len(snapshot.Segments()) != len(v.segments) {
		return false
	}
	docs, err := snapshot.DocCount()
	if err != nil || int(docs) != v.docs {
		return false
	}
	for i, ss := range snapshot.Segments() {
		if ss.Id() != v.segments[i].id {
			return false
		}
	}
	return true
}

// readSegment reads every row of a segment over all CPUs.
func readSegment(ss *scorch.SegmentSnapshot, kind data.Kind, words *lexis) (*segment, error) {
	s := &segment{id: ss.Id(), rows: make([]record, ss.FullSize()), lengths: make([]lengths, ss.FullSize())}
	const block = 4096
	var wg sync.WaitGroup
	errs := make([]error, (len(s.rows)+block-1)/block)
	for b := range errs {
		wg.Go(func() {
			errs[b] = guard(func() error {
				for i := b * block; i < min(len(s.rows), (b+1)*block); i++ {
					if err := readRecord(ss, uint64(i), kind, words, &s.rows[i]); err != nil {
						return err
					}
					s.lengths[i] = lengths{uint32(s.rows[i].Length), uint32(len(s.rows[i].title))}
				}
				return nil
			})
		})
	}
	wg.Wait()
	return s, errors.Join(errs...)
}

// hashOf tells names apart faster than their letters.
func hashOf(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

func readRecord(ss *scorch.SegmentSnapshot, i uint64, kind data.Kind, words *lexis, r *record) error {
	ok := false
	err := ss.VisitDocument(i, func(field string, _ byte, value []byte, _ []uint64) bool {
		switch field {
		case "_id":
			r.id = string(value)
		case propRow:
			r.row, ok = decodeRow(string(value))
		}
		return true
	})
	if err != nil {
		return fmt.Errorf("read row %d: %w", i, err)
	}
	if !ok {
		return fmt.Errorf("row of %q cannot be read", r.id)
	}
	r.title = words.words(r.Title)
	r.head = len(r.title)
	if before, _, ok := strings.Cut(r.Title, "("); ok && before != "" {
		r.head = countWords(before)
	}
	if kind == data.KindProcedure {
		r.group = groupKey(r.Title, words)
		r.groupHash = hashOf(r.group)
		r.key = filterKey{field: slug(r.Field), agency: slug(r.Agency)}
		for _, a := range r.Audience {
			r.key.audience = append(r.key.audience, slug(a))
		}
		r.near = r.closest()
		r.district = strings.Contains(strings.ToLower(r.Title), "cấp huyện")
		r.actions = actionsIn(words.foldsOf(r.title))
	}
	return nil
}

// measure takes the means over living documents, counts the words of titles and
// finds the groups.
func (v *view) measure(snapshot *scorch.IndexSnapshot, folds []wordID) {
	titled, titleWords, words := 0, 0, 0
	counts := make([]int32, len(folds))
	lastIn := make([]int32, len(folds)) // the last title each word was counted in
	title := int32(0)
	for i, ss := range snapshot.Segments() {
		deleted := ss.Deleted()
		for n := range v.segments[i].rows {
			if deleted != nil && deleted.Contains(uint32(n)) {
				continue
			}
			r := &v.segments[i].rows[n]
			v.docs++
			words += r.Length
			v.maxDay = max(v.maxDay, r.Day)
			if len(r.title) > 0 {
				titled++
				titleWords += len(r.title)
			}
			title++
			for _, t := range r.title {
				if f := folds[t]; lastIn[f] != title {
					lastIn[f] = title
					counts[f]++
				}
			}
			if r.group != "" {
				doc := v.offsets[i] + uint64(n)
				v.groups[r.group] = append(v.groups[r.group], doc)
				v.ids[r.id] = doc
			}
		}
	}
	v.length = float64(words) / float64(max(v.docs, 1))
	v.titles = float64(titleWords) / float64(max(titled, 1))
	v.idfs = make([]float32, len(folds))
	for f, n := range counts {
		v.idfs[f] = float32(idf(v.docs, int(n)))
	}
}

// record is the record of a document number.
func (v *view) record(doc uint64) *record {
	i := sort.Search(len(v.offsets), func(i int) bool { return v.offsets[i] > doc }) - 1
	return &v.segments[i].rows[doc-v.offsets[i]]
}

func (v *view) Close() error { return v.reader.Close() }
