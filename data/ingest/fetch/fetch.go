// Package fetch asks for pages of others with care for those who are asked, and
// for the house: one connection a host with a pause between requests, nothing
// of private networks, nothing endless.
package fetch
