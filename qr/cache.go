package qr

import "sync"

// Cache makes each symbol and each file once and keeps them, so that the cost
// of drawing and reading back is paid by the first request only. It may be
// used by many goroutines at a time; those that ask for the same thing at once
// wait for one making of it. What it answers is shared: do not write to it.
type Cache struct {
	symbols table[string, *Symbol]
	svgs    table[svgKey, []byte]
	pngs    table[pngKey, []byte]
}

type svgKey struct {
	payload string
	options SVGOptions
}

type pngKey struct {
	payload string
	options PNGOptions
}

// NewCache makes a cache of at most limit symbols, limit SVG files and limit
// PNG files; 4096 take about 25 MB when full.
func NewCache(limit int) *Cache {
	return &Cache{
		symbols: newTable[string, *Symbol](limit),
		svgs:    newTable[svgKey, []byte](limit),
		pngs:    newTable[pngKey, []byte](limit),
	}
}

// Symbol is [New].
func (c *Cache) Symbol(payload string) (*Symbol, error) {
	return c.symbols.get(payload, func() (*Symbol, error) { return New(payload) })
}

// SVG is [Symbol.SVG] of the payload's symbol.
func (c *Cache) SVG(payload string, o SVGOptions) ([]byte, error) {
	o, err := o.resolve() // equal pictures under equal keys
	if err != nil {
		return nil, err
	}
	return c.svgs.get(svgKey{payload, o}, func() ([]byte, error) {
		s, err := c.Symbol(payload)
		if err != nil {
			return nil, err
		}
		return s.SVG(o)
	})
}

// PNG is [Symbol.PNG] of the payload's symbol.
func (c *Cache) PNG(payload string, o PNGOptions) ([]byte, error) {
	o, err := o.resolve()
	if err != nil {
		return nil, err
	}
	return c.pngs.get(pngKey{payload, o}, func() ([]byte, error) {
		s, err := c.Symbol(payload)
		if err != nil {
			return nil, err
		}
		return s.PNG(o)
	})
}

// table keeps up to limit answers of functions that depend on nothing but
// their key, errors included. A full table drops any one entry, which costs
// nothing worse than making it again.
type table[K comparable, V any] struct {
	mu    *sync.Mutex
	limit int
	made  map[K]func() (V, error)
}

func newTable[K comparable, V any](limit int) table[K, V] {
	return table[K, V]{new(sync.Mutex), max(limit, 1), make(map[K]func() (V, error))}
}

// get answers what stands under key, calling fill the first time.
func (t table[K, V]) get(key K, fill func() (V, error)) (V, error) {
	return t.entry(key, fill)() // outside the lock: filling takes milliseconds
}

func (t table[K, V]) entry(key K, fill func() (V, error)) func() (V, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e, ok := t.made[key]; ok {
		return e
	}
	if len(t.made) >= t.limit {
		for k := range t.made {
			delete(t.made, k)
			break
		}
	}
	e := sync.OnceValues(fill)
	t.made[key] = e
	return e
}
