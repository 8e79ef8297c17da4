// How every kind of page looks: it fits, it is readable by all, the browser has
// nothing to complain of. Pictures of them go to shots/.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { DESKTOP, PHONE, RULES, SHOTS, addresses, openPage, overflow, seed, startBrowser, startSite, told } from './site.mjs';

let site, browser, pages;
before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  const { page } = await openPage(browser, site);
  pages = Object.entries(await addresses(page, seed(site)));
  await page.context().close();
});
after(async () => { await browser?.close(); await site?.stop(); });

test('nothing scrolls sideways, in letters of any size', async () => {
  for (const width of [PHONE.width, 320, DESKTOP.width]) {
    const { page } = await openPage(browser, site, { viewport: { width, height: 800 } });
    for (const [name, path] of pages) {
      await page.goto(path);
      assert.deepEqual(await overflow(page), [], `${name} at ${width} px`);
      await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
      assert.deepEqual(await overflow(page), [], `${name} at ${width} px, letters twice as large`);
    }
    await page.context().close();
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`every page is accessible and quiet, ${colorScheme}`, async () => {
    const { page, complaints } = await openPage(browser, site, { colorScheme });
    for (const [name, path] of pages) {
      await page.goto(path);
      const { violations, passes } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      assert.deepEqual(told(violations), [], name);
      assert.ok(passes.some((p) => p.id === 'color-contrast'), `${name}: contrast was looked at`);
      await pictures(page, `${name}-${colorScheme}`, colorScheme === 'light');
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

/** Takes the page's first screen, and if asked all of it, on a phone and on a desk. */
async function pictures(page, name, whole) {
  for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(SHOTS, `${name}-${size}.png`) });
    if (!whole) continue;
    await page.screenshot({ path: join(SHOTS, `${name}-${size}-whole.png`), fullPage: true });
  }
}
