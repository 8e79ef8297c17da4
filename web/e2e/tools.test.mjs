// The tools to read by: size of letters, sharing, printing, reading aloud, and
// asking by voice. Voices and ears are put in place of the device's.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { PUBLIC, RULES, openPage, overflow, startBrowser, startSite, told } from './site.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([startSite(), startBrowser()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const BIRTH = '/thu-tuc/1.001193';

test('letters grow in steps, on the next page too, and nothing moves', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => {
      for (const e of list.getEntries()) if (!e.hadRecentInput) window.moved += e.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(BIRTH);
  const larger = page.getByRole('button', { name: 'A+ chữ lớn hơn' });
  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  assert.ok(await page.getByRole('button', { name: 'A− chữ nhỏ hơn' }).isDisabled());
  for (const px of ['20px', '24px', '28px', '32px']) {
    await larger.click();
    assert.equal(await size(), px);
    assert.deepEqual(await overflow(page), [], px);
  }
  assert.ok(await larger.isDisabled());
  assert.equal(await page.locator('.tools output').innerText(), 'Cỡ chữ 200 %');
  for (const path of ['/', '/thu-tuc/1.000894', '/en/thu-tuc/1.000894', '/tin-tuc', '/khong-co']) {
    await page.goto(path);
    assert.equal(await size(), '32px', path);
    await page.waitForTimeout(300);
    assert.ok(await page.evaluate(() => window.moved) <= 0.02, `${path} moves by ${await page.evaluate(() => window.moved)}`);
  }
  await page.goto(BIRTH);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  assert.deepEqual(told(violations), []);
  for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'A−' }).click();
  assert.equal(await size(), '16px');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('without scripts there are no tools', async () => {
  const { page } = await openPage(browser, site, { javaScriptEnabled: false });
  await page.goto(BIRTH);
  assert.equal(await page.locator('.tools').isVisible(), false);
  await page.context().close();
});

for (const [how, fake, want] of [
  ['the device', () => { navigator.share = async (what) => { window.shared = what.url; }; }, ''],
  ['copying', () => {
    navigator.share = undefined;
    navigator.clipboard.writeText = async (text) => { window.shared = text; };
  }, 'Đã chép địa chỉ'],
]) {
  test(`the short address is shared by ${how}`, async () => {
    const { page } = await openPage(browser, site);
    await page.addInitScript(fake);
    await page.goto(BIRTH);
    await page.getByRole('button', { name: 'Chia sẻ' }).click();
    await page.waitForFunction(() => window.shared);
    assert.match(await page.evaluate(() => window.shared), new RegExp(`^${PUBLIC}/q/[0-9A-Z]{8}$`));
    assert.match(await page.locator('.tools output').textContent(), new RegExp(`^${want}`));
    await page.context().close();
  });
}

/** A device with these voices, which speaks at once and remembers what it said. */
function speaker(voices) {
  window.said = [];
  window.holds = false;
  const synth = {
    getVoices: () => voices,
    addEventListener: (_, f) => { window.newVoices = f; },
    cancel() { window.cancelled = (window.cancelled ?? 0) + 1; },
    speak(u) {
      window.said.push(u.text);
      if (!window.holds) setTimeout(() => u.onend(), 0);
    },
  };
  Object.defineProperty(window, 'speechSynthesis', { value: synth });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}
const LOCAL = { lang: 'vi-VN', localService: true };

