// What staff send in and set is seen by readers at once: a file of records, a
// photo, an agency's telephone and a notice on the home page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { DESKTOP, openPage, overflow, PHONE, RULES, signIn, startBrowser, startSite, told } from './site.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([startSite(), startBrowser()]); });
after(async () => { await browser?.close(); await site?.stop(); });

test('what staff set is seen by readers', async () => {
  site.addUser('lan', 'admin');
  const { page, complaints } = await openPage(browser, site);
  await signIn(page, 'lan');

  await page.goto('/quan-tri/nhap');
  await page.getByLabel('Tệp', { exact: true }).setInputFiles({
    name: 'thu.jsonl', mimeType: 'application/json', buffer: Buffer.from('{"code":"1.999777","name":"Thủ tục để thử việc nạp tệp","agency":"Sở Thử nghiệm"}\n{"name":"thiếu mã","steps":[]}\n'),
  });
  await page.getByRole('button', { name: 'Gửi và xem thử' }).click();
  await page.getByRole('heading', { name: 'Kết quả xem thử' }).waitFor();
  assert.equal((await page.goto('/thu-tuc/1.999777')).status(), 404);
  await page.goBack();
  await page.getByRole('button', { name: 'Nạp thật' }).click();
  await page.getByRole('heading', { name: 'Kết quả nạp' }).waitFor();
  const trial = new URL(page.url()).pathname;
  assert.equal((await page.goto('/thu-tuc/1.999777')).status(), 200);

  const photo = await page.screenshot();
  await page.goto('/quan-tri/anh');
  await page.getByLabel('Ảnh cho bài viết').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: photo });
  await page.getByLabel('Ảnh chụp gì').fill('Màn hình điện thoại');
  await page.getByRole('button', { name: 'Gửi ảnh' }).click();
  await page.getByText('Đã nhận ảnh').waitFor();
  assert.ok(await page.locator('figure img').evaluate((img) => img.complete && img.naturalWidth > 0));
  const picture = new URL(page.url()).pathname;

  await page.goto('/quan-tri/cai-dat/co-quan');
  await page.locator('.plain a').first().click();
  const agency = new URL(page.url()).pathname;
  await page.getByLabel('Điện thoại').fill('0258 3 000 111');
  await page.getByRole('button', { name: 'Lưu liên hệ' }).click();
  await page.getByRole('link', { name: 'Xem trang công khai', exact: true }).last().click();
  await page.getByRole('link', { name: '0258 3 000 111' }).waitFor();

  await page.goto('/quan-tri/cai-dat/trang-chu');
  await page.getByLabel('Thông báo', { exact: true }).fill('Chiều mai nghỉ tiếp dân.');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Đã lưu').waitFor();
  await page.waitForTimeout(600); // a running server looks at what is set again and again
  await page.goto('/');
  await page.getByText('Chiều mai nghỉ tiếp dân.').waitFor();

  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    for (const path of ['/quan-tri/nhap', trial, '/quan-tri/anh', picture, '/quan-tri/cai-dat', '/quan-tri/cai-dat/ngay-nghi', '/quan-tri/cai-dat/trang-chu', '/quan-tri/cai-dat/co-quan', agency]) {
      await page.goto(path);
      assert.deepEqual(await overflow(page), [], path);
      assert.deepEqual(told((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations), [], path);
      if (process.env.SHOTS_TO) await page.screenshot({ path: `${process.env.SHOTS_TO}/${path.split('/').slice(2).join('_').slice(0, 30)}-${size.width}.png`, fullPage: true });
    }
  }
  assert.deepEqual(complaints, []);
  await page.context().close();
});
