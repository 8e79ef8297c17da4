// For everyone: by keyboard alone, with large letters, high contrast, forced
// colours or little motion, without scripts, on paper.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { RULES, SHOTS, addresses, openPage, overflow, seed, startBrowser, startSite, told } from './site.mjs';

let site, browser, pages;
before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  const { page } = await openPage(browser, site);
  pages = await addresses(page, seed(site));
  await page.context().close();
});
after(async () => { await browser?.close(); await site?.stop(); });

test('from the search to a ticked paper by keyboard alone, seeing where one is', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.goto('/');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'a.skip');
  await tabTo(page, (e) => e.id === 'q');
  await page.keyboard.type('dang ky khai sinh');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tim-kiem/);
  await tabTo(page, (e) => e.matches('.hits h2 a'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/thu-tuc\/1\.001193$/);
  await tabTo(page, (e) => e.type === 'checkbox');
  await page.keyboard.press('Space');
  assert.equal(await page.evaluate(() => document.activeElement.checked), true);
  await page.keyboard.press('Space');
  assert.equal(await page.evaluate(() => document.activeElement.checked), false);
  await tabTo(page, (e) => e.getAttribute('href')?.startsWith('/di/'));
  assert.deepEqual(complaints, []);
  await page.context().close();
});

const focused = (page) => page.evaluate(() => document.activeElement.tagName.toLowerCase() + [...document.activeElement.classList].map((c) => `.${c}`).join(''));

/** Presses Tab until what has the focus passes; on the way each stop must be seen. */
async function tabTo(page, passes) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const { at, seen } = await page.evaluate(() => {
      const e = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(e);
      const { top, bottom, width, height } = e.getBoundingClientRect();
      const inside = bottom > 0 && top < innerHeight && width > 0 && height > 0;
      return { at: e.outerHTML.slice(0, 120), seen: inside && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
    });
    assert.ok(seen, `the focus is seen at ${at}`);
    if (await page.evaluate(`(${passes})(document.activeElement)`)) return;
  }
  assert.fail(`Tab does not get to ${passes}`);
}

test('nothing moves while a page is read', async () => {
  const { page } = await openPage(browser, site);
  await page.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) if (!shift.hadRecentInput) globalThis.shifted += shift.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const name of ['home', 'results', 'results-question', 'procedure', 'procedure-long', 'article', 'list-articles', 'enter', 'check-printed', '404']) {
    for (const _ of ['first', 'again']) { // what is kept on the phone is there the second time
      await page.goto(pages[name], { waitUntil: 'networkidle' });
      await page.evaluate(async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
          scrollTo(0, y);
          await new Promise(requestAnimationFrame);
        }
      });
      const shifted = await page.evaluate(() => globalThis.shifted);
      assert.ok(shifted <= 0.02, `${name}: layout shift ${shifted.toFixed(4)}`);
    }
  }
  await page.context().close();
});

test('who wants little motion gets none', async () => {
  const { page } = await openPage(browser, site, { reducedMotion: 'reduce' });
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    const moving = await page.evaluate(() => [
      ...document.getAnimations().map((a) => `animation of ${a.effect?.target?.tagName}`),
      ...[...document.querySelectorAll('*')].filter((e) => {
        const s = getComputedStyle(e);
        return s.scrollBehavior === 'smooth' || parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none';
      }).map((e) => e.outerHTML.slice(0, 80)),
    ]);
    assert.deepEqual(moving, [], name);
  }
  await page.context().close();
});

for (const [look, options] of Object.entries({
  'high-contrast': { contrast: 'more' },
  'dark-high-contrast': { contrast: 'more', colorScheme: 'dark' },
  'forced-colours': { forcedColors: 'active' },
})) {
  test(`pages are readable in ${look}`, async () => {
    const { page, complaints } = await openPage(browser, site, options);
    for (const name of ['home', 'results-question', 'procedure', 'article', 'check-unknown', 'guide']) {
      await page.goto(pages[name]);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      assert.deepEqual(told(violations), [], name);
      await page.screenshot({ path: join(SHOTS, `${name}-${look}.png`) });
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('a desk zoomed to 200 % and 400 % scrolls one way only', async () => {
  for (const width of [640, 320]) {
    const { page } = await openPage(browser, site, { viewport: { width, height: 400 } });
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path);
      assert.deepEqual(await overflow(page), [], `${name} at ${width} px`);
    }
    await page.context().close();
  }
});

test('without scripts everything is there but what only scripts can do', async () => {
  const { page } = await openPage(browser, site, { javaScriptEnabled: false });
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    // A button that does nothing without a script must not be seen.
    const idle = await page.locator('button:visible').evaluateAll((all) => all.filter((b) => b.type === 'button').map((b) => b.outerHTML));
    if (name !== 'guide') assert.deepEqual(idle, [], name);
  }
  await page.goto(pages.procedure);
  const paper = page.locator('.papers input[type=checkbox]').first();
  await paper.check();
  assert.ok(await paper.isChecked());
  await page.context().close();
});

test('a procedure on paper has all its words and none of the screen', async () => {
  const { page } = await openPage(browser, site);
  for (const name of ['procedure', 'procedure-long', 'article']) {
    await page.goto(pages[name]);
    const words = await page.locator('main article').evaluate((e) => e.textContent.match(/\p{L}+/gu).length);
    const pdf = join(SHOTS, `${name}.pdf`);
    await page.pdf({ path: pdf, format: 'A4' });
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const printed = text.match(/\p{L}+/gu).length;
    assert.ok(printed > 0.85 * words, `${name}: ${printed} words on paper of ${words}`);
    assert.ok(!text.includes('Tới nội dung chính') && !text.includes('English'), `${name}: no navigation`);
    rmSync(pdf);
  }
  await page.context().close();
});
