// Package eval measures how well a search answers: it puts labelled queries to
// it and reports hit@k, MRR, nDCG, how often it is certain without cause, and
// how long it takes, in all and per kind of query.
//
// [Load] reads queries, [Twins] derives more of them as people mistype them,
// [Runner.Run] asks, [Measure] judges, [Report.WriteTable] and the JSON of
// [Report] show the result, [WriteRun] keeps the hits for other tools and for
// [Compare], which sets a measuring beside an earlier one. [Failures] lists what
// went wrong, [Runner.Ablate] tells what each part of the search is good for,
// [Tune] finds weights for its ranking. The search itself is handed in as a
// [Searcher].
//
// # What each part gains
//
// The change of hit@1 and hit@5, in points, over all queries of
// testdata/queries.jsonl without a part of the search ([search.Part]), and the
// same of the kind of query that loses most. They are asked of the facts in
// testdata/catalogue.tsv.gz and of the sample's records.
//
//	without     hit@1  hit@5   most-of-all  hit@1   hit@5
//	needs       -26.9  -13.3         event  -45.7   -41.3
//	ranking     -23.5  -11.3        market  -47.5   -27.5
//	keystrokes   -7.2   -5.9           vni  -82.1   -67.9
//	spelling     -6.1   -6.8       nospace  -89.3  -100.0
//	terms        -3.6   -1.1  abbreviation  -28.1   -12.5
//	actions      -0.7   +0.0       nospace   -3.6    +0.0
//	questions    -0.5   -0.2      regional   -3.6    -3.6
//	pairs        -0.2   +0.0  abbreviation   -3.1    +0.0
//	exact        +0.0   +0.0             -      -       -
//	variants     +0.0   +0.0             -      -       -
//
// This table is written by "make ablation".
package eval
