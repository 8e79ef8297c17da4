// The search box completes what is typed: by keyboard, mouse and touch, heard
// as well as seen, and never in the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { DESKTOP, PHONE, RULES, openPage, overflow, startBrowser, startSite, told } from './site.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([startSite(), startBrowser()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const box = (page) => page.getByRole('combobox', { name: 'Bạn cần làm việc gì?' });
const list = (page) => page.getByRole('listbox', { name: 'Gợi ý' });
const options = (page) => list(page).getByRole('option');
const birthIn = (found) => found.getByRole('option').filter({ hasText: 'Đăng ký khai sinh' }).first();
const birth = (page) => birthIn(list(page));

/** Types and waits for suggestions. */
async function type(page, words) {
  await box(page).press('End');
  await box(page).pressSequentially(words);
  await list(page).waitFor();
}

/** The words of the option the box says is active, and whether it is marked so. */
async function active(page) {
  const id = await box(page).getAttribute('aria-activedescendant');
  if (!id) return null;
  const option = page.locator(`[id="${id}"]`);
  assert.equal(await option.getAttribute('aria-selected'), 'true');
  assert.equal(await list(page).locator('[aria-selected=true]').count(), 1);
  return option.innerText();
}

for (const typed of ['dang ky kha', 'khai s', 'ddawng k']) {
  test(`"${typed}" is completed`, async () => {
    const { page, complaints } = await openPage(browser, site);
    await page.goto('/');
    assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
    await type(page, typed);
    await birth(page).waitFor();
    assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
    assert.equal(await birth(page).getAttribute('href'), '/thu-tuc/1.001193');
    const count = await options(page).count();
    assert.match(await page.getByRole('status').innerText(), new RegExp(`^${count} gợi ý`));
    assert.ok(await list(page).getByRole('group', { name: 'Thủ tục' }).isVisible());
    assert.equal(await active(page), null, 'nothing is chosen before an arrow is pressed');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('by keyboard: arrows, Home, End, Escape, Enter', async () => {
  const { page, complaints } = await openPage(browser, site);
  await page.goto('/');
  await type(page, 'khai s');
  const all = await options(page).allInnerTexts();
  const press = async (key) => { await page.keyboard.press(key); return active(page); };
  assert.equal(await press('ArrowDown'), all[0]);
  assert.equal(await press('End'), all.at(-1));
  assert.equal(await press('ArrowDown'), null, 'past the last one is the box itself');
  assert.equal(await press('ArrowUp'), all.at(-1));
  assert.equal(await press('Home'), all[0]);
  assert.equal(await press('ArrowUp'), null);
  assert.equal(await box(page).inputValue(), 'khai s', 'what was typed stays');
  await press('ArrowDown');
  assert.equal(await press('Escape'), null);
  assert.ok(await list(page).isHidden());
  assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
  assert.equal(await box(page).inputValue(), 'khai s');
  assert.equal(await press('ArrowDown'), all[0], 'an arrow opens it again');
  while (!(await active(page)).includes('Đăng ký khai sinh')) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/thu-tuc/1.001193');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('Enter without a choice searches for what was typed', async () => {
  const { page } = await openPage(browser, site);
  await page.goto('/');
  await type(page, 'khai s');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tim-kiem?q=khai+s');
  assert.ok(await list(page).isHidden());
  await type(page, 'inh');
  assert.ok(await birth(page).isVisible(), 'the box of the results completes too');
  await page.keyboard.press('Tab');
  assert.ok(await list(page).isHidden(), 'leaving the box closes it');
  await page.context().close();
});

for (const hasTouch of [false, true]) {
  test(`by ${hasTouch ? 'touch' : 'mouse'}`, async () => {
    const { page } = await openPage(browser, site, { hasTouch });
    await page.goto('/');
    await type(page, 'khai s');
    await birth(page).waitFor();
    const heights = await options(page).evaluateAll((all) => all.map((option) => option.getBoundingClientRect().height)); // at once: the list may be filled anew
    assert.ok(Math.min(...heights) >= 44, `${heights}`);
    await list(page).getByText('Thủ tục', { exact: true }).click(); // a heading is no choice
    assert.ok(await list(page).isVisible());
    await (hasTouch ? birth(page).tap() : birth(page).click());
    await page.waitForURL('**/thu-tuc/1.001193');
    await page.goBack();
    assert.ok(await list(page).isHidden(), 'and is closed when one comes back');
    await page.context().close();
  });
}

test('a slow answer to what is no longer there is dropped', async () => {
  const { page } = await openPage(browser, site);
  const asked = [];
  await page.route('**/api/v1/suggest?*', async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q');
    asked.push(q);
    if (q === 'khai') await new Promise((resolve) => { setTimeout(resolve, 800); });
    const items = [{ text: `Về ${q}`, note: '', url: '/' }];
    await route.fulfill({ json: { query: q, groups: [{ group: 'procedures', label: 'Thủ tục', items }] } }).catch(() => {});
  });
  await page.goto('/');
  await box(page).pressSequentially('khai'); // faster than the pause that is waited for
  await page.waitForRequest(/suggest/);
  await box(page).pressSequentially(' sinh');
  await options(page).filter({ hasText: 'Về khai sinh' }).waitFor();
  await page.waitForTimeout(1000);
  assert.deepEqual(await options(page).allInnerTexts(), ['Về khai sinh']);
  assert.deepEqual(asked, ['khai', 'khai sinh'], 'not a request a letter');
  await page.context().close();
});

test('nothing is asked for one letter or offline', async () => {
  const { page } = await openPage(browser, site);
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/suggest?')) asked.push(request.url()); });
  await page.goto('/');
  await box(page).pressSequentially('k');
  await page.waitForTimeout(400);
  await page.context().setOffline(true);
  await box(page).pressSequentially('hai');
  await page.waitForTimeout(400);
  assert.deepEqual(asked, []);
  await page.context().close();
});

test('an input method that composes is asked for when it pauses', async () => {
  const { page } = await openPage(browser, site);
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/suggest?')) asked.push(new URL(request.url()).searchParams.get('q')); });
  await page.goto('/');
  await box(page).focus();
  const keyboard = await page.context().newCDPSession(page);
  for (const text of ['k', 'kh', 'kha', 'khai']) {
    await keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await list(page).waitFor();
  assert.deepEqual(asked, ['khai']);
  assert.equal(await box(page).inputValue(), 'khai');
  await page.context().close();
});

test('a server that fails leaves an ordinary box', async () => {
  const { page } = await openPage(browser, site);
  await page.route('**/api/v1/suggest?*', (route) => route.abort());
  await page.goto('/');
  await box(page).pressSequentially('khai sinh');
  await page.waitForTimeout(500);
  assert.ok(await list(page).isHidden());
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tim-kiem\?q=khai/);
  await page.context().close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`open, it is accessible and fits, ${colorScheme}`, async () => {
    const { page, complaints } = await openPage(browser, site, { colorScheme });
    for (const [name, viewport] of Object.entries({ phone: PHONE, narrow: { width: 320, height: 640 }, desktop: DESKTOP })) {
      await page.setViewportSize(viewport);
      for (const path of ['/', '/tim-kiem?q=khai+sinh']) {
        await page.goto(path);
        await box(page).fill('');
        await type(page, 'dang ky kha');
        await page.keyboard.press('ArrowDown');
        assert.deepEqual(told((await new AxeBuilder({ page }).withTags(RULES).analyze()).violations), [], `${path} on ${name}`);
        assert.deepEqual(await overflow(page), [], `${path} on ${name}`);
        await page.screenshot({ path: `${import.meta.dirname}/shots/suggest-${path === '/' ? 'home' : 'results'}-${colorScheme}-${name}.png` });
      }
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test('on an English page suggestions are told in English and stay under /en/', async () => {
  const { page, complaints } = await openPage(browser, site, { locale: 'en-GB' });
  await page.goto('/en/tim-kiem?q=passport');
  await page.getByRole('combobox', { name: 'What do you need to do?' }).fill('khai s');
  const found = page.getByRole('listbox', { name: 'Suggestions' });
  await found.waitFor();
  assert.ok(await found.getByRole('group', { name: 'Procedures' }).isVisible());
  const option = birthIn(found);
  assert.equal(await option.getAttribute('href'), '/en/thu-tuc/1.001193');
  assert.equal(await option.getAttribute('lang'), 'vi');
  assert.match(await page.getByRole('status').innerText(), /^\d+ suggestions\./);
  assert.deepEqual(complaints, []);
  await page.context().close();
});
