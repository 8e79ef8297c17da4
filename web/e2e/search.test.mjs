// From a question to the answer: by mouse, without JavaScript, by keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startSite } from './site.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([startSite(), startBrowser()]); });
after(async () => { await browser?.close(); await site?.stop(); });

for (const javaScriptEnabled of [true, false]) {
  for (const query of ['đăng ký khai sinh', 'dang ky khai sinh']) {
    test(`"${query}", scripts ${javaScriptEnabled ? 'on' : 'off'}: papers, fee and place are one tap away`, async () => {
      const { page, complaints } = await openPage(browser, site, { javaScriptEnabled });
      await page.goto('/');
      await page.getByLabel('Bạn cần làm việc gì?').fill(query);
      await page.getByRole('button', { name: 'Tìm' }).click();
      const first = page.locator('.hits h2 a').first();
      assert.equal(await first.innerText(), 'Đăng ký khai sinh');
      assert.deepEqual(await first.locator('mark').allInnerTexts(), ['Đăng ký khai sinh']);
      assert.equal(await page.getByLabel('Bạn cần làm việc gì?').inputValue(), query);
      await first.click();
      assert.equal(new URL(page.url()).pathname, '/thu-tuc/1.001193');
      const heads = await page.locator('main h2').allInnerTexts();
      const order = ['Giấy tờ cần mang', 'Lệ phí và thời hạn', 'Nơi nộp', 'Các bước thực hiện'];
      assert.deepEqual(heads.slice(0, 4), order);
      const tops = [];
      for (const name of order) {
        const head = page.getByRole('heading', { name, exact: true });
        assert.ok(await head.isVisible(), name);
        tops.push((await head.boundingBox()).y);
      }
      assert.deepEqual(tops, tops.toSorted((a, b) => a - b), 'from top to bottom');
      assert.ok(await page.getByText('Tờ khai đăng ký khai sinh theo mẫu').isVisible());
      assert.ok(await page.locator('#noi-nop').getByText('Ủy ban nhân dân cấp xã').isVisible());
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
  }
}

test('the answer begins on the first screen of a phone', async () => {
  const { page } = await openPage(browser, site);
  await page.goto('/tim-kiem?q=dang+ky+khai+sinh');
  assert.ok(await below(page.locator('.hits h2 a').first()) < 800, 'the first hit');
  await page.goto('/thu-tuc/1.001193');
  assert.ok(await below(page.locator('.papers li').first()) < 800, 'the first paper');
  await page.goto('/');
  assert.ok(await below(page.locator('.tiles a').last()) < 800, 'the events of life');
  await page.context().close();
});

/** Where an element ends, in pixels from the top of the page. */
async function below(locator) {
  const box = await locator.boundingBox();
  return box.y + box.height;
}

test('from the home page to the procedure by keyboard alone', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.goto('/');
  const tab = async () => {
    await page.keyboard.press('Tab');
    return page.evaluate(() => {
      const focused = document.activeElement;
      const style = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      return {
        words: focused.labels?.[0]?.innerText ?? focused.innerText,
        href: focused.getAttribute('href'),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        onScreen: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
      };
    });
  };
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 20; presses++) {
      const at = await tab();
      assert.ok(at.ring && at.onScreen, `the focus on "${at.words}" can be seen`);
      if (wanted(at)) return;
    }
    assert.fail(`${wanted} is not reached in 20 presses`);
  };
  await tabTo((at) => at.href === '#noi-dung'); // past the head
  await page.keyboard.press('Enter');
  await tabTo((at) => at.words === 'Bạn cần làm việc gì?');
  await page.keyboard.type('khai sinh');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tim-kiem\?q=khai/);
  await tabTo((at) => at.href === '#noi-dung');
  await page.keyboard.press('Enter');
  await tabTo((at) => at.href === '/thu-tuc/1.001193');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/thu-tuc/1.001193');
  assert.equal(await page.locator('h1').innerText(), 'Đăng ký khai sinh');
  assert.deepEqual(complaints, []);
  await page.context().close();
});
