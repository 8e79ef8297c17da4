// Package style holds the parts of the stylesheet: tokens (1x), elements (2x),
// components (3x), single pages (4x) and print (9x).
package style

import "embed"

// Files are the parts, joined in the order of their names.
//
//go:embed *.css
var Files embed.FS
