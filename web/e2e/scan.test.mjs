// From a printed code to its page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { PUBLIC, codeOf, openPage, startBrowser, startSite } from './site.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([startSite(), startBrowser()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const canonical = (page) => page.locator('link[rel=canonical]').getAttribute('href');

test('the code printed on a page opens that page', async () => {
  const { page, complaints } = await openPage(browser, site);
  const printed = await codeOf(page, '/thu-tuc/1.001193');
  assert.match(printed, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  for (const typed of [printed, printed.toLowerCase(), printed.replace('-', ''), printed.replaceAll('0', 'o').replaceAll('1', 'l')]) {
    for (const path of [`/q/${typed}`, `/Q/${typed}`]) {
      await page.goto(path);
      assert.equal(new URL(page.url()).pathname, path, 'answered in place');
      assert.equal(await page.locator('h1').innerText(), 'Đăng ký khai sinh');
      assert.equal(await canonical(page), `${PUBLIC}/thu-tuc/1.001193`);
    }
  }
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a mistyped code leads on to the right one', async () => {
  const { page } = await openPage(browser, site);
  const printed = await codeOf(page, '/thu-tuc/1.000894');
  const wrong = (printed[0] === '7' ? '8' : '7') + printed.slice(1);
  const answer = await page.goto(`/q/${wrong}`);
  assert.equal(answer.status(), 404);
  await page.getByRole('link', { name: 'Đăng ký kết hôn' }).click();
  assert.equal(await page.locator('h1').innerText(), 'Đăng ký kết hôn');
  assert.equal(await canonical(page), `${PUBLIC}/thu-tuc/1.000894`);
  await page.context().close();
});

test('the picture of a code is read by another program and leads to the page', async (t) => {
  const zbar = reader();
  if (!zbar) return t.skip('zbarimg is not installed');
  const { page } = await openPage(browser, site);
  const code = (await codeOf(page, '/thu-tuc/1.004222')).replace('-', '');
  const png = Buffer.from(await (await fetch(`${site.url}/qr/${code}.png`)).arrayBuffer());
  // The picture as it stands on the page, too: drawn by the browser from SVG,
  // twice as fine, as phones have it.
  const fine = await openPage(browser, site, { deviceScaleFactor: 2, colorScheme: 'dark' });
  await fine.page.goto('/thu-tuc/1.004222');
  const image = fine.page.locator('.qr img');
  await image.scrollIntoViewIfNeeded(); // it is loaded once it is near
  await image.evaluate((img) => img.decode());
  const shown = await image.screenshot();
  for (const picture of [png, shown]) {
    const address = new URL(zbar(picture));
    assert.equal(address.href.toLowerCase(), `${PUBLIC}/q/${code}`.toLowerCase());
    await page.goto(address.pathname);
    assert.equal(await page.locator('h1').innerText(), 'Đăng ký thường trú');
    assert.equal(await canonical(page), `${PUBLIC}/thu-tuc/1.004222`);
  }
  await fine.page.context().close();
  await page.context().close();
});

/** A function that reads a PNG's QR symbol, or null without zbarimg. */
function reader() {
  try {
    execFileSync('zbarimg', ['--version'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return (png) => execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', '-'], {
    input: png, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'],
  }).trim();
}
