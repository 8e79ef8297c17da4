// Letters of the size that was chosen. The server reads the cookie, so that a
// page comes in that size and nothing on it moves.
{
  const root = document.documentElement;
  const sizes = [100, 125, 150, 175, 200];
  let size = +(/\bco-chu=(\d+)/.exec(document.cookie)?.[1] ?? 100);
  const apply = () => {
    for (const s of sizes.slice(1)) root.classList.toggle(`s${s}`, s === size);
    document.cookie = `co-chu=${size}; path=/; max-age=${size === 100 ? 0 : 31536000}; samesite=lax`;
  };
  if (!matchMedia('(scripting: enabled)').matches) root.classList.add('js'); // older browsers, which cannot ask
  apply(); // on pages that were kept, too; and the cookie lasts another year

  const tools = document.querySelector('.tools');
  const buttons = [...tools?.querySelectorAll('[data-step]') ?? []];
  const show = () => {
    for (const b of buttons) b.disabled = size === (b.dataset.step > 0 ? 200 : 100);
  };
  const step = ({ currentTarget: { dataset } }) => {
    size = sizes[sizes.indexOf(size) + +dataset.step] ?? size;
    apply();
    show();
    tools.querySelector('output').textContent = `${tools.dataset.size} ${size} %`;
  };
  for (const b of buttons) b.addEventListener('click', step);
  show();
}
