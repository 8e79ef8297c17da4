// Codes that are typed, checked, replaced or no longer open anything, with
// scripts and without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, seed, slip, startBrowser, startSite } from './site.mjs';

let site, browser, codes;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  codes = seed(site);
});
after(async () => { await browser?.close(); await site?.stop(); });

const printed = (code) => `${code.slice(0, 4)}-${code.slice(4)}`;
const main = (page) => page.locator('main');

for (const javaScriptEnabled of [true, false]) {
  const scripts = `scripts ${javaScriptEnabled ? 'on' : 'off'}`;
  const open = () => openPage(browser, site, { javaScriptEnabled, hasTouch: true, isMobile: true });

  test(`a code is typed wrong, then right, on a phone, ${scripts}`, async () => {
    const { page, complaints } = await open();
    await page.goto('/');
    await page.getByRole('link', { name: 'Gõ mã in trên áp phích' }).tap();
    await page.waitForURL('**/ma');
    const box = page.getByLabel('Mã 8 ký tự in cạnh hình vuông');
    assert.ok((await box.boundingBox()).height >= 44, 'big enough for a finger');
    await box.fill(slip(codes.printed).toLowerCase());
    await page.getByRole('button', { name: 'Mở trang' }).tap();
    await page.waitForURL(/\/ma\?ma=/);
    assert.match(await main(page).innerText(), /Không có mã này/);
    assert.equal(await box.inputValue(), slip(codes.printed).toLowerCase(), 'what was typed stays');
    assert.ok(await page.getByRole('link', { name: printed(codes.printed) }).isVisible(), 'the nearest code is offered');
    await box.fill(printed(codes.printed).toLowerCase());
    await page.getByRole('button', { name: 'Mở trang' }).tap();
    await page.waitForURL(`**/q/${codes.printed}`);
    assert.equal(await page.locator('h1').innerText(), 'Đăng ký khai sinh');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test(`a nearest code is taken with one tap, ${scripts}`, async () => {
    const { page } = await open();
    await page.goto(`/ma?ma=${slip(codes.printed)}`);
    const link = page.getByRole('link', { name: printed(codes.printed) });
    assert.ok((await link.boundingBox()).height >= 44, 'big enough for a finger');
    await link.tap();
    await page.waitForURL(`**/q/${codes.printed}`);
    assert.equal(await page.locator('h1').innerText(), 'Đăng ký khai sinh');
    await page.context().close();
  });

  test(`a genuine poster and an unknown one are told apart, ${scripts}`, async () => {
    const { page, complaints } = await open();
    await page.goto('/kiem-tra');
    const box = page.getByLabel('Mã 8 ký tự in cạnh hình vuông');
    await box.fill(`thutuc.example.vn/q/${printed(codes.printed)}`);
    await page.getByRole('button', { name: 'Kiểm tra' }).tap();
    await page.waitForURL(`**/kiem-tra/${codes.printed}`);
    const told = await main(page).innerText();
    for (const words of ['Mã này có thật', 'Đang mở', 'Đăng ký khai sinh', 'Quầy 3, Trung tâm Phục vụ hành chính công phường Nha Trang',
      'Áp phích khổ A4', '02/11/2026', `thutuc.example.vn/q/${printed(codes.printed)}`, 'cu.example.vn', 'áp phích còn nguyên']) {
      assert.ok(told.includes(words), `the page says "${words}":\n${told}`);
    }
    await box.fill('ABCDEFGH');
    const [answer] = await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Kiểm tra' }).tap()]);
    assert.equal(answer.status(), 404);
    const alert = page.getByRole('alert');
    assert.match(await alert.innerText(), /không có mã ABCDEFGH[^]*có thể là giả[^]*Đừng nhập mật khẩu/);
    assert.ok((await alert.boundingBox()).y < 400, 'the warning comes first');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('a retired code says so, and leads on', async () => {
  const { page, complaints } = await openPage(browser, site);
  const answer = await page.goto(`/q/${codes.retired}`);
  assert.equal(answer.status(), 410);
  assert.equal(await page.locator('h1').innerText(), 'Mã này không còn dùng nữa');
  assert.ok(await page.getByRole('link', { name: '0258 3 123 456' }).isVisible(), 'whom to call');
  assert.ok(await page.getByLabel('Bạn cần làm việc gì?').isVisible(), 'where to search');
  await main(page).getByRole('link', { name: 'Đăng ký kết hôn' }).click();
  await page.waitForURL('**/thu-tuc/1.000894');
  assert.equal(await page.locator('h1').innerText(), 'Đăng ký kết hôn');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a code for what was replaced shows what replaced it, and says so', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.goto(`/q/${codes.replaced}`);
  assert.equal(await page.locator('h1').innerText(), 'Đăng ký khai sinh');
  const notice = page.locator('.warnbox');
  assert.match(await notice.innerText(), /^Mã này in cho thủ tục “Liên thông đăng ký khai sinh[^]*đã được thay thế bằng thủ tục dưới đây\.$/);
  assert.ok((await notice.boundingBox()).y < 400, 'the notice is seen at once');
  assert.match(await page.getByRole('link', { name: 'Cổng Dịch vụ công quốc gia' }).first().getAttribute('href'), new RegExp(`^/di/1\\.001193\\?tu=${codes.replaced}$`));
  assert.deepEqual(complaints, []);
  await page.context().close();
});
