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
//	without     hit@1  hit@5   most-of-all  hit@1  hit@5
//	needs       -23.5  -15.2         event  -47.8  -43.5
//	ranking     -21.7   -9.7        market  -42.5  -27.5
//	keystrokes   -6.6   -5.9           vni  -75.0  -67.9
//	spelling     -4.5   -5.0       nospace  -64.3  -71.4
//	terms        -3.2   -1.6  abbreviation  -28.1  -15.6
//	pairs        -1.6   +0.2         plain   -4.3   +0.0
//	actions      -0.7   +0.0  abbreviation  -12.5   +0.0
//	questions    -0.5   +0.0         event   -4.3   +0.0
//	exact        +0.0   +0.0             -      -      -
//	variants     +0.0   +0.0             -      -      -
//
// This table is written by "make ablation".
package eval
