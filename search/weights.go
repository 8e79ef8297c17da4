package search

import "tracuu/data"

// Weights say what each feature is worth in the score of one kind of record.
// The score is a logit: of all candidates of a query and the chance that
// nothing fits, whose score is the last weight, the one shown first is right
// with the probability that the softmax of the scores gives it.
type Weights [featureCount]float64

func (w *Weights) sum(f *features) (total float64) {
	for i, x := range f {
		total += w[i] * x
	}
	return total
}

// WeightNames are the names of the features in their order.
func WeightNames() []string {
	return []string{
		byFold: "byFold", byExact: "byExact", byPairs: "byPairs", byTitle: "byTitle", byCover: "byCover", byTitlePairs: "byTitlePairs",
		covered: "covered", covering: "covering", inOrder: "inOrder", byMarks: "byMarks", whole: "whole", byNeed: "byNeed", byWholeNeed: "byWholeNeed",
		recent: "recent", foreign: "foreign", repealed: "repealed", served: "served", popular: "popular", both: "both",
		actionHas: "actionHas", actionLacks: "actionLacks", actionExtra: "actionExtra", nothingFits: "nothingFits",
	}
}

// DefaultWeights are the weights in use for a kind.
func DefaultWeights(kind data.Kind) Weights {
	if kind == data.KindArticle {
		return articleWeights
	}
	return procedureWeights
}

// The weights of procedures are set by "make tune" on the project's own
// queries; a small negative one takes back what two features count twice. By
// hand are those that too few queries tell about: whole, byWholeNeed, foreign,
// repealed and popular. The weights of articles are set on question sets for
// passages.
var (
	procedureWeights = Weights{
		byFold: -0.283, byExact: 0.534, byPairs: 0.716, byTitle: -0.673, byCover: 1.01, byTitlePairs: -0.0165,
		covered: 0.818, covering: 2.81, inOrder: 2.67, whole: 5, both: 6.68,
		byNeed: 14.4, byWholeNeed: 3, actionHas: 2.41, actionLacks: -0.401, actionExtra: -0.593,
		foreign: -1.7, repealed: -2, served: 0.623, popular: 0.3, nothingFits: 8.17,
	}
	articleWeights = Weights{
		byFold: 1, byExact: 0.22, byPairs: 0.54, byTitle: 0.2, byCover: 0.14,
		covered: 0.24, covering: 0.35, byMarks: 0.17, whole: 0.5, recent: 0.1,
	}
)
