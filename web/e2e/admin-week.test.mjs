// The weekly half hour of somebody who has other work: from the sign-in to
// three repaired queries and a printed sheet, in at most 15 pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, openPage, signIn, startBrowser, startSite } from './site.mjs';

const MOST = 15;
const QUERIES = { 'giấy đẻ xyzzyx': 'đăng ký khai sinh', 'giấy hôn phối qqzzj': 'đăng ký kết hôn', 'khai mất người wwzzq': 'đăng ký khai tử' };

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  site.addUser('lan', 'publisher');
  for (const q of Object.keys(QUERIES)) {
    for (let i = 0; i < 5; i++) await fetch(`${site.url}/tim-kiem?${new URLSearchParams({ q })}`, { headers: { 'user-agent': `Mozilla/5.0 (reader ${i})` } });
  }
});
after(async () => { await browser?.close(); await site?.stop(); });

test('three repaired queries and a printed sheet take fifteen pages', async () => {
  const first = await openPage(browser, site, { viewport: DESKTOP });
  await signIn(first.page, 'lan'); // the second factor is set up once, not every week
  const secret = first.page.context();
  await first.page.goto('/quan-tri/so-lieu/tim-kiem');
  for (const until = Date.now() + 10_000; await first.page.locator('.asked li').count() < 3 && Date.now() < until;) {
    await first.page.waitForTimeout(300);
    await first.page.reload();
  }
  await first.page.getByRole('button', { name: 'Đăng xuất' }).click();
  await secret.close();

  const { page, complaints } = await openPage(browser, site, { viewport: DESKTOP });
  let pages = 0;
  page.on('load', () => { pages += 1; });
  await signIn(page, 'lan');
  await page.getByRole('link', { name: /Câu tìm không có kết quả/ }).click();
  for (const [query, means] of Object.entries(QUERIES)) {
    const row = page.locator('.asked li', { hasText: query }).first();
    await row.focus();
    await page.keyboard.press('s');
    await page.keyboard.type(means);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Lưu và áp dụng' }).click();
    await page.getByRole('status').getByText('Đã lưu và áp dụng').waitFor();
    assert.equal(await page.locator('#khong-co + .hint + .asked li', { hasText: query }).count(), 0, `${query} is done`);
  }
  await page.getByRole('navigation', { name: 'Quản trị' }).getByRole('link', { name: 'Mã và áp phích' }).click();
  await page.getByRole('link', { name: 'In', exact: true }).click();
  await page.getByLabel(/Tìm thủ tục/).fill('1.001193');
  await page.keyboard.press('Enter');
  assert.ok(await page.getByRole('checkbox', { name: '1.001193' }).isChecked());
  await page.getByRole('button', { name: 'Xem trước' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'In: tải PDF' }).click()]);
  assert.match(file.suggestedFilename(), /\.pdf$/);
  await page.waitForLoadState();
  console.log(`${pages} pages`);
  assert.ok(pages <= MOST, `${pages} pages`);
  assert.deepEqual(complaints, []);

  for (const query of Object.keys(QUERIES)) { // and readers find
    for (const until = Date.now() + 5000; ;) {
      const text = await (await fetch(`${site.url}/tim-kiem?${new URLSearchParams({ q: query })}`)).text();
      if (/\/thu-tuc\/\d/.test(text)) break;
      assert.ok(Date.now() < until, `${query} finds nothing`);
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
  }
});
