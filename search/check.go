package search

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/blevesearch/bleve/v2"

	"tracuu/data"
)

// CheckReport compares an index with its store.
type CheckReport struct {
	Procedures, Articles int      // records the store shows
	Missing              []string // shown by the store, not in the index
	Extra                []string // in the index, not shown by the store
	Stale                []string // in both, but the index holds an older state
}

// OK reports whether the two agree.
func (r CheckReport) OK() bool { return len(r.Missing)+len(r.Extra)+len(r.Stale) == 0 }

// Check compares every record of the store with the index, by identity and by
// the change sequence it was indexed at. What has changed since the index last
// followed the store is left out. Names in the report are
// "procedure 1.001193", "article 12".
func (ix *Index) Check(ctx context.Context, src Source) (CheckReport, error) {
	ix.write.Lock()
	defer ix.write.Unlock()
	var rep CheckReport
	for _, k := range kinds {
		have, err := ix.shards[k].contents()
		if err != nil {
			return rep, fmt.Errorf("read index %s: %w", k, err)
		}
		since, shown := int64(0), 0
		for {
			cs, err := changes(ctx, src, k, since)
			if err != nil {
				return rep, err
			}
			if len(cs) == 0 {
				break
			}
			since = cs[len(cs)-1].seq
			for _, c := range cs {
				if c.doc == nil && c.seq <= ix.shards[k].seq {
					continue
				}
				if c.seq > ix.shards[k].seq { // changed since the index last followed
					delete(have, c.id)
					continue
				}
				shown++
				name := string(k) + " " + c.id
				switch seq, ok := have[c.id]; {
				case !ok:
					rep.Missing = append(rep.Missing, name)
				case seq != seqTerm(c.seq):
					rep.Stale = append(rep.Stale, name)
				}
				delete(have, c.id)
			}
		}
		for id := range have {
			rep.Extra = append(rep.Extra, string(k)+" "+id)
		}
		if k == data.KindProcedure {
			rep.Procedures = shown
		} else {
			rep.Articles = shown
		}
	}
	return rep, nil
}

// contents lists the ids in a shard with the sequence each was indexed at.
func (s *shard) contents() (out map[string]string, err error) {
	adv, err := s.index.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	values, err := reader.DocValueReader([]string{propSeq})
	if err != nil {
		return nil, err
	}
	ids, err := reader.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, ids.Close()) }()
	out = map[string]string{}
	for {
		internal, err := ids.Next()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if internal == nil {
			return out, nil
		}
		id, err := reader.ExternalID(internal)
		if err != nil {
			return nil, err
		}
		out[id] = ""
		err = values.VisitDocValues(internal, func(_ string, term []byte) { out[id] = string(term) })
		if err != nil {
			return nil, err
		}
	}
}

// Stats describes an index for its operator.
type Stats struct {
	Generation int
	Schema     int
	Seq        map[data.Kind]int64
	Documents  map[data.Kind]int
	Bytes      map[data.Kind]int64
}

// Stats counts documents and bytes on disk.
func (ix *Index) Stats() (Stats, error) {
	ix.write.Lock()
	defer ix.write.Unlock()
	st := Stats{
		Generation: ix.gen, Schema: schemaVersion,
		Seq: map[data.Kind]int64{}, Documents: map[data.Kind]int{}, Bytes: map[data.Kind]int64{},
	}
	for k, s := range ix.shards {
		n, err := s.index.DocCount()
		if err != nil {
			return st, err
		}
		st.Documents[k], st.Seq[k], st.Bytes[k] = int(n), s.seq, diskBytes(s.index)
	}
	return st, nil
}

// diskBytes is what bleve says its files take.
func diskBytes(idx bleve.Index) int64 {
	m, _ := idx.StatsMap()["index"].(map[string]any)
	n, _ := strconv.ParseInt(fmt.Sprint(m["CurOnDiskBytes"]), 10, 64)
	return n
}
