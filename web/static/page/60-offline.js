// Lets the phone keep pages, and lists those it has on the page for readers
// without a signal.
{
  addEventListener('load', async () => {
    try {
      await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
      const [{ workerStart }] = performance.getEntriesByType('navigation');
      if (workerStart === 0) (await navigator.serviceWorker.ready).active.postMessage('keep'); // it has not come through the worker
    } catch { /* without a worker nothing is kept */ }
  });

  const list = document.querySelector('.keptlist');
  const fill = async () => {
    const cache = await caches.open('pages');
    const site = document.title.split(' – ').pop();
    const pages = await Promise.all((await cache.keys()).map(async ({ url }) => {
      const head = (await (await cache.match(url)).text()).slice(0, 4000);
      const [, title] = /<title>([^]*?)<\/title>/.exec(head) ?? [];
      const [, at] = /data-kept="(\d+)"/.exec(head) ?? [];
      return { url, title, at };
    }));
    list.replaceChildren(...pages.sort((a, b) => b.at - a.at).map(({ url, title }) => {
      const a = document.createElement('a');
      a.href = url;
      a.textContent = new DOMParser().parseFromString(title, 'text/html').body.textContent.replace(` – ${site}`, '');
      const item = document.createElement('li');
      item.append(a);
      return item;
    }));
    list.parentElement.hidden = pages.length === 0;
    document.querySelector('.nothingkept').hidden = pages.length > 0;
  };
  if (list && window.caches) {
    fill().catch(() => {});
    list.parentElement.querySelector('button').addEventListener('click', async () => {
      for (const name of ['pages', 'codes']) await caches.delete(name);
      try { localStorage.clear(); } catch { /* nothing was kept there */ }
      await fill();
    });
  }
}
