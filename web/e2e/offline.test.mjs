// A page that was seen opens again without a signal, and with one nobody gets
// an old page.
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { RULES, codeOf, openPage, seed, startBrowser, startSite, told } from './site.mjs';

let site, browser, codes;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  codes = seed(site);
});
after(async () => { await browser?.close(); await site?.stop(); });

const BIRTH = '/thu-tuc/1.001193';
const DUE = '/thu-tuc/1.004222';
const WEDDING = '/thu-tuc/1.000894';

/** Opens a page and waits until the worker keeps it. */
async function visit(page, path) {
  await page.goto(path);
  await kept(page, path);
}

const kept = (page, path) => until(page, async (at) => {
  const cache = await caches.open('pages');
  return Boolean(await cache.match(new URL(at, location).href));
}, path);

/** Waits until a promise of the page comes true; waitForFunction takes the promise itself for true. */
async function until(page, holds, arg) {
  for (const deadline = Date.now() + 30_000; !await page.evaluate(holds, arg);) {
    assert.ok(Date.now() < deadline, `this does not come true: ${holds}`);
    await page.waitForTimeout(50);
  }
}

async function leaveNetwork(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.context().setOffline(true);
}

test('the first page seen opens again without a signal, and says since when it is kept', async () => {
  const { page, complaints } = await openPage(browser, site);
  await visit(page, BIRTH);
  const before = await page.locator('main').innerText();
  assert.equal(await page.locator('.kept').isVisible(), false);
  await leaveNetwork(page);
  await page.reload();
  assert.equal(await page.locator('main').innerText(), before);
  assert.match(await page.locator('.kept').innerText(), /^Bản lưu trên máy, lúc \d\d?:\d\d:\d\d,? \d\d?\/\d\d?\/\d{4}\. Mạng yếu hoặc chưa có\. Thử lại$/);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  assert.deepEqual(told(violations), []);
  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Thử lại' }).click();
  await page.waitForLoadState();
  assert.equal(await page.locator('.kept').isVisible(), false, 'with a signal the page is fresh');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a page is found by its code and by its address, however it was seen', async () => {
  const { page } = await openPage(browser, site);
  await visit(page, '/ma'); // from here on the worker is there
  await page.goto(`/q/${codes.printed}?tu=x`);
  const title = await page.locator('h1').innerText();
  const home = new URL(await page.locator('link[rel=canonical]').getAttribute('href')).pathname;
  await kept(page, home);
  const own = await codeOf(page, WEDDING);
  await kept(page, WEDDING);
  await leaveNetwork(page);
  for (const path of [home, `/q/${codes.printed}`, `/Q/${codes.printed.toLowerCase()}`, `${home}?tu=y#le-phi`]) {
    await page.goto(path);
    assert.equal(await page.locator('h1').innerText(), title, path);
  }
  for (const path of [`/q/${own}`, `/q/${own.replace('-', '').toLowerCase()}`, `/q/${own.replaceAll('0', 'O').replaceAll('1', 'l')}`]) {
    await page.goto(path);
    assert.equal(await page.locator('h1').innerText(), 'Đăng ký kết hôn', path);
  }
  await page.context().close();
});

test('a page that was kept does not reckon from today, and goes when the site has taken it down', async () => {
  const { page } = await openPage(browser, site);
  await visit(page, DUE);
  assert.equal(await page.locator('.due').first().isVisible(), true);
  await leaveNetwork(page);
  await page.reload();
  assert.equal(await page.locator('.due').count() > 1, true);
  for (const due of await page.locator('.due').all()) assert.equal(await due.isVisible(), false);
  await page.context().setOffline(false);
  await page.evaluate(async () => {
    const cache = await caches.open('pages');
    await cache.put('/thu-tuc/1.999999', await cache.match(location.href));
  });
  assert.equal((await page.goto('/thu-tuc/1.999999')).status(), 404);
  await until(page, async () => !await (await caches.open('pages')).match('/thu-tuc/1.999999'));
  await page.context().close();
});

