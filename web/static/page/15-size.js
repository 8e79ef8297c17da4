// Letters of the size that was chosen, on every page.
{
  const root = document.documentElement;
  root.classList.add('js');
  const sizes = [100, 125, 150, 175, 200];
  const name = 'co-chu';
  let size = 100;
  try { size = +localStorage.getItem(name) || 100; } catch { /* a browser that keeps nothing */ }
  const apply = () => { root.style.fontSize = size === 100 ? '' : `${size}%`; };
  apply();

  const tools = document.querySelector('.tools');
  const [smaller, larger] = tools?.querySelectorAll('[data-step]') ?? [];
  const show = () => {
    smaller.disabled = size === sizes[0];
    larger.disabled = size === sizes.at(-1);
  };
  const step = ({ currentTarget: { dataset } }) => {
    size = sizes[sizes.indexOf(size) + +dataset.step] ?? size;
    try { localStorage.setItem(name, size); } catch { /* for this page only */ }
    apply();
    show();
    tools.querySelector('[role=status]').textContent = `${tools.dataset.size} ${size} %`;
  };
  for (const button of tools ? [smaller, larger] : []) button.addEventListener('click', step);
  if (tools) show();
}
