// Package qr makes the short codes that are printed on posters, the web
// address each of them stands for, and the QR symbol of that address as SVG,
// PNG and terminal text.
//
// The way through the package: [NewCode] draws a code, [Payload] makes the
// address, [New] its [Symbol], which should be [Symbol.Readable], and
// [Symbol.SVG] or [Symbol.PNG] the file. A [Cache] makes symbols and files for a
// server. On the way back [ParseCode] reads what a person typed and [Nearest]
// says what they may have meant. [NewText] makes the symbol of a text instead.
//
// What is promised:
//
//   - The symbol of an address has error correction Q or H, never less, that of
//     a text M; none carries a logo.
//   - It is dark on light, in colours that scanners tell apart.
//   - Every file holds its quiet zone of [QuietZone] modules.
//   - No file is handed out that was not read back first: a decoder that
//     shares no code with the encoder has to find the very payload in the
//     finished bytes, and every module has to stand where it was meant to. A
//     drawing is painted by an SVG reader for that.
//   - Equal payloads and options give equal bytes.
//
// A symbol is read from about ten times its side: 30 mm at 30 cm, 100 mm at
// 1 m, 200 mm at 2 m; a module should not be printed below 0.4 mm.
//
// Errors carry Vietnamese sentences, since operators and staff read them.
package qr
