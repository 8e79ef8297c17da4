// The checklist of a procedure: what one has is kept on the device alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startSite } from './site.mjs';

const PATH = '/thu-tuc/1.001193';

let site, browser;
before(async () => { [site, browser] = await Promise.all([startSite(), startBrowser()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const boxes = (page) => page.locator('.papers input');
const ticked = (page) => boxes(page).evaluateAll((all) => all.map((box) => box.checked));

test('ticks are counted, survive and are taken back', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.goto(PATH);
  const said = page.locator('.ticks output');
  const n = await boxes(page).count();
  assert.ok(n > 1);
  assert.equal(await said.innerText(), '');
  await boxes(page).first().check();
  assert.match(await said.innerText(), /^Đã có 1\/\d+ giấy tờ$/);
  await page.locator('.papers label').nth(1).click();
  assert.match(await said.innerText(), /^Đã có 2\/\d+ giấy tờ$/);
  const have = await ticked(page);
  assert.deepEqual(have.slice(0, 2), [true, true]);

  await page.reload();
  assert.deepEqual(await ticked(page), have, 'after a reload');
  assert.match(await said.innerText(), /^Đã có 2\//);
  const other = await page.context().newPage();
  await other.goto('/thu-tuc/1.004222');
  assert.ok((await ticked(other)).every((t) => !t), 'another procedure has ticks of its own');
  await other.goto(`/en${PATH}`);
  assert.deepEqual(await ticked(other), have, 'in English they are the same papers');
  assert.match(await other.locator('.ticks output').innerText(), /^You have 2 of \d+ documents$/);
  await other.locator('.papers input').first().uncheck();
  await page.waitForFunction(() => !document.querySelector('.papers input').checked); // what changes in one tab changes in the other

  await page.getByRole('button', { name: 'Bỏ hết dấu' }).click();
  assert.ok((await ticked(page)).every((t) => !t));
  assert.match(await said.innerText(), /^Đã có 0\//);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('the list is printed by itself', async () => {
  const { page } = await openPage(browser, site);
  await page.goto(PATH);
  await page.evaluate(() => { window.print = () => { window.printed = document.documentElement.className; }; });
  await page.getByRole('button', { name: 'In danh sách' }).click();
  assert.equal(await page.evaluate(() => window.printed), 'list');
  await page.emulateMedia({ media: 'print' });
  for (const shown of ['h1', '#giay-to', '#le-phi', '#noi-nop', '.papers label']) {
    assert.ok(await page.locator(shown).first().isVisible(), `${shown} is printed`);
  }
  for (const hidden of ['#cac-buoc', '#thong-tin', '.qr', '.brief', '.ticks', '.button']) {
    assert.ok(!await page.locator(hidden).first().isVisible(), `${hidden} is not printed`);
  }
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.evaluate(() => document.documentElement.className), '');
  assert.ok(await page.locator('#cac-buoc').isVisible());
  await page.context().close();
});

test('without scripts the boxes can be ticked, and nothing else is offered', async () => {
  const { page } = await openPage(browser, site, { javaScriptEnabled: false });
  await page.goto(PATH);
  await boxes(page).first().check();
  assert.ok(await boxes(page).first().isChecked());
  assert.ok(!await page.getByRole('button', { name: 'Bỏ hết dấu' }).isVisible());
  await page.context().close();
});

test('without storage the boxes can be ticked all the same', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
  });
  await page.goto(PATH);
  await boxes(page).first().check();
  assert.match(await page.locator('.ticks output').innerText(), /^Đã có 1\//);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('the script moves nothing', async () => {
  const { page } = await openPage(browser, site);
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(PATH);
  await boxes(page).first().check();
  await page.reload();
  await page.locator('.ticks.on').scrollIntoViewIfNeeded();
  assert.ok(await page.evaluate(() => window.shift) <= 0.02);
  await page.context().close();
});
