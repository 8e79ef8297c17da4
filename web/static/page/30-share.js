// Shares the page's short address, and prints the page.
{
  const tools = document.querySelector('.tools');
  const share = async ({ currentTarget: { dataset } }) => {
    const home = document.querySelector('link[rel=canonical]')?.href ?? location.href;
    const url = new URL(dataset.share, home).href;
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url });
    } catch (error) {
      if (error.name === 'AbortError') return; // the reader thought better of it
    }
    const copied = await navigator.clipboard?.writeText(url).then(() => true, () => false);
    tools.querySelector('output').textContent = copied ? `${dataset.done} ${url}` : url;
  };
  tools?.querySelector('[data-share]').addEventListener('click', share);
  tools?.querySelector('[data-print]').addEventListener('click', () => print());
}
