// Codes that are led elsewhere when the law changes, and a walk past the posters
// with a phone, with a signal, without one and without scripts.
import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, openPage, overflow, PHONE, RULES, seed, signIn, startBrowser, startSite, told } from './site.mjs';

let site, browser, codes;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  codes = seed(site, 'TestSeedPatrol');
  site.addUser('lan', 'publisher');
  site.addUser('minh', 'editor', '--agency', 'uy-ban-nhan-dan-phuong-nha-trang');
});
after(async () => { await browser?.close(); await site?.stop(); });

const printed = (code) => `${code.slice(0, 4)}-${code.slice(4)}`;
const open = async (name, options) => {
  const { page, complaints } = await openPage(browser, site, options);
  await signIn(page, name);
  return { page, complaints };
};
const counted = async (page) => (await page.locator('.progress b').innerText()).trim();

test('a code is led elsewhere, and its old poster lands on the new page', async () => {
  const { page, complaints } = await open('lan', { viewport: DESKTOP });
  await page.goto('/quan-tri/ma');
  await page.getByLabel('Tìm mã').fill(printed(codes.wall0).toLowerCase());
  await page.getByRole('button', { name: 'Tìm' }).click();
  await page.waitForURL(`**/quan-tri/ma/${codes.wall0}`);
  await page.getByRole('link', { name: 'Đổi đích', exact: true }).click();
  await page.getByLabel('Đích mới').fill('ket hon');
  await page.getByRole('button', { name: 'Tìm' }).click();
  await page.getByRole('link', { name: /Đăng ký kết hôn ?Thủ tục 1\.000894/ }).click();
  assert.match(await page.locator('.swap').innerText(), /Đăng ký khai sinh[^]*1\.001193[^]*Đăng ký kết hôn[^]*1\.000894/);
  await page.getByLabel('Lý do').fill('thử đổi');
  await page.getByRole('button', { name: 'Đổi đích', exact: true }).click();
  await page.waitForURL(`**/quan-tri/ma/${codes.wall0}`);
  assert.match(await page.locator('main').innerText(), /Đổi đích: 1\.001193 → 1\.000894[^]*lan: thử đổi/);
  await page.goto(`/q/${codes.wall0}`);
  assert.equal(await page.locator('h1').innerText(), 'Đăng ký kết hôn');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  const [old, fresh] = javaScriptEnabled ? ['2.000986', '1.001193'] : ['1.004194', '1.000894'];
  test(`many codes are led elsewhere at once, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const { page, complaints } = await open('lan', { javaScriptEnabled });
    await page.goto('/quan-tri/ma');
    await page.getByRole('link', { name: 'Đổi đích nhiều mã' }).click();
    if (javaScriptEnabled) {
      await page.getByRole('link', { name: /Liên thông đăng ký khai sinh.*2 mã, được thay bằng 1\.001193/ }).click();
    } else {
      await page.getByLabel('Đích cũ').fill(old);
      await page.getByRole('button', { name: 'Tìm' }).click();
      await page.getByLabel('Đích mới').fill(fresh);
      await page.getByRole('button', { name: 'Tìm' }).click();
    }
    await page.getByRole('heading', { name: 'Chọn mã' }).waitFor();
    assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 2);
    await page.getByLabel('Lý do').fill('luật mới');
    await page.getByRole('button', { name: 'Đổi đích các mã đã chọn' }).click();
    await page.getByText('Đã đổi đích 2 mã.').waitFor();
    for (const code of [codes[old], javaScriptEnabled ? codes.wall2 : codes.wall3]) {
      await page.goto(`/quan-tri/ma/${code}`);
      assert.match(await page.locator('main').innerText(), new RegExp(`Đổi đích: ${old} → ${fresh}`));
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('pages are for everybody, on phones and desks', async () => {
  const { page, complaints } = await open('lan');
  const pages = [
    '/ma', '/ma?q=nha+trang&tinh-trang=open', '/ma?q=xyz', '/ma/moi', '/ma/moi?toi=khai+sinh', '/ma/moi?toi=1.001193', '/ma/doi-dich',
    '/ma/doi-dich?tu=1.001193', '/ma/doi-dich?tu=1.001193&toi=1.000894', `/ma/${codes.wall1}`, `/ma/${codes.wall1}/dich?toi=khai+sinh`,
    `/ma/${codes.wall1}/dich?toi=1.001193`, '/tuan-tra', '/tuan-tra?ma=ABCDEFGH', '/tuan-tra/noi/1', `/tuan-tra/${codes.wall1}`, `/tuan-tra/${codes['1.001193']}`,
  ];
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    for (const path of pages) {
      await page.goto(`/quan-tri${path}`);
      assert.deepEqual(await overflow(page), [], `${path} at ${viewport.width}`);
      if (viewport === DESKTOP && path !== '/ma') continue; // the same in other columns
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      assert.deepEqual(told(violations), [], `${path} at ${viewport.width}`);
    }
  }
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a walk past the posters goes on without a signal', async () => {
  const { page, complaints } = await open('minh', { hasTouch: true, isMobile: true });
  await page.goto('/quan-tri/tuan-tra');
  await page.getByRole('link', { name: /Trung tâm Phục vụ hành chính công phường Nha Trang/ }).tap();
  await page.waitForURL('**/noi/*');
  assert.equal(await counted(page), '0/4');
  const card = page.locator('.stop:visible');
  assert.match(await card.innerText(), /Quầy 1\n?/, 'the nearest first');
  for (const name of ['Còn tốt', 'Bị dán đè', 'Đã mất']) {
    const box = await card.getByRole('button', { name }).boundingBox();
    assert.ok(box.height >= 56 && box.width >= 280 && box.y + box.height <= PHONE.height, `${name} is big and in sight`);
  }
  await card.getByRole('button', { name: 'Còn tốt' }).tap();
  assert.equal(await counted(page), '1/4');
  assert.match(await card.innerText(), /Quầy 4/);
  await page.waitForFunction(() => localStorage.getItem('tuan-tra') === '[]');

  await page.context().setOffline(true);
  await card.getByLabel('Ghi chú').fill('tờ rơi che mất mã');
  await card.getByRole('button', { name: 'Bị dán đè' }).tap();
  await card.getByRole('button', { name: 'Đã mất' }).tap();
  assert.equal(await counted(page), '3/4');
  await page.getByText('2 tờ đang chờ gửi').waitFor();
  await page.getByRole('button', { name: 'Sửa lại' }).tap(); // a slip
  assert.equal(await counted(page), '2/4');
  assert.match(await card.innerText(), /Quầy 7/);
  await card.getByRole('button', { name: 'Còn tốt' }).tap();
  await page.getByText('3 tờ đang chờ gửi').waitFor();
  await page.context().setOffline(false);
  await page.waitForFunction(() => localStorage.getItem('tuan-tra') === '[]');
  await page.locator('.waiting').waitFor({ state: 'hidden' });

  await page.reload();
  assert.equal(await counted(page), '3/4');
  const seen = await page.locator('.seen').innerText();
  assert.match(seen, new RegExp(`${printed(codes.wall1)}[^]*Bị dán đè[^]*tờ rơi che mất mã[^]*In lại`));
  assert.match(seen, new RegExp(`${printed(codes.wall2)}[^]*Còn tốt`));
  assert.ok(complaints.every((c) => /ERR_INTERNET_DISCONNECTED/.test(c)), complaints.join('\n'));
  await page.context().close();
});

test('a walk past the posters without scripts', async () => {
  const { page, complaints } = await open('minh', { javaScriptEnabled: false });
  await page.goto('/quan-tri/tuan-tra');
  await page.getByLabel('Gõ mã in trên tờ').fill(codes.wall3.toLowerCase());
  await page.getByRole('button', { name: 'Mở tờ này' }).click();
  await page.waitForURL(`**/tuan-tra/${codes.wall3}`);
  await page.getByLabel('Ghi chú').fill('ai đó gỡ');
  await page.getByRole('button', { name: 'Đã mất' }).click();
  await page.waitForURL('**/noi/*');
  const [, seen, all] = /(\d+)\/(\d+)/.exec(await counted(page));
  assert.ok(seen > 0, `${seen} of ${all} are seen`);
  assert.match(await page.locator('main').innerText(), /đã mất[^]*Đã xem hôm nay[^]*ai đó gỡ/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});
