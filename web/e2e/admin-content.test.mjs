// What staff do to content, from the form to the public page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { DESKTOP, PHONE, RULES, SHOTS, openPage, overflow, signIn, startBrowser, startSite, told } from './site.mjs';

const BIRTH = '/quan-tri/noi-dung/thu-tuc/1.001193';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  site.addUser('lan', 'publisher');
  site.addUser('minh', 'publisher');
});
after(async () => { await browser?.close(); await site?.stop(); });

async function staff(name, options = { viewport: DESKTOP }) {
  const opened = await openPage(browser, site, options);
  await signIn(opened.page, name);
  return opened;
}

const button = (page, name) => page.getByRole('button', { name, exact: true }).last();

test('a change is seen beside the form, published and on the public page', async () => {
  const { page, complaints } = await staff('lan');
  await page.goto('/quan-tri/noi-dung');
  await page.getByLabel('Tên hoặc mã').fill('dang ky khai sinh');
  await button(page, 'Lọc').click();
  await page.locator('a', { hasText: /^Đăng ký khai sinh$/ }).first().click();
  await page.getByRole('link', { name: 'Sửa', exact: true }).click();
  const summary = page.getByLabel('Tóm tắt', { exact: true });
  await summary.fill('Tóm tắt do\u00ad cán bộ\r\n\uf0b7 sửa lại.');
  await button(page, 'Xem trước').click();
  const preview = page.locator('.preview');
  await preview.getByText('sửa lại.').waitFor();
  await summary.fill('Tóm tắt do cán bộ sửa thêm lần nữa.');
  await preview.getByText('sửa thêm lần nữa.').waitFor();
  await page.locator('[data-rows]', { hasText: 'Giấy tờ cần nộp' }).getByRole('button', { name: 'Thêm dòng' }).click();
  await page.locator('.rowbox.documents').last().getByLabel('Tên giấy tờ, mẫu đơn').fill('Giấy tờ thêm để thử');
  await page.locator('.rowbox.documents').last().getByLabel('Bản chính').fill('1');
  await page.getByLabel('Vì sao sửa').fill('thử');
  await button(page, 'Đăng').click();
  await page.getByText('Đã đăng.').waitFor();
  await page.getByRole('link', { name: 'Xem trang công khai' }).last().click();
  await page.getByText('Tóm tắt do cán bộ sửa thêm lần nữa.').waitFor();
  await page.getByText('Giấy tờ thêm để thử').waitFor();
  await page.goto(`${BIRTH}/lich-su`);
  await page.getByText('So với bản đang hiển thị').click();
  await page.getByText('Tóm tắt do cán bộ sửa thêm lần nữa.').waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('two people on one record: nobody is overwritten', async () => {
  const [lan, minh] = await Promise.all([staff('lan'), staff('minh', { viewport: PHONE, javaScriptEnabled: false })]);
  await Promise.all([lan.page.goto(`${BIRTH}/sua`), minh.page.goto(`${BIRTH}/sua`)]);
  await minh.page.getByLabel('Yêu cầu, điều kiện').fill('Điều kiện của Minh');
  await button(minh.page, 'Đăng').click();
  await minh.page.getByText('Đã đăng.').waitFor();
  await lan.page.getByLabel('Yêu cầu, điều kiện').fill('Điều kiện của Lan');
  await lan.page.getByLabel('Kết quả nhận được').fill('Kết quả của Lan');
  await button(lan.page, 'Đăng').click();
  await lan.page.getByRole('heading', { name: 'Có người vừa sửa chỗ này' }).waitFor();
  assert.equal(await overflow(lan.page).then((o) => o.length), 0);
  const axe = await new AxeBuilder({ page: lan.page }).withTags(RULES).analyze();
  assert.deepEqual(told(axe.violations), []);
  await shoot(lan.page, 'merge');
  const both = lan.page.getByRole('group', { name: /Yêu cầu, điều kiện/ });
  await both.getByLabel('Bản đang hiển thị').check();
  await button(lan.page, 'Gộp và đăng').click();
  await lan.page.getByText('Đã đăng.').waitFor();
  await lan.page.goto('/thu-tuc/1.001193');
  await lan.page.getByText('Điều kiện của Minh').first().waitFor();
  await lan.page.getByText('Kết quả của Lan').first().waitFor();
  assert.deepEqual([...lan.complaints, ...minh.complaints].filter((c) => !c.includes('409')), []);
  await Promise.all([lan.page.context().close(), minh.page.context().close()]);
});

test('a new procedure replaces an old one: at once, or when its day has come', async () => {
  const { page, complaints } = await staff('lan', { viewport: PHONE, javaScriptEnabled: false });
  await page.goto('/quan-tri/noi-dung/thu-tuc/moi');
  await page.getByLabel('Mã thủ tục').fill('1.999777');
  await page.getByLabel('Tên theo quyết định').fill('Thủ tục cấp giấy kiểu mới');
  await button(page, 'Đăng').click();
  await page.getByText('Đã đăng.').waitFor();
  for (const [code, day, said] of [['1.001193', '2027-07-01', 'Đã hẹn'], ['1.004194', '', 'Đã đăng.']]) {
    await page.goto(`/quan-tri/noi-dung/thu-tuc/${code}`);
    await page.getByLabel('Thủ tục thay thế').fill('1.999777');
    await page.getByLabel('Từ ngày').fill(day);
    await button(page, 'Bãi bỏ').click();
    await page.getByText(said).waitFor();
  }
  await page.goto('/thu-tuc/1.004194');
  await page.getByText('Thủ tục này đã bị bãi bỏ.').waitFor();
  await page.getByRole('link', { name: 'Cấp giấy kiểu mới' }).first().click();
  await page.waitForURL('**/thu-tuc/1.999777');
  await page.goto('/thu-tuc/1.001193');
  assert.equal(await page.getByText('Thủ tục này đã bị bãi bỏ.').count(), 0);
  await page.goto('/quan-tri/noi-dung/sap-toi');
  await page.getByText('01/07/2027: bãi bỏ').waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();
});

async function shoot(page, name) {
  if (!process.env.SHOOT) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `content-${name}-${page.viewportSize().width}.png`), fullPage: true });
}

test('every page fits and can be read by everybody', async () => {
  for (const viewport of [PHONE, DESKTOP]) {
    const { page, complaints } = await staff('minh', { viewport });
    for (const [name, path] of Object.entries({
      list: '/quan-tri/noi-dung', 'list-articles': '/quan-tri/noi-dung?loai=article', record: BIRTH, edit: `${BIRTH}/sua`, history: `${BIRTH}/lich-su`,
      new: '/quan-tri/noi-dung/thu-tuc/moi', 'new-article': '/quan-tri/noi-dung/tin/moi', article: '/quan-tri/noi-dung/tin/1',
      conflicts: '/quan-tri/noi-dung/xung-dot', upcoming: '/quan-tri/noi-dung/sap-toi',
    })) {
      await page.goto(path);
      await shoot(page, name);
      if (viewport === PHONE) {
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
        assert.deepEqual(told(violations), [], name);
      }
      assert.deepEqual(await overflow(page), [], name);
    }
    await page.goto(`${BIRTH}/sua`);
    await button(page, 'Xem trước').click();
    await page.getByText('Đúng như trang công khai sẽ hiện.').waitFor();
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    assert.deepEqual(told(violations), [], 'preview');
    assert.deepEqual(await overflow(page), [], 'preview');
    await shoot(page, 'preview');
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});
