// The figures: a period is chosen, a table taken home, the province's own
// figures brought in, a dead link looked at; with scripts and without.
import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DESKTOP, openPage, overflow, PHONE, RULES, SHOTS, signIn, startBrowser, startSite, told } from './site.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  site.addUser('lan', 'publisher');
  site.addUser('minh', 'viewer');
  execFileSync('go', ['test', '-count=1', '-run', '^TestSeedFigures$', '.'], {
    cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TRACUU_SEED_FIGURES: site.data },
  });
});
after(async () => { await browser?.close(); await site?.stop(); });

const rooms = {
  home: '/quan-tri',
  overview: '/quan-tri/so-lieu',
  'overview-year': `/quan-tri/so-lieu?ky=${new Date().getFullYear()}`,
  scans: '/quan-tri/so-lieu/quet',
  use: '/quan-tri/so-lieu/thu-tuc?ky=90',
  filings: '/quan-tri/so-lieu/thu-tuc/ho-so',
  opinions: '/quan-tri/so-lieu/phan-hoi',
  outside: '/quan-tri/so-lieu/lien-ket',
};

for (const javaScriptEnabled of [true, false]) {
  test(`the figures of a week, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const { page, complaints } = await openPage(browser, site, { javaScriptEnabled, viewport: javaScriptEnabled ? DESKTOP : PHONE });
    await signIn(page, 'lan');
    await page.getByRole('link', { name: /Liên kết ra ngoài đã hỏng/ }).click();
    await page.waitForURL('**/lien-ket');
    await page.getByText('Dùng ở 1 nơi').first().click();
    assert.ok(await page.getByRole('link', { name: 'Đăng ký khai sinh – giấy tờ, mẫu đơn' }).isVisible(), 'where it is used');
    await page.getByRole('button', { name: 'Kiểm tra ngay http://127.0.0.1:9/mau-don' }).click();
    assert.match(await page.getByRole('status').innerText(), /dẫn vào mạng nội bộ/);

    await page.goto('/quan-tri/so-lieu');
    await page.getByLabel('Khoảng thời gian').selectOption('90 ngày qua');
    await page.getByRole('button', { name: 'Xem' }).click();
    await page.waitForURL('**/so-lieu?ky=90');
    const chart = page.getByRole('img', { name: 'Lượt quét mã' });
    assert.ok(await chart.isVisible(), 'a chart with a name');
    const figure = page.locator('figure').first();
    await figure.locator('summary').click();
    const started = page.waitForEvent('download');
    await figure.getByRole('link', { name: 'Tải CSV' }).click();
    const text = await readFile(await (await started).path(), 'utf8');
    assert.match(text, /^\ufeffNgày,Lượt quét\n/);
    assert.equal(text.trim().split('\n').length, 91, 'every day has a row');

    await page.goto('/quan-tri/so-lieu/thu-tuc');
    await page.getByRole('link', { name: 'Ghi số hồ sơ của tỉnh' }).click();
    await page.getByLabel(/^Tệp CSV/).setInputFiles({
      name: 'thang.csv', mimeType: 'text/csv', buffer: Buffer.from(`Mã;Tháng;Hồ sơ;Trực tuyến\n1.001193;${month()};1.200;900\n1.000894;${month()};5;6\n`),
    });
    await page.getByRole('button', { name: 'Nạp tệp' }).click();
    assert.match(await page.getByRole('status').innerText(), /1 dòng không nhận/);
    await page.goto('/quan-tri/so-lieu/thu-tuc');
    assert.match(await page.locator('#thu-tuc tbody tr').first().innerText(), /1\.200\s+900\s+75,0\s+thang\.csv \(lan\)/);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('a viewer reads, and is offered nothing to change', async () => {
  const { page } = await openPage(browser, site);
  await signIn(page, 'minh');
  await page.goto(rooms.outside);
  assert.equal(await page.getByRole('button', { name: /Kiểm tra ngay/ }).count(), 0);
  assert.equal((await page.goto(rooms.filings)).status(), 403);
  await page.context().close();
});

for (const [device, options] of Object.entries({ phone: { viewport: PHONE }, desktop: { viewport: DESKTOP }, dark: { viewport: PHONE, colorScheme: 'dark' } })) {
  test(`every page of figures is for everyone, ${device}`, async () => {
    const { page, complaints } = await openPage(browser, site, options);
    await signIn(page, 'lan');
    for (const [name, path] of Object.entries(rooms)) {
      await page.goto(path);
      assert.deepEqual(await overflow(page), [], `${name} fits`);
      assert.deepEqual(told((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations), [], name);
      if (process.env.SHOTS) await page.screenshot({ path: join(SHOTS, `figures-${name}-${device}.png`), fullPage: true });
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

/** The month it is in Vietnam, as staff write it. */
function month() {
  const now = new Date(Date.now() + 7 * 3600_000);
  return `${now.getUTCMonth() + 1}/${now.getUTCFullYear()}`;
}
