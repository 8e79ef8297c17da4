package web

import (
	"net/http"
	"slices"
	"strings"
)

// counts reports whether a request is a person reading: a GET that is neither
// a prefetch, nor a link preview, nor a bot.
func counts(r *http.Request) bool { return r.Method == http.MethodGet && byPerson(r) }

// byPerson reports whether a person is behind a request, not a program that
// looks ahead or around.
func byPerson(r *http.Request) bool {
	for _, h := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		v := strings.ToLower(r.Header.Get(h))
		if strings.Contains(v, "prefetch") || strings.Contains(v, "preview") {
			return false
		}
	}
	return !isBot(r.UserAgent())
}

// botWords are parts of the agent strings by which crawlers, link previews and
// monitors name themselves. Plain HTTP clients are not among them: offices read
// through programs too. Nor are names that the browsers inside chat programs
// share with their previews (Snapchat, Zalo).
var botWords = []string{
	"bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "facebookcatalog", "zalo/link",
	"whatsapp/", "embedly", "lighthouse", "pingdom", "uptime", "monitor",
	"google-inspectiontool", "googleother", "google-safety", "mediapartners-google", "google-apps-script", "chatgpt-user", "iframely", "vkshare",
	"headlesschrome", "kube-probe", "elb-healthchecker", "censysinspect", "zgrab", "expanse", "w3c_validator",
}

func isBot(agent string) bool {
	agent = strings.ReplaceAll(strings.ToLower(agent), "cubot", "") // a make of phone
	if strings.Contains(agent, "compatible;") && strings.Contains(agent, "+http") {
		return true // it gives the address where its owner tells of it
	}
	return slices.ContainsFunc(botWords, func(w string) bool { return strings.Contains(agent, w) })
}
