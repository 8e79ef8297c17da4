// Package charset turns bytes of unknown encoding into Vietnamese text: UTF-8 with
// and without a mark, UTF-16, windows-1258, and the encodings of one byte a
// letter that offices typed in before Unicode, TCVN3 (ABC) and VNI.
package charset