test('a page is read aloud from its name to its end, in sentences that are not long', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.addInitScript(speaker, [{ lang: 'en-US', localService: true }, LOCAL]);
  await page.goto(BIRTH);
  await page.evaluate(() => {
    const area = document.querySelector('.readable');
    const add = (html) => area.insertAdjacentHTML('beforeend', html);
    add('<p data-quiet>Không đọc câu này.</p><p hidden>Cũng không đọc.</p><p>UBND cấp xã thu 8.000 VNĐ theo NĐ-CP số 123/2015/NĐ-CP.</p>');
    add(`<p>${'một đoạn rất dài, '.repeat(40)}</p><details><summary>Gấp</summary><p>Phần đang gấp.</p></details>`);
  });
  await page.getByRole('button', { name: 'Nghe' }).click();
  await page.locator('.player').waitFor({ state: 'detached' });
  const said = await page.evaluate(() => window.said);
  const all = said.join(' ');
  assert.ok(said[0].startsWith('Đăng ký khai sinh'), `the name is said first: ${said[0]}`);
  assert.ok(said.every((s) => s.length <= 260), 'sentences are not long');
  assert.match(all, /Ủy ban nhân dân cấp xã thu 8\.000 đồng theo nghị định Chính phủ số 123\/2015\/nghị định Chính phủ/);
  for (const quiet of ['Không đọc', 'Cũng không', 'đang gấp', 'Chia sẻ']) assert.ok(!all.includes(quiet), quiet);
  assert.equal(all.split('một đoạn rất dài').length, 41, 'nothing of a long sentence is lost');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

for (const highlights of [true, false]) {
  test(`the sentence read is marked, halts and goes on, ${highlights ? 'by highlight' : 'by class'}`, async () => {
    const { page } = await openPage(browser, site);
    await page.addInitScript(speaker, [LOCAL]);
    await page.addInitScript((has) => {
      window.addEventListener('DOMContentLoaded', () => { window.holds = true; });
      if (!has) window.Highlight = undefined;
    }, highlights);
    await page.goto(BIRTH);
    await page.getByRole('button', { name: 'Nghe' }).click();
    const marked = () => page.evaluate((has) => (has ? [...[...CSS.highlights.get('reading') ?? []]].map(String).join() : document.querySelector('.reading')?.textContent ?? ''), highlights);
    const first = await page.evaluate(() => window.said[0]);
    assert.ok((await marked()).includes(first.slice(0, 10)), await marked());
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    assert.ok(await page.evaluate(() => window.cancelled) > 0);
    await page.getByRole('button', { name: 'Đọc tiếp' }).click();
    assert.deepEqual(await page.evaluate(() => window.said), [first, first], 'the sentence is said again');
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    assert.deepEqual(told(violations), []);
    await page.getByRole('button', { name: 'Thôi đọc' }).click();
    assert.equal(await marked(), '');
    assert.equal(await page.locator('.player').count(), 0);
    await page.context().close();
  });
}

test('without a Vietnamese voice on the device there is no button, until one comes', async () => {
  const { page } = await openPage(browser, site);
  await page.addInitScript(speaker, [{ lang: 'vi-VN', localService: false }, { lang: 'en-US', localService: true }]);
  await page.goto(BIRTH);
  const button = page.getByRole('button', { name: 'Nghe' });
  assert.equal(await button.count(), 0);
  await page.evaluate(() => {
    speechSynthesis.getVoices().push({ lang: 'vi_VN', localService: true });
    window.newVoices();
  });
  assert.ok(await button.isVisible());
  await page.context().close();
});

/** A device that hears words, if it can do so by itself. */
function ears([can, words]) {
  window.webkitSpeechRecognition = undefined;
  window.SpeechRecognition = class {
    static async available({ langs, processLocally }) { return processLocally && langs[0] === 'vi-VN' ? can : 'unavailable'; }

    start() {
      if (!this.processLocally) throw new Error('what is said leaves the device');
      setTimeout(() => {
        if (words) this.onresult({ results: [Object.assign([{ transcript: words }], { isFinal: true })] });
        else this.onerror({ error: 'no-speech' });
        this.onend();
      }, 50);
    }

    stop() {}
  };
}
const ear = (page) => page.getByRole('button', { name: 'Nói điều cần tìm' });

test('a question is asked by voice where the device itself hears', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.addInitScript(ears, ['available', 'khai sinh']);
  await page.goto('/');
  await ear(page).waitFor();
  assert.deepEqual(await overflow(page), []);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  assert.deepEqual(told(violations), []);
  await ear(page).click();
  await page.waitForURL(/\/tim-kiem\?q=khai\+sinh/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('what was not heard is told', async () => {
  const { page } = await openPage(browser, site);
  await page.addInitScript(ears, ['available', '']);
  await page.goto('/');
  await ear(page).click();
  await page.getByRole('status').filter({ hasText: 'Chưa nghe rõ' }).waitFor();
  assert.equal(await ear(page).getAttribute('aria-pressed'), 'false');
  await page.context().close();
});

for (const can of ['downloadable', 'unavailable', null]) {
  test(`no voice search where sound would leave the device: ${can}`, async () => {
    const { page } = await openPage(browser, site);
    if (can) await page.addInitScript(ears, [can, 'x']);
    else await page.addInitScript(() => { window.SpeechRecognition = undefined; window.webkitSpeechRecognition = class {}; });
    await page.goto('/');
    await page.waitForTimeout(100);
    assert.equal(await page.locator('.mic').isVisible(), false);
    await page.context().close();
  });
}
