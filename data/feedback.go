package data

// Feedback is how often readers of a page gave one answer when asked whether
// it helped. It is all that is kept of them.
type Feedback struct {
	Target Target
	Day    Date // empty for the sum of several days
	Answer Answer
	Count  int64
}

// Answer is what a reader says of a page.
type Answer string

// A page helped, or what was wrong with it.
const (
	AnswerHelped    Answer = "helped"
	AnswerPapers    Answer = "papers"    // the papers to bring are not clear
	AnswerFee       Answer = "fee"       // the fee is not clear
	AnswerPlace     Answer = "place"     // where to go is not clear
	AnswerCounter   Answer = "counter"   // the counter asks for something else
	AnswerUnclear   Answer = "unclear"   // hard to understand
	AnswerUnrelated Answer = "unrelated" // not what the reader needs
	AnswerOther     Answer = "other"     // it did not help, for another reason
)
