package search

import (
	"slices"
	"strings"

	"tracuu/search/vi"
)

// People who read English ask in English. The lexicon says what their words
// stand for; read as Vietnamese keystrokes or slips they would be mangled:
// "how" is the Telex of "hơ".

// smallEnglish are English words that tell nothing about the matter, and
// articles those that may also stand within a phrase of the lexicon.
const (
	smallEnglish = `and are as at be by can could did do does for from get getting had has have he her here him his how i if in into is it
		long me much must need needed of on or please require required shall she should take takes that their them then there they this
		to us want was we what when where which who why will with would you apply applying application form forms procedure procedures
		office help vietnam vietnamese about not after before during new`
	articles = `a an the my your our his her their its some any s`
)

var smallEnglishWords, englishArticles = wordSet(smallEnglish), wordSet(articles)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// inEnglish reports whether most of a query is in English. An English word that
// could be a Vietnamese syllable without its marks, such as "to" or "buy", tells
// neither way.
func (k *knowledge) inEnglish(words []word) bool {
	english, others := 0, 0
	for _, w := range words {
		_, syllable := vi.ParseSyllable(w.canonical)
		text := strings.ToLower(w.text)
		switch known := smallEnglishWords[text] || englishArticles[text] || k.english[text]; {
		case !known:
			others++
		case !syllable:
			english++
		}
	}
	return english > others
}

// learnEnglish notes the words of a phrase of the lexicon that is in no
// Vietnamese: without marks, and with a word that is no syllable.
func (k *knowledge) learnEnglish(phrase []word) {
	if slices.ContainsFunc(phrase, func(w word) bool { return w.marked }) || !slices.ContainsFunc(phrase, func(w word) bool {
		_, syllable := vi.ParseSyllable(w.canonical)
		return !syllable && len(w.canonical) > 2
	}) {
		return
	}
	for _, w := range phrase {
		k.english[strings.ToLower(w.text)] = true
	}
}

// plainEnglish leaves the articles of an English query out, which no phrase of the
// lexicon has, and weighs the small words with nothing unless there is nothing
// else.
func plainEnglish(words []word) []word {
	tells := func(w word) bool {
		text := strings.ToLower(w.text)
		return w.weight > 0 && !smallEnglishWords[text] && !englishArticles[text]
	}
	if !slices.ContainsFunc(words, tells) {
		return words
	}
	words = slices.DeleteFunc(words, func(w word) bool { return englishArticles[strings.ToLower(w.text)] })
	for i := range words {
		if !tells(words[i]) {
			words[i].weight = 0
		}
	}
	return words
}
