// One key does what a button of the focused row does; arrows go from row to row.
{
  const rows = [...document.querySelectorAll('.asked li')].filter((row) => row.querySelector('[data-key]'));
  for (const row of rows) row.tabIndex = 0;
  for (const hint of document.querySelectorAll('.keys')) hint.hidden = rows.length === 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, select, textarea')) return;
    const row = event.target.closest('.asked li');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!row) return;
      const next = rows[rows.indexOf(row) + (event.key === 'ArrowDown' ? 1 : -1)];
      next?.focus();
      event.preventDefault();
    } else if (/^[sgx]$/i.test(event.key)) {
      const does = row?.querySelector(`[data-key=${event.key.toLowerCase()}]`);
      if (!does) return;
      event.preventDefault();
      does.click();
      does.parentElement.querySelector('input:not([type=hidden])')?.focus();
    }
  });
}
