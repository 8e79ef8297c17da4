// What is folded is printed, too. Newer browsers open it by the stylesheet.
{
  if (!CSS.supports('selector(::details-content)')) {
    let folded = [];
    addEventListener('beforeprint', () => {
      const list = document.documentElement.classList.contains('list');
      folded = [...document.querySelectorAll(list ? 'details:not([open],.case)' : 'details:not([open])')];
      for (const d of folded) d.open = true;
    });
    addEventListener('afterprint', () => {
      for (const d of folded) d.open = false;
    });
  }
}