for (const [tag, title, where, wedding] of [
  ['', 'Chưa có mạng', '/thu-tuc/1.004222', 'Đăng ký kết hôn'], ['/en', 'No connection', '/en/thu-tuc/1.004222', 'Marriage registration'],
]) {
  test(`what was not seen lists what was, ${title}`, async () => {
    const { page, complaints } = await openPage(browser, site);
    await visit(page, `${tag}${BIRTH}`);
    await kept(page, tag || '/');
    await visit(page, `${tag}${WEDDING}`);
    const gone = await page.goto(`${tag}/thu-tuc/1.999999`);
    assert.equal(gone.status(), 404);
    await leaveNetwork(page);
    await page.goto(where);
    assert.equal(await page.locator('h1').innerText(), title);
    await page.locator('.keptlist li').first().waitFor();
    const links = await page.locator('.keptlist a').evaluateAll((all) => all.map((a) => new URL(a.href).pathname));
    assert.deepEqual(links, [`${tag}${WEDDING}`, `${tag}${BIRTH}`, tag || '/'], 'newest first, nothing that failed');
    assert.equal(await page.locator('.nothingkept').isVisible(), false);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    assert.deepEqual(told(violations), []);
    await page.locator('.keptlist a').first().click();
    assert.equal(await page.locator('h1').first().innerText(), wedding);
    await page.goBack();
    await page.locator('.keptlist li').first().waitFor();
    await page.evaluate(() => localStorage.setItem('thu', 'x'));
    await page.locator('section button').click();
    await page.locator('.nothingkept').waitFor();
    assert.deepEqual(await page.evaluate(async () => [await caches.has('pages'), (await (await caches.open('pages')).keys()).length, localStorage.length]), [true, 0, 0]);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('with nothing kept the page says what to do; without scripts, too', async () => {
  const { page } = await openPage(browser, site, { serviceWorkers: 'block' });
  await page.goto('/ngoai-tuyen');
  assert.ok(await page.getByRole('heading', { name: 'Máy này chưa lưu trang nào' }).isVisible());
  assert.equal(await page.locator('.keptlist').isVisible(), false);
  await page.context().close();
  const bare = await openPage(browser, site, { javaScriptEnabled: false });
  await bare.page.goto('/ngoai-tuyen');
  assert.ok(await bare.page.getByRole('link', { name: 'Thử lại' }).isVisible());
  await bare.page.context().close();
});

test('letters keep their size without a signal', async () => {
  const { page } = await openPage(browser, site);
  await visit(page, BIRTH);
  await page.getByRole('button', { name: 'A+' }).click();
  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  assert.equal(await size(), '20px');
  await leaveNetwork(page);
  await page.reload();
  assert.equal(await size(), '20px');
  await page.context().close();
});

test('fifty pages are kept, the oldest go', async () => {
  const { page } = await openPage(browser, site);
  await visit(page, '/');
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  for (let i = 0; i < 55; i++) await page.goto(`/tim-kiem?q=khai+sinh&trang=1&n=${i}`);
  const at = await page.evaluate(() => location.pathname + location.search);
  await kept(page, at);
  const urls = await page.evaluate(async () => (await (await caches.open('pages')).keys()).map((k) => k.url));
  assert.equal(urls.length, 50);
  assert.ok(urls.at(-1).endsWith('n=54') && urls[0].endsWith('n=5'), `${urls[0]} … ${urls.at(-1)}`);
  await page.context().close();
});

/** The site through a door that can hang, and change what passes. */
async function door(t, change) {
  const server = createServer((asked, answer) => {
    if (change.hang) return; // a weak network takes and gives nothing
    const { 'if-none-match': _, ...headers } = asked.headers; // what is changed has another tag
    const onward = request(site.url + asked.url, { headers: { ...headers, 'accept-encoding': 'identity' } }, (got) => {
      const parts = [];
      got.on('data', (part) => parts.push(part));
      got.on('end', () => {
        const { 'content-length': length, etag, ...kept } = got.headers;
        const body = Buffer.concat(parts);
        answer.writeHead(got.statusCode, kept).end(change.pass?.(asked.url, body.toString()) ?? body);
      });
    });
    onward.end();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}` };
}

test('a network that hangs gives way to the kept page', async (t) => {
  const change = {};
  const through = await door(t, change);
  const { page } = await openPage(browser, through);
  await visit(page, BIRTH);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  change.hang = true;
  const start = Date.now();
  await page.reload({ waitUntil: 'commit' });
  await page.locator('.kept').waitFor();
  const took = Date.now() - start;
  assert.ok(took > 3000 && took < 9000, `${took} ms`);
  await page.context().close();
});

test('an update takes over at once, keeps what was seen, and no old page is shown with a signal', async (t) => {
  const change = {};
  const through = await door(t, change);
  const { page } = await openPage(browser, through);
  await visit(page, BIRTH);
  await visit(page, WEDDING);
  await until(page, async () => (await caches.keys()).length === 3);
  change.pass = (url, body) => {
    if (url === '/sw.js') return body.replace(/VERSION="\w+"/, 'VERSION="newer"');
    return body.replaceAll('Đăng ký kết hôn', 'Đăng ký kết hôn mới');
  };
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await until(page, async () => (await caches.keys()).includes('newer') && (await caches.keys()).length === 3);
  await page.reload();
  assert.equal(await page.locator('h1').innerText(), 'Đăng ký kết hôn mới');
  await page.context().setOffline(true);
  await page.goto(BIRTH);
  assert.equal(await page.locator('h1').innerText(), 'Đăng ký khai sinh', 'kept from before the update');
  await page.context().close();
});

test('what is not a page for everyone is not kept', async () => {
  const { page } = await openPage(browser, site);
  await visit(page, '/');
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  for (const path of ['/api/v1/search?q=khai+sinh', '/khong-co', `/q/${codes.retired}`, '/robots.txt']) await page.goto(path);
  await visit(page, '/ma');
  const urls = await page.evaluate(async () => (await (await caches.open('pages')).keys()).map((k) => new URL(k.url).pathname));
  assert.deepEqual(urls, ['/', '/ma']);
  await page.context().close();
});

test('seeing a page once counts once, whoever keeps it', async () => {
  const { page } = await openPage(browser, site, { userAgent: 'Mozilla/5.0 (Linux; Android 8.1.0) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36' });
  await page.goto('/tin-tuc');
  const article = await page.locator('.news a').first().getAttribute('href');
  const views = async () => {
    const body = await (await fetch(site.url + article, { headers: { 'X-Purpose': 'prefetch' } })).text();
    return Number(/([\d.]+) lượt xem/.exec(body)[1]);
  };
  const before = await views();
  await visit(page, article);
  assert.equal(await views(), before + 1);
  await page.context().close();
});
