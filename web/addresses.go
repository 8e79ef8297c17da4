package web

import (
	"context"
	"iter"
	"strconv"
	"time"

	"tracuu/data"
	"tracuu/web/paths"
)

// AddressStore lists the addresses of the content without its words, for
// programs that read the whole site. Samples and what is hidden are not among
// them; what is repealed is, for people look for it and shall learn that.
type AddressStore interface {
	Stamp(ctx context.Context) (store string, seq int64, err error)
	NewestChange(ctx context.Context) (time.Time, error)
	ProcedureParts(ctx context.Context, size int) ([]data.AddressPart, error)
	ProcedureAddresses(ctx context.Context, after string, skip, limit int) ([]data.Address, error)
	ArticleParts(ctx context.Context, size int) ([]data.AddressPart, error)
	ArticleAddresses(ctx context.Context, after, until int64, limit int) ([]data.Address, error)
	FieldAddresses(ctx context.Context, limit int) ([]data.Address, error)
	AgencyAddresses(ctx context.Context, limit int) ([]data.Address, error)
}

const (
	mapSize  = 50_000 // the most addresses that a sitemap may have
	mapBatch = 2_000  // read from the store at once: no reading lasts as long as a slow network
)

// The kinds of addresses, as sitemaps are named after them.
const (
	mapPages      = "trang"
	mapProcedures = "thu-tuc"
	mapArticles   = "tin-tuc"
	mapFields     = "linh-vuc"
	mapAgencies   = "co-quan"
)

// plainPages are the pages that are no records; those of the levels and of the
// events of life that have procedures here come with them.
var plainPages = [...]string{"/", "/thu-tuc", "/tin-tuc", "/su-kien", "/co-quan", "/doi-tuong", "/a-z", paths.Commune, paths.OpenData}

// addresses are the paths of part n of a kind, each as the Key of an address;
// none if there is no such kind or part.
func (s *Server) addresses(ctx context.Context, kind string, n int) iter.Seq2[data.Address, error] {
	return func(yield func(data.Address, error) bool) {
		// all yields the addresses of a batch and reports whether more is wanted.
		all := func(batch []data.Address, err error, path func(data.Address) string) bool {
			if err != nil {
				return yield(data.Address{}, err)
			}
			for _, a := range batch {
				if a.Key = path(a); !yield(a, nil) {
					return false
				}
			}
			return len(batch) > 0
		}
		switch {
		case kind == mapProcedures:
			after, skip := "", (n-1)*mapSize
			for left := mapSize; left > 0; left -= mapBatch {
				batch, err := s.Store.ProcedureAddresses(ctx, after, skip, min(left, mapBatch))
				if !all(batch, err, func(a data.Address) string { return paths.Procedure(a.Key) }) || err != nil {
					return
				}
				after, skip = batch[len(batch)-1].Key, 0
			}
		case kind == mapArticles:
			for after, until := int64(n-1)*mapSize, int64(n)*mapSize; after < until; {
				batch, err := s.Store.ArticleAddresses(ctx, after, until, mapBatch)
				if !all(batch, err, func(a data.Address) string {
					after, _ = strconv.ParseInt(a.Key, 10, 64)
					return paths.Article(after, a.Title)
				}) || err != nil {
					return
				}
			}
		case n > 1:
		case kind == mapFields:
			batch, err := s.Store.FieldAddresses(ctx, mapSize)
			all(batch, err, func(a data.Address) string { return paths.Field(a.Key) })
		case kind == mapAgencies:
			batch, err := s.Store.AgencyAddresses(ctx, mapSize)
			all(batch, err, func(a data.Address) string { return paths.Agency(a.Key) })
		case kind == mapPages:
			batch, err := s.plainAddresses(ctx)
			all(batch, err, func(a data.Address) string { return a.Key })
		}
	}
}

func (s *Server) plainAddresses(ctx context.Context) (out []data.Address, err error) {
	for _, p := range plainPages {
		out = append(out, data.Address{Key: p})
	}
	for _, l := range levelPages() {
		total, _, err := s.Store.LevelProcedures(ctx, l.level, 0, 0)
		if err != nil {
			return nil, err
		}
		if total > 0 {
			out = append(out, data.Address{Key: "/cap/" + l.slug})
		}
	}
	events, err := s.eventCards(ctx)
	for _, e := range events {
		out = append(out, data.Address{Key: e.URL})
	}
	return out, err
}
