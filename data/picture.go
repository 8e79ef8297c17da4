package data

import "time"

// Picture is a photo that staff have put in, kept in two sizes as JPEG.
type Picture struct {
	Hash                    string // names it for good: SHA-256 of the large size
	Width, Height           int    // of the large size, in pixels
	SmallWidth, SmallHeight int
	Alt                     string // what it shows, for those who do not see it
	Agency                  string // slug of the agency whose editor put it in; empty: the whole house's
	Who                     string
	Added                   time.Time
}
