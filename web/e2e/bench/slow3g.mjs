// How long readers wait on an old phone with a weak signal: 400 kbit/s, 400 ms
// there and back, a processor four times slower. Prints a table; not a test.
import { openPage, seed, startBrowser, startSite } from '../site.mjs';

const ROUNDS = 5;
const [site, browser] = await Promise.all([startSite(), startBrowser()]);
const codes = seed(site);
const median = (all) => Math.round(all.sort((a, b) => a - b)[Math.floor(all.length / 2)]);

async function once(path) {
  const { page } = await openPage(browser, site, { serviceWorkers: 'block' });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => { for (const e of list.getEntries()) window.moved += e.value; }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForTimeout(300);
  const answer = await page.evaluate(() => {
    const [page] = performance.getEntriesByType('navigation');
    return { fcp: performance.getEntriesByName('first-contentful-paint')[0].startTime, interactive: page.domContentLoadedEventEnd, moved: window.moved };
  });
  await page.context().close();
  return answer;
}

const table = {};
for (const [name, path] of Object.entries({
  scan: `/q/${codes.printed}`, procedure: '/thu-tuc/1.001193', home: '/', results: '/tim-kiem?q=dang+ky+khai+sinh', news: '/tin-tuc', english: '/en/thu-tuc/1.001193',
})) {
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await once(path));
  const fcp = median(rounds.map((r) => r.fcp));
  const interactive = median(rounds.map((r) => r.interactive));
  table[name] = {
    'first paint, ms': fcp, 'interactive, ms': interactive, 'layout shift': Math.max(...rounds.map((r) => r.moved)).toFixed(3),
    'below 1500 and 2000': fcp < 1500 && interactive < 2000,
  };
}
console.table(table);
await browser.close();
await site.stop();
