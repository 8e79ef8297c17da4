// From sign-in to twelve posters for the counters of one commune: as the
// commune's own editor does it, and as ZXing reads what comes out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { DESKTOP, PHONE, RULES, SHOTS, openPage, overflow, signIn, startBrowser, startSite, told } from './site.mjs';

let site, browser, dir;
before(async () => {
  const wasm = new URL('./node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url);
  prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });
  mkdirSync(SHOTS, { recursive: true });
  dir = mkdtempSync(join(tmpdir(), 'tracuu-print-'));
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  site.run('config', 'set', 'agency.new', 'UBND phường Nha Trang');
  site.addUser('lan', 'editor', '--agency', 'UBND phường Nha Trang');
});
after(async () => {
  await browser?.close();
  await site?.stop();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

/** Looks at a page on a phone and on a desktop: axe, overflow, a picture. */
async function look(page, name) {
  for (const [device, size] of [['phone', PHONE], ['desktop', DESKTOP]]) {
    await page.setViewportSize(size);
    assert.deepEqual(told((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations), [], `${name}, ${device}`);
    assert.deepEqual(await overflow(page), [], `${name}, ${device}: wider than the screen`);
    await page.screenshot({ path: join(SHOTS, `admin-${name}-${device}.png`), fullPage: true });
  }
}

test('twelve posters for the counters of one commune', async () => {
  const { page, complaints } = await openPage(browser, site, { ...DESKTOP });
  await signIn(page, 'lan');
  await page.getByRole('link', { name: 'Mã và áp phích' }).first().click();
  await page.goto('/quan-tri/noi-dat');
  await page.getByLabel('Văn phòng').fill('Trung tâm Phục vụ hành chính công');
  await page.getByLabel('Quầy').fill('Quầy 1…12');
  await page.getByRole('button', { name: 'Thêm' }).click();
  await page.getByText('Đã thêm 12 nơi đặt.').waitFor();
  await look(page, 'places');

  await page.goto('/quan-tri/in');
  await page.getByLabel('Tìm thủ tục').fill('khai sinh');
  await page.getByLabel('Tìm thủ tục').press('Enter');
  await page.getByRole('checkbox', { name: '1.001193' }).check();
  await page.getByLabel('Mọi nơi của văn phòng này').check();
  await look(page, 'print');
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByText('12 tờ', { exact: true }).waitFor();
  assert.ok(await page.getByRole('img', { name: 'Hình tờ đầu tiên' }).isVisible());
  await look(page, 'preview');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'In: tải PDF' }).dblclick(),
  ]);
  const pdf = join(dir, download.suggestedFilename());
  await download.saveAs(pdf);
  assert.equal(download.suggestedFilename(), 'ban-in-1-a4.pdf');
  await page.getByRole('heading', { name: 'Bản in số 1' }).waitFor();
  await look(page, 'printed');
  const codes = await page.locator('table a.code').allTextContents();
  assert.equal(new Set(codes).size, 12, 'a code for each counter');

  await page.goto('/quan-tri/in/so');
  assert.equal(await page.locator('tbody tr').count(), 1, 'a double click is one printing');
  await look(page, 'prints');
  await page.goto('/quan-tri/noi-dat/1');
  await look(page, 'place');
  assert.deepEqual(complaints, []);

  const read = await readPages(pdf);
  assert.deepEqual(read.map((text) => text.slice(-8)).sort(), codes.map((code) => code.replace('-', '')).sort());
  const answer = await fetch(site.url + new URL(read[0]).pathname);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /khai sinh/);
});

test('all of it works without scripts', async () => {
  const { page } = await openPage(browser, site, { javaScriptEnabled: false });
  await signIn(page, 'lan');
  await page.goto('/quan-tri/in');
  await page.getByText('Dán danh sách mã').click();
  await page.getByLabel('Mỗi dòng một đích').fill('1.001193\n9.999999');
  await page.getByLabel('Quầy 3', { exact: true }).check();
  await page.getByLabel('Thẻ để bàn').check();
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByText('Dòng 2, 9.999999: không có thủ tục mang mã này').waitFor();
  await page.getByLabel('Bỏ qua các đích này').check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'In: mỗi tờ một tệp (ZIP)' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'ban-in-2-desk.zip');
});

/** What ZXing reads on each page of a PDF, page after page. */
async function readPages(pdf) {
  execFileSync('pdftoppm', ['-r', '100', '-gray', '-png', pdf, join(dir, 'page')]);
  const read = [];
  for (const name of readdirSync(dir).filter((n) => n.endsWith('.png')).sort()) {
    const symbols = await readBarcodes(readFileSync(join(dir, name)), { formats: ['QRCode'], tryHarder: true });
    read.push(...symbols.filter((s) => s.isValid).map((s) => s.text));
  }
  return read;
}
