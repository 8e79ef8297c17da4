// Package printing turns what somebody wants on a wall into a document with
// codes of its own, draws it and keeps its record, so that it can be drawn
// again.
//
// An [Order] says what is wanted. [Printer.Look] looks all of it up and answers
// a [Draft] that tells what can be printed, what cannot and why, and shows a
// picture of it; nothing is written yet. [Draft.Make] makes the codes that are
// missing, [Draw] draws the sheets, and [Draft.Keep] keeps the record.
package printing

import (
	"context"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/qr/poster"
	"tracuu/web/format"
	"tracuu/web/target"
)

// Store is what printing reads, and where codes, places and printings are kept.
type Store interface {
	target.Store
	LevelProcedures(ctx context.Context, level data.Level, offset, limit int) (total int, ps []data.ProcedureRow, err error)
	AgencyProcedures(ctx context.Context, slug string, offset, limit int) (data.Agency, []data.ProcedureRow, error)
	ProcedurePlaces(ctx context.Context, code string) (data.Field, data.Agency, error)
	Image(ctx context.Context, hash string) ([]byte, error)
	Placement(ctx context.Context, id int64) (data.Placement, error)
	FindPlacement(ctx context.Context, p data.Placement) (data.Placement, error)
	EnsurePlacement(ctx context.Context, p data.Placement) (data.Placement, error)
	SavePrint(ctx context.Context, p data.Print) (id int64, err error)
	Print(ctx context.Context, id int64) (data.Print, error)
	LinkHistory(ctx context.Context, code string) ([]data.LinkEvent, error)
}

// Printer prints with codes that lead to an address.
type Printer struct {
	Store     Store
	PublicURL string // where codes lead now
	Host      string // the host of PublicURL, as printings keep it
	House     string // who speaks where no agency does
	Now       func() time.Time
}

// House is who speaks for a province where no agency does.
func House(province string) string {
	return strings.TrimSpace("Tra cứu thủ tục hành chính " + province)
}

// today is the day in Việt Nam.
func (p Printer) today() data.Date { return data.NewDate(p.Now().In(format.Hanoi)) }

// Order says what somebody wants printed: Items, or where they are nil every
// shown procedure in force that Field, Agency and Level choose together.
type Order struct {
	Items  []Item
	Field  string // slug or name
	Agency string // slug or name; beside Items, the agency that speaks
	Level  data.Level

	Places []data.Placement // where each thing hangs that names no place itself; none: nowhere in particular

	Layout  poster.Layout
	Issued  data.Date // on the sheets; empty: today
	Start   int       // label sheets: the first free label, from 1
	Copies  int       // equal sheets of each code; 0 is 1
	English bool
	Bleed   bool
	Cover   bool
	Title   string // of lists, and of sheets that lead to a page or an address
	By      data.Edit
	Token   string // see data.Print
}

// selects reports whether the order chooses procedures, rather than naming
// things.
func (o Order) selects() bool { return o.Items == nil }

// Item is one thing somebody named.
type Item struct {
	Source string // the file or list it stands in; may be empty
	Line   int    // there
	Typed  string
	Place  data.Placement
	Reason string // why it cannot be read; empty if it can
}

// Pick is one thing to print, where it will hang and what its sheet says; the
// sheet has no code yet.
type Pick struct {
	Aim   target.Aim
	Place data.Placement // the zero Placement: none
	Sheet poster.Sheet
	left  []string // what a card has no room for
}

// Bad is a thing that cannot be printed.
type Bad struct {
	Source string
	Line   int
	Typed  string
	target.Reason
}
