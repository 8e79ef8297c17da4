// Whether a page helped can be answered with scripts, without, and without a
// network.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startSite } from './site.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([startSite(), startBrowser()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const form = (page) => page.locator('.ask');
const says = (page) => form(page).getByRole('status');

test('an answer is thanked for in place, once', async () => {
  const { page } = await openPage(browser, site);
  await page.goto('/thu-tuc/1.001193');
  await form(page).locator('summary').click();
  const reason = form(page).getByRole('button', { name: 'Lệ phí không rõ' });
  let posts = 0;
  page.on('request', (r) => { posts += r.method() === 'POST'; });
  const { height } = await form(page).boundingBox();
  await reason.click();
  await says(page).getByText('Cảm ơn bạn.').waitFor();
  assert.equal(await reason.getAttribute('aria-pressed'), 'true');
  assert.ok(Math.abs((await form(page).boundingBox()).height - height) < 30, 'nothing jumps');
  await form(page).getByRole('button', { name: 'Có' }).click({ force: true });
  await page.waitForTimeout(200);
  assert.equal(posts, 1);
  assert.match(page.url(), /\/thu-tuc\/1\.001193$/);
  await page.context().close();
});

test('without a network the page says so, and takes the answer later', async () => {
  const { page } = await openPage(browser, site);
  await page.goto('/en/thu-tuc/1.001193');
  await page.context().setOffline(true);
  const yes = form(page).getByRole('button', { name: 'Yes' });
  await yes.click();
  await says(page).getByText('Your answer could not be sent.').waitFor();
  await page.context().setOffline(false);
  await yes.click();
  await says(page).getByText('Thank you.').waitFor();
  await page.context().close();
});

test('without scripts the thanks stand on a page that leads back', async () => {
  const { page } = await openPage(browser, site, { javaScriptEnabled: false });
  await page.goto('/thu-tuc/1.001193');
  await form(page).locator('summary').click();
  await form(page).getByRole('button', { name: 'Khó hiểu' }).click();
  await page.getByRole('heading', { name: 'Cảm ơn bạn' }).waitFor();
  await page.getByRole('link', { name: 'Đăng ký khai sinh' }).click();
  await page.waitForURL('**/thu-tuc/1.001193');
  await page.context().close();
});
