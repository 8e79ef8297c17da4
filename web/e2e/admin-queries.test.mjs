// What people look for and do not find, from the search to the form that
// repairs it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { DESKTOP, openPage, overflow, PHONE, RULES, SHOTS, signIn, startBrowser, startSite, told } from './site.mjs';

const PATH = '/quan-tri/so-lieu/tim-kiem';
const WORDS = 'xyzzyx kwrt';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  site.addUser('lan', 'publisher');
  for (const words of [WORDS, 'qqzzj vvkk', 'wwzzq một câu dài hơn mà người dân gõ vào ô tìm kiếm và không thấy gì']) {
    for (let i = 0; i < 5; i++) { // five readers
      const answer = await fetch(`${site.url}/tim-kiem?${new URLSearchParams({ q: words })}`, { headers: { 'user-agent': `Mozilla/5.0 (reader ${i})` } });
      assert.equal(answer.status, 200);
    }
  }
});
after(async () => { await browser?.close(); await site?.stop(); });

/** The page, once everything is counted. */
async function counted(page) {
  await signIn(page, 'lan');
  await page.goto(PATH);
  for (const until = Date.now() + 10_000; await page.getByText(WORDS).count() === 0 && Date.now() < until;) {
    await page.waitForTimeout(300);
    await page.reload();
  }
}

const row = (page, words) => page.locator('.asked li', { hasText: words }).first();

test('one key leads from a query without result to the form of a synonym', async () => {
  const { page, complaints } = await openPage(browser, site, { viewport: DESKTOP });
  await counted(page);
  await row(page, WORDS).getByText('5 lần, trong 5 lượt tìm').waitFor();
  await row(page, WORDS).focus();
  await page.keyboard.press('s');
  await page.keyboard.type('đăng ký khai sinh');
  await Promise.all([page.waitForURL('**/quan-tri/tim-kiem/dong-nghia/moi*'), page.keyboard.press('Enter')]);
  assert.equal(await page.getByLabel('Người dân gõ').inputValue(), WORDS);
  assert.equal(await page.getByLabel('Nghĩa là').inputValue(), 'đăng ký khai sinh');
  await page.goto(PATH);
  await row(page, WORDS).focus();
  await Promise.all([page.waitForURL('**/quan-tri/tim-kiem/ghim/moi?*'), page.keyboard.press('g')]);
  assert.equal(new URL(page.url()).searchParams.get('cau'), WORDS);
  await page.goto(PATH);
  await row(page, 'qqzzj').focus();
  await page.keyboard.press('ArrowDown');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /wwzzq|xyzzyx/);
  await row(page, 'qqzzj').focus();
  await page.keyboard.press('x');
  await page.getByRole('status').getByText('Đã xem xét “qqzzj vvkk”').waitFor();
  assert.equal(await row(page, 'qqzzj').count(), 0);
  assert.deepEqual(complaints.filter((c) => !c.includes('/moi?')), []);
  await page.context().close();
});

test('without scripts a query is put aside by its button', async () => {
  const { page } = await openPage(browser, site, { javaScriptEnabled: false });
  await counted(page);
  await row(page, 'wwzzq').getByRole('button', { name: /Đã xem xét/ }).click();
  await page.getByRole('status').getByText('Đã xem xét “wwzzq').waitFor();
  await page.context().close();
});

for (const [name, viewport] of [['phone', PHONE], ['desktop', DESKTOP]]) {
  test(`the page fits a ${name} and is open to everybody`, async () => {
    const { page } = await openPage(browser, site, { viewport });
    await counted(page);
    await page.screenshot({ path: join(SHOTS, `admin-queries-${name}.png`), fullPage: true });
    assert.deepEqual(await overflow(page), []);
    assert.deepEqual(told((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations), []);
    await page.context().close();
  });
}
