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
		covered: "covered", covering: "covering", inOrder: "inOrder", byMarks: "byMarks", whole: "whole", byNeed: "byNeed",
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
// queries; those of articles by the question sets for passages.
var (
	procedureWeights = Weights{
		byExact: 0.1, byPairs: 0.207, byTitle: -1.14, byCover: 0.107, byTitlePairs: 0.225, covered: 2.21, covering: 3.5, inOrder: 2.09, byMarks: -0.0467, whole: 1.51, byNeed: 11, foreign: -1.7, repealed: -0.5, served: 0.667, both: 2.97, actionHas: 0.688, actionLacks: -2.39, actionExtra: -0.831, nothingFits: 7.11,
	}
	articleWeights = Weights{
		byFold: 1, byExact: 0.22, byPairs: 0.54, byTitle: 0.2, byCover: 0.14,
		covered: 0.24, covering: 0.35, byMarks: 0.17, whole: 0.5, recent: 0.1,
	}
)
