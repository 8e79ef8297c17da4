// Staff mend what people did not find: a synonym and a bet, tried before they
// are saved, and a switch that turns a part of the search off.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { DESKTOP, PHONE, RULES, SHOTS, openPage, overflow, signIn, startBrowser, startSite, told } from './site.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  for (const name of ['chi', 'phone', 'desktop']) site.addUser(name, 'admin');
});
after(async () => { await browser?.close(); await site?.stop(); });

const CARE = '/quan-tri/tim-kiem';
const QUERY = 'phắt pọt giời';

/** The public results for a query, once they say what is wanted. */
async function readers(page, query, wanted) {
  for (const deadline = Date.now() + 5000; ; await page.waitForTimeout(100)) {
    await page.goto(`/tim-kiem?q=${encodeURIComponent(query)}`);
    const text = await page.locator('main').innerText();
    if (wanted(text)) return text;
    assert.ok(Date.now() < deadline, `readers are shown:\n${text}`);
  }
}

async function saved(page) {
  await page.getByRole('button', { name: 'Thử trước khi lưu' }).click();
  await page.getByRole('heading', { name: /câu thử nào thay đổi|được thêm/ }).waitFor();
  await page.getByRole('button', { name: 'Lưu và áp dụng' }).click();
  await page.getByRole('status').waitFor();
}

test('a query without a result becomes a synonym, a bet comes first, a switch turns it off', async () => {
  const { page, complaints } = await openPage(browser, site);
  await readers(page, QUERY, (text) => !text.includes('Đăng ký khai sinh'));
  await signIn(page, 'chi');
  await page.getByRole('navigation', { name: 'Quản trị' }).getByRole('link', { name: 'Tìm kiếm' }).click();
  await page.getByLabel('Câu người dân gõ').fill(QUERY);
  await page.getByRole('button', { name: 'Thử', exact: true }).click();
  await page.getByRole('link', { name: 'Thêm từ đồng nghĩa' }).click();
  assert.equal(await page.getByLabel('Người dân gõ').inputValue(), QUERY);

  await page.getByLabel('Nghĩa là').fill('dang ky khai sinh');
  await page.getByRole('button', { name: 'Thử trước khi lưu' }).click();
  await page.getByText('Hình như thiếu dấu').first().waitFor();
  assert.equal(await page.getByLabel('Người dân gõ').inputValue(), QUERY, 'nothing that was typed is lost');
  await page.getByLabel('Nghĩa là').fill('đăng ký khai sinh');
  await saved(page);
  const found = await readers(page, 'phat pot gioi', (text) => text.includes('Đăng ký khai sinh'));
  assert.match(found, /Hiểu là/);

  await page.goto(`${CARE}/ghim/moi?cau=${encodeURIComponent('việc của bé')}`);
  await page.getByLabel('Dẫn tới').fill('khai sinh');
  await page.getByLabel('Lý do').fill('nhiều người hỏi');
  await page.getByRole('button', { name: 'Thử trước khi lưu' }).click();
  await page.getByRole('radio').first().check();
  await saved(page);
  await readers(page, 'vieec cura bes', (text) => text.includes('Được chọn cho câu hỏi này'));

  await page.goto(CARE);
  await page.getByLabel('Lý do tắt Ghim và trang riêng').fill('kiểm tra lại');
  await page.getByRole('button', { name: 'Tắt Ghim và trang riêng' }).click();
  await page.getByRole('alert').filter({ hasText: 'Tìm kiếm đang tắt: Ghim và trang riêng' }).waitFor();
  await readers(page, 'viec cua be', (text) => !text.includes('Được chọn cho câu hỏi này'));
  await page.goto(CARE);
  await page.getByRole('button', { name: 'Bật lại Ghim và trang riêng' }).click();
  await readers(page, 'viec cua be', (text) => text.includes('Được chọn cho câu hỏi này'));
  assert.deepEqual(complaints, []);
  await page.context().close();
});

for (const [name, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  test(`the pages are for everyone: ${name}`, async () => {
    mkdirSync(SHOTS, { recursive: true });
    const { page, complaints } = await openPage(browser, site, { viewport });
    await signIn(page, name);
    const look = async (what) => {
      await page.screenshot({ path: join(SHOTS, `care-${what}-${name}.png`), fullPage: true });
      assert.deepEqual(told((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations), [], what);
      assert.deepEqual(await overflow(page), [], what);
    };
    for (const [what, path] of Object.entries({
      overview: '', synonyms: '/dong-nghia', 'synonym-new': '/dong-nghia/moi', bets: '/ghim', 'bet-new': '/ghim/moi?cau=khai+sinh',
      bet: '/ghim/2', route: '/trang-rieng/moi', suppressed: '/an-goi-y/moi', cases: '/bo-thu', try: '/thu?cau=dang+ky+khai+sinh',
    })) {
      await page.goto(CARE + path);
      await look(what);
    }
    await page.goto(`${CARE}/ghim/moi?cau=${encodeURIComponent('đăng ký khai sinh cho con')}`);
    await page.getByLabel('Dẫn tới').fill('1.000894');
    await page.getByLabel('Lý do').fill('thử');
    await page.getByRole('button', { name: 'Thử trước khi lưu' }).click();
    await page.getByRole('heading', { name: /làm mất/ }).waitFor();
    await look('losing');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}
