// What a page weighs on the wire: a scan is read after one request.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, seed, startBrowser, startSite } from './site.mjs';

let site, browser, codes;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  codes = seed(site);
});
after(async () => { await browser?.close(); await site?.stop(); });

/** Loads a page for the first time: its requests with their bytes on the wire, and when it was painted. */
async function load(path) {
  const { page, complaints } = await openPage(browser, site);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  const requests = new Map();
  cdp.on('Network.requestWillBeSent', ({ requestId, request, type }) => requests.set(requestId, { url: request.url, type, bytes: 0 }));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (requests.has(requestId)) requests.get(requestId).bytes = encodedDataLength; });
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForTimeout(200);
  const blocking = await page.evaluate(() => performance.getEntriesByType('resource').filter((e) => e.renderBlockingStatus === 'blocking').map((e) => e.name));
  await page.context().close();
  assert.deepEqual(complaints, [], 'nobody else is asked');
  return { requests: [...requests.values()], blocking };
}

const kB = 1000;
for (const [name, path, most] of [
  ['a scan', () => `/q/${codes.printed}`, 14 * kB],
  ['a procedure', () => '/thu-tuc/1.001193', 14 * kB],
  ['home', () => '/', 20 * kB],
  ['results', () => '/tim-kiem?q=dang+ky+khai+sinh', 20 * kB],
]) {
  test(`${name} is read after one request`, async (t) => {
    const { requests, blocking } = await load(path());
    const [page, ...others] = requests;
    t.diagnostic(requests.map(({ url, type, bytes }) => `${type} ${new URL(url).pathname} ${bytes}`).join(', '));
    assert.equal(page.type, 'Document');
    assert.deepEqual(blocking, [], 'nothing else stands before the first paint');
    assert.ok(others.every(({ type }) => ['Script', 'Image', 'Other', 'Manifest'].includes(type)), 'no font, no stylesheet, no frame');
    assert.ok(page.bytes <= most, `the page weighs ${page.bytes} bytes`);
    const scripts = others.filter(({ type }) => type === 'Script').reduce((sum, { bytes }) => sum + bytes, page.bytes);
    assert.ok(scripts <= Math.max(most, 14 * kB + 8 * kB), `with its scripts it weighs ${scripts} bytes`);
  });
}
