// Posters as printers make them, read by ZXing: every layout from the command
// line, beside the running server, at the resolutions of office printers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { PUBLIC, startSite } from './site.mjs';

let site, dir;
before(async () => {
  const wasm = new URL('./node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url);
  prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });
  site = await startSite();
  dir = mkdtempSync(join(tmpdir(), 'tracuu-posters-'));
});
after(async () => {
  await site?.stop();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

const LAYOUTS = ['a3', 'a4', 'a5', 'desk', 'labels24', 'labels14', 'list', 'card'];

for (const layout of LAYOUTS) {
  // Two procedures of the sample, one with a long name; no card holds that.
  const targets = ['1.001193', layout === 'card' ? '1.000894' : '1.013831'];
  test(`ZXing reads ${layout} at 150 and 300 dpi`, async (t) => {
    if (!has('pdftoppm')) return t.skip('pdftoppm is not installed');
    const pdf = join(dir, `${layout}.pdf`);
    const told = JSON.parse(site.run('poster', ...targets, '--layout', layout, '--placement', 'Trung tâm Phục vụ hành chính công / Quầy 3', '--json', '-o', pdf));
    const printed = told.codes.map((c) => c.address);
    assert.equal(printed.length, targets.length);
    for (const dpi of [150, 300]) {
      const read = await readPages(pdf, dpi);
      if (layout === 'card') {
        assert.equal(read.length, targets.length, `${dpi} dpi`);
        for (const [i, text] of read.entries()) {
          assert.match(text, /^.+\nMã thủ tục: \d\.\d+\n/, 'the text itself, without a network');
          assert.ok(text.endsWith(printed[i]), text);
        }
        continue;
      }
      assert.deepEqual([...new Set(read)].sort(), [...printed].sort(), `${dpi} dpi`);
      assert.equal(read.length, layout === 'desk' ? 2 * targets.length : targets.length, 'symbols on paper');
    }
    for (const address of printed) {
      const answer = await fetch(site.url + new URL(address).pathname);
      assert.equal(answer.status, 200);
      assert.ok(address.startsWith(PUBLIC.toUpperCase().replace('HTTPS', 'https')));
    }
  });
}

/** What ZXing reads on each page of a PDF, page after page. */
async function readPages(pdf, dpi) {
  const pages = mkdtempSync(join(dir, 'pages-'));
  execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-png', pdf, join(pages, 'page')]);
  const read = [];
  for (const page of readdirSync(pages).sort()) {
    const symbols = await readBarcodes(readFileSync(join(pages, page)), { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 24 });
    read.push(...symbols.filter((s) => s.isValid).map((s) => s.text));
  }
  return read;
}

function has(program) {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
