// Package crawl walks through a site politely and takes in what is new on it.
package crawl
