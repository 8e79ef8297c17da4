// Signing in with a second factor, a recovery code, a form that outlives its
// session, people and the audit; as persons do it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import {
  DESKTOP, PHONE, RULES, SHOTS, giveCode, givePassword, openPage, overflow, phoneCode, setUpFactor, signIn, startBrowser, startSite, told,
} from './site.mjs';

let site, browser, lan;

before(async () => {
  site = await startSite();
  browser = await startBrowser();
  site.addUser('lan', 'admin');
  mkdirSync(SHOTS, { recursive: true });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

// looked at: no rule of axe is broken, nothing sticks out, a picture is kept.
async function look(page, name) {
  for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    await page.setViewportSize(viewport);
    assert.deepEqual(told((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations), [], `${name} ${size}`);
    assert.deepEqual(await overflow(page), [], `${name} ${size}`);
    await page.screenshot({ path: join(SHOTS, `admin-account-${name}-${size}.png`), fullPage: true });
  }
  await page.setViewportSize(PHONE);
}

test('the first sign-in sets up a second factor', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.goto('/quan-tri/nguoi-dung');
  await look(page, 'signin');
  await givePassword(page, 'lan');
  assert.match(page.url(), /tai-khoan\/xac-thuc/);
  await look(page, 'factor');
  lan = await setUpFactor(page);
  assert.equal(lan.codes.length, 10);
  await look(page, 'recovery');
  await page.getByRole('link', { name: 'Tôi đã cất mã, vào làm việc' }).click();
  await page.waitForURL('**/quan-tri');
  await page.goto('/quan-tri/tai-khoan');
  await look(page, 'account');
  assert.deepEqual(complaints, []);
});

test('a code comes in once, a recovery code once, and everybody can be put out', async () => {
  const first = await openPage(browser, site);
  await givePassword(first.page, 'lan');
  await look(first.page, 'code');
  const code = phoneCode(lan.secret, 1);
  await giveCode(first.page, code);
  await first.page.waitForURL('**/quan-tri');

  const second = await openPage(browser, site);
  await givePassword(second.page, 'lan');
  await giveCode(second.page, code);
  await second.page.getByText('Mã này đã dùng rồi').waitFor();
  await giveCode(second.page, lan.codes[0]);
  await second.page.getByText('còn 9 mã').waitFor();

  await second.page.goto('/quan-tri/tai-khoan');
  await second.page.getByRole('button', { name: 'Đăng xuất mọi nơi' }).click();
  await second.page.getByText('Đã đăng xuất ở mọi nơi').waitFor();
  assert.equal((await first.page.goto('/quan-tri/tai-khoan')).status(), 401);
});

test('a person is added, comes in without scripts, and loses nothing that was typed', async () => {
  const { page } = await openPage(browser, site);
  await givePassword(page, 'lan');
  await giveCode(page, lan.codes[1]);
  await page.waitForURL('**/quan-tri');
  await page.goto('/quan-tri/nguoi-dung');
  await look(page, 'people');
  await page.getByLabel('Tên đăng nhập').fill('minh');
  await page.getByLabel('Vai trò').selectOption('viewer');
  await page.getByRole('button', { name: 'Thêm' }).click();
  const initial = await page.locator('.key').textContent();
  await look(page, 'person');

  const minh = await openPage(browser, site, { javaScriptEnabled: false });
  await givePassword(minh.page, 'minh', initial);
  await minh.page.getByLabel('Mật khẩu mới', { exact: true }).fill('minh');
  await minh.page.getByLabel('Gõ lại mật khẩu mới').fill('minh');
  await minh.page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await minh.page.getByText('ít nhất 10 chữ').first().waitFor();
  await minh.page.getByLabel('Mật khẩu mới', { exact: true }).fill('bốn từ không liên quan');
  await minh.page.getByLabel('Gõ lại mật khẩu mới').fill('bốn từ không liên quan');
  await minh.page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await minh.page.getByText('Đã đổi mật khẩu').waitFor();

  // The session ends while a form is being filled in.
  await page.goto('/quan-tri/nguoi-dung');
  await page.getByLabel('Tên đăng nhập').fill('hoa');
  await page.getByLabel('Vai trò').selectOption('publisher');
  await page.context().clearCookies({ name: 'phien' });
  await page.getByRole('button', { name: 'Thêm' }).click();
  await page.getByText('Những gì bạn vừa gõ vẫn còn').waitFor();
  await look(page, 'lost');
  assert.equal(await page.getByLabel('Tên đăng nhập').inputValue(), 'lan');
  await page.getByLabel('Mật khẩu').fill('mat khau de thu 1');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await giveCode(page, lan.codes[2]);
  await page.getByRole('heading', { name: 'Gửi lại những gì bạn vừa gõ' }).waitFor();
  await look(page, 'resend');
  await page.getByRole('button', { name: 'Gửi lại những gì bạn vừa gõ' }).click();
  await page.getByRole('heading', { name: 'Người dùng hoa' }).waitFor();

  await page.goto('/quan-tri/nhat-ky');
  await page.getByText('Nhật ký nguyên vẹn').waitFor();
  await page.getByLabel('Có chữ').fill('publisher');
  await page.getByRole('button', { name: 'Tìm' }).click();
  await page.getByRole('heading', { name: 'Người dùng hoa: tạo' }).waitFor();
  await look(page, 'audit');
});

test('other tests sign publishers in again and again', async () => {
  site.addUser('xuan', 'publisher');
  for (let i = 0; i < 2; i++) {
    const { page } = await openPage(browser, site);
    await signIn(page, 'xuan');
  }
});
