// The real program on a free port with an empty folder, which it fills with
// its sample, and a browser to look at it.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

// The address that codes carry; the tests themselves speak to site.url.
export const PUBLIC = 'https://thutuc.example.vn';

export const PASSWORD = 'mat khau de thu 1';

const PATIENCE = 30_000; // ms until the site must be ready

/** Starts the site: its url, its data folder, run() for commands, and stop() to end it and remove what it left. */
export async function startSite() {
  const dir = mkdtempSync(join(tmpdir(), 'tracuu-e2e-'));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  try {
    const addr = `127.0.0.1:${await freePort()}`;
    const tracuu = program(dir);
    const server = spawn(tracuu, ['serve', '--addr', addr, '--dir', join(dir, 'data'), '--public-url', PUBLIC, '--former-host', 'cu.example.vn'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    process.once('exit', () => server.kill()); // whatever happens to the tests
    let log = '';
    server.stderr.on('data', (chunk) => { log += chunk; });
    const ended = new Promise((resolve) => { server.once('exit', resolve); });
    const url = `http://${addr}`;
    try {
      await ready(url, server);
    } catch (error) {
      server.kill('SIGKILL');
      throw new Error(`${error.message}\n${log}`);
    }
    return {
      url,
      data: join(dir, 'data'),
      /** Runs a command beside the server and answers what it prints. */
      run: (...args) => execFileSync(tracuu, [...args, '--dir', join(dir, 'data'), '--public-url', PUBLIC], {
        encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
      }),
      /** Adds a member of staff with PASSWORD; more are further flags. */
      addUser: (name, role, ...more) => execFileSync(tracuu, ['user', 'add', name, '--role', role, '--password-stdin', ...more, '--dir', join(dir, 'data')], {
        input: `${PASSWORD}\n`, stdio: ['pipe', 'ignore', 'inherit'],
      }),
      async stop() {
        server.kill('SIGTERM');
        const status = await ended;
        remove();
        if (status !== 0 || log.includes('level=ERROR')) {
          throw new Error(`the server ended with status ${status}:\n${log}`);
        }
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Puts codes of every state into the site, or what else a test of Go does, and answers them by name. */
export function seed(site, test = 'TestSeed') {
  execFileSync('go', ['test', '-count=1', '-run', `^${test}$`, '.'], {
    cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TRACUU_SEED: site.data },
  });
  return JSON.parse(readFileSync(join(site.data, 'codes.json'), 'utf8'));
}

/** The short code printed on the page at path. A busy site may show a page before its code is made: the next look finds it. */
export async function codeOf(page, path) {
  for (let left = 40; ; left--) {
    await page.goto(path);
    const code = page.locator('.qr .code');
    if (left === 0 || await code.count()) return code.innerText();
    await page.waitForTimeout(250);
  }
}

function program(dir) {
  if (process.env.TRACUU_BIN) return process.env.TRACUU_BIN;
  const bin = join(dir, 'tracuu');
  execFileSync('go', ['build', '-o', bin, '../../cmd/tracuu'], { cwd: import.meta.dirname, stdio: 'inherit' });
  return bin;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function ready(url, server) {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline;) {
    if (server.exitCode !== null) throw new Error(`the server ended with status ${server.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error('the server is not ready in time');
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

// Where pictures of the pages go.
export const SHOTS = join(import.meta.dirname, 'shots');

export const PHONE = { width: 360, height: 800 };
export const DESKTOP = { width: 1280, height: 800 };

/**
 * A new page in a context of its own. complaints gathers what the browser's
 * console says in anger (a breach of the content policy is such a thing),
 * script errors and requests to anybody but the site.
 */
export async function openPage(browser, site, options = {}) {
  const context = await browser.newContext({ viewport: PHONE, locale: 'vi-VN', baseURL: site.url, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    // The browser logs the very status that some tests ask for.
    const expected = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (['error', 'warning'].includes(message.type()) && !expected) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url)) complaints.push(`${page.url()} asks ${request.url()}`);
  });
  return { page, complaints };
}

// What axe looks for.
export const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe found wrong, a line each. */
export function told(violations) {
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`);
}

/**
 * Signs a member of staff in and stays on the room's first page. Those who need
 * a second factor set it up the first time, and come in by a recovery code later:
 * a phone's code is taken but once in half a minute.
 */
export async function signIn(page, name) {
  await givePassword(page, name);
  if (page.url().includes('/tai-khoan/xac-thuc')) {
    recovery.set(page.context().browser(), { ...recovery.get(page.context().browser()), [name]: (await setUpFactor(page)).codes });
    await page.getByRole('link', { name: 'Tôi đã cất mã, vào làm việc' }).click();
  } else if (page.url().includes('/dang-nhap/ma')) {
    await giveCode(page, recovery.get(page.context().browser())[name].pop());
  }
  await page.waitForURL('**/quan-tri');
}

const recovery = new WeakMap(); // codes that are left, by browser and name

/** The first step of signing in. */
export async function givePassword(page, name, password = PASSWORD) {
  await page.goto('/quan-tri/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.waitForURL((url) => url.pathname !== '/quan-tri/dang-nhap');
}

/** The second step. */
export async function giveCode(page, code) {
  await page.getByLabel('Mã sáu chữ số trên điện thoại').fill(code);
  await page.getByRole('button', { name: 'Vào' }).click();
}

/** Sets up a second factor on its page: the phone's secret and the recovery codes. */
export async function setUpFactor(page) {
  const secret = (await page.locator('.key').textContent()).replaceAll('-', '');
  await page.getByLabel('Mã sáu chữ số').fill(phoneCode(secret));
  await page.getByRole('button', { name: 'Xong' }).click();
  await page.getByRole('heading', { name: 'Mã dự phòng của bạn' }).waitFor();
  return { secret, codes: await page.locator('.recovery li').allTextContents() };
}

/** What a phone shows for a secret (RFC 6238), some half minutes from now. */
export function phoneCode(secret, later = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** What sticks out to the right of the window; empty when all fits. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().right > width + 0.5)
      .map((e) => `${e.tagName.toLowerCase()}.${e.className} "${e.textContent.trim().slice(0, 40)}" ends at ${e.getBoundingClientRect().right}`)
      .slice(0, 5);
  });
}

/** One address of every kind of page; codes are those of seed. */
export async function addresses(page, codes) {
  await page.goto('/tin-tuc');
  const ugly = await page.locator('.news a', { hasText: 'Tin có tên rất dài' }).getAttribute('href');
  const article = await page.locator('.news a', { hasText: 'Ứng dụng mã QR trong giải quyết thủ tục hành chính' }).getAttribute('href');
  return {
    home: '/',
    results: '/tim-kiem?q=dang+ky+khai+sinh',
    'results-filtered': '/tim-kiem?q=giay+phep&level=commune&online=1',
    'results-question': '/tim-kiem?q=khai+sinh+mat+may+ngay',
    none: '/tim-kiem?q=xyzzyx',
    procedure: '/thu-tuc/1.001193',
    'procedure-long': '/thu-tuc/1.013831',
    'procedure-ugly': '/thu-tuc/1.999001',
    'procedure-fees': '/thu-tuc/1.004194',
    article,
    'article-ugly': ugly,
    'list-articles': '/tin-tuc',
    'list-fields': '/thu-tuc',
    'list-field': '/linh-vuc/ho-tich',
    guide: '/huong-dan/giao-dien',
    'list-agencies': '/co-quan',
    'list-letters': '/a-z',
    'list-level': '/cap/xa',
    events: '/su-kien',
    event: '/su-kien/sinh-con',
    'open-data': '/du-lieu-mo',
    commune: '/lam-o-xa-nao',
    'commune-split': '/lam-o-xa-nao?xa=cam+hoa',
    'commune-none': '/lam-o-xa-nao?xa=huyen+dien+khanh',
    404: '/khong-co-trang-nay',
    'wrong-code': '/q/ABCDEFGH',
    'code-agency': `/q/${codes.agency}`,
    'code-paused': `/q/${codes.paused}`,
    'code-early': `/q/${codes.early}`,
    'code-retired': `/q/${codes.retired}`,
    'code-outside': `/q/${codes.outside}`,
    'code-replaced': `/q/${codes.replaced}`,
    'code-search': `/q/${codes.search}`,
    enter: '/ma',
    'enter-near': `/ma?ma=${slip(codes.printed)}`,
    'enter-unknown': '/ma?ma=ABCDEFGH',
    'enter-foreign': '/ma?ma=https%3A%2F%2Fthutuc-example.vn%2Fq%2F7K3M9QXA',
    check: '/kiem-tra',
    'check-printed': `/kiem-tra/${codes.printed}`,
    'check-unused': `/kiem-tra/${codes.unused}`,
    'check-unknown': '/kiem-tra/ABCDEFGH',
    'check-near': `/kiem-tra/${slip(codes.printed)}`,
    'check-foreign': '/kiem-tra?ma=https%3A%2F%2Fthutuc-example.vn%2Fq%2F7K3M9QXA',
    'en-home': '/en',
    'en-results': '/en/tim-kiem?q=birth+certificate',
    'en-results-question': '/en/tim-kiem?q=how+long+does+marriage+registration+take',
    'en-none': '/en/tim-kiem?q=xyzzyx',
    'en-procedure': '/en/thu-tuc/1.001193',
    'en-article': `/en${article}`,
    'en-list-field': '/en/linh-vuc/ho-tich',
    'en-404': '/en/khong-co-trang-nay',
    'en-code-paused': `/en/q/${codes.paused}`,
    'en-enter-near': `/en/ma?ma=${slip(codes.printed)}`,
    'en-check-printed': `/en/kiem-tra/${codes.printed}`,
    'en-check-unknown': '/en/kiem-tra/ABCDEFGH',
    'check-long': `/kiem-tra/${'W'.repeat(300)}`,
  };
}

/** A code with one symbol wrong. */
export function slip(code) {
  return (code[0] === '7' ? '8' : '7') + code.slice(1);
}
