// Keeps what a reader has seen, so that it opens again without a signal. The
// server puts strict mode, VERSION and SHELL in front: what every version needs,
// by address.
const PAGES = 'pages', CODES = 'codes'; // outlive versions; a code's entry is the address of its page
const LIMIT = 50; // of each
const PATIENCE = 4000; // ms; a weak network hangs rather than fails
const PRIVATE = /^\/(quan-tri|di|api)\b/;

// The address a page is kept under: of all ways to write it, and to come, one.
// Caches look past the fragment by themselves.
const key = (address) => {
  const url = new URL(address, location);
  url.searchParams.delete('tu');
  url.pathname = url.pathname.replace(/^\/q\/.+/i, (code) => code.toUpperCase().replace(/-/g, '').replace(/O/g, '0').replace(/[IL]/g, '1'));
  return url.href;
};

// A language's pages stand behind its tag; the bare addresses are Vietnamese.
const language = ({ pathname }) => {
  const first = `/${pathname.split('/')[1]}`;
  return SHELL.some((address) => address.startsWith(`${first}/ngoai-tuyen`)) ? first : '';
};

// The newest stand last.
const put = async (name, at, body, headers) => {
  const cache = await caches.open(name);
  await cache.delete(at);
  await cache.put(at, new Response(body, { headers }));
  for (const old of (await cache.keys()).slice(0, -LIMIT)) await cache.delete(old);
};

const keep = async (answer) => {
  const { headers, status, url } = answer;
  if (/404|410/.test(status)) return (await caches.open(PAGES)).delete(key(url)); // taken down
  const is = (name, words) => headers.get(name)?.includes(words);
  if (status !== 200 || !is('Content-Type', 'html') || is('Cache-Control', 'no-store') || PRIVATE.test(new URL(url).pathname)) return;
  const at = key(new URL(headers.get('Content-Location') ?? url, url));
  const text = await answer.text();
  const now = new Date();
  const body = text.replace('<html', `<html data-kept="${+now}"`).replace('<time></time>', `<time>${now.toLocaleString('vi')}</time>`);
  const kept = new Headers(headers);
  for (const name of ['Content-Encoding', 'Content-Length', 'Vary']) kept.delete(name);
  await put(PAGES, at, body, kept);
  for (const code of [key(url), key(`/q/${text.match(/\/qr\/(\w+)\.svg/)?.[1] ?? ''}`)]) {
    if (/\/q\/./i.test(code)) await put(CODES, code, at);
  }
};

const find = async (address) => {
  const code = await (await caches.open(CODES)).match(key(address));
  return (await caches.open(PAGES)).match(code ? await code.text() : key(address));
};

const page = async (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const fresh = (async () => await event.preloadResponse ?? fetch(request))();
  event.waitUntil(fresh.then((answer) => keep(answer.clone())).catch(() => {}));
  const kept = PRIVATE.test(url.pathname) ? null : await find(url);
  try {
    return await (kept ? Promise.race([fresh, new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); })]) : fresh);
  } catch {
    return kept ?? caches.match(`${language(url)}/ngoai-tuyen`, { ignoreSearch: true });
  }
};

const file = async ({ request }) => await caches.match(request)
  ?? fetch(request).catch(() => caches.match(request, { ignoreSearch: true }));

// A page that came past the worker, as the first one does, asks to be kept. The
// browser has it still; if not, nobody reads it a second time.
const again = async (url) => keep(await fetch(url, { cache: 'force-cache', headers: { 'X-Purpose': 'prefetch' } }));

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(SHELL)));
});
addEventListener('activate', (event) => event.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  for (const name of await caches.keys()) if (![PAGES, CODES, VERSION].includes(name)) await caches.delete(name);
  await clients.claim();
})()));
addEventListener('message', (event) => event.waitUntil((async ({ url }) => {
  for (const address of [language(new URL(url)) || '/', url]) await again(address).catch(() => {});
})(event.source)));
addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  if (method !== 'GET' || !url.startsWith(`${origin}/`)) return;
  if (mode === 'navigate') event.respondWith(page(event));
  else if (url.includes('/static/')) event.respondWith(file(event));
});
