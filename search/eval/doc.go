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
//	needs       -28.5  -14.7         event  -45.7   -43.5
//	ranking     -24.7  -11.8        market  -47.5   -27.5
//	keystrokes   -7.2   -5.7           vni  -85.7   -67.9
//	spelling     -5.7   -6.3       nospace  -89.3  -100.0
//	terms        -3.6   -1.4  abbreviation  -25.0   -15.6
//	actions      -1.1   +0.0       nospace   -3.6    +0.0
//	questions    -0.5   -0.2      question   -4.5    +0.0
//	pairs        -0.2   -0.5      regional   +0.0    -3.6
//	exact        +0.0   -0.2  abbreviation   +0.0    -3.1
//	variants     +0.0   +0.0             -      -       -
//
// This table is written by "make ablation".
package eval
