// Completes what is typed: a combobox as the ARIA practices have it.
'use strict';
for (const box of document.querySelectorAll('.search input[name=q]')) {
  const make = (tag, attributes, text = '') => {
    const e = document.createElement(tag);
    for (const name in attributes) e.setAttribute(name, attributes[name]);
    e.textContent = text;
    return e;
  };
  const id = `${box.id}-goi-y`;
  const said = box.form.dataset;
  const list = make('div', { id, role: 'listbox', 'aria-label': said.list, class: 'suggest' });
  const status = make('p', { role: 'status', class: 'off' });
  let timer, asking, active = -1;
  let options = [];

  const show = (open) => {
    list.hidden = !open;
    box.setAttribute('aria-expanded', open);
    if (!open) choose(-1);
  };
  const choose = (i) => {
    options[active]?.setAttribute('aria-selected', false);
    active = i;
    const option = options[i];
    if (!option) return box.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', true);
    box.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  };
  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
  };
  const close = () => {
    stop();
    show(false);
    status.textContent = '';
  };

  const fill = (groups) => {
    choose(-1);
    options = [];
    list.replaceChildren(...groups.map(({ group, label, items }) => {
      const part = make('div', { role: 'group', 'aria-labelledby': `${id}-${group}` });
      part.append(make('div', { id: `${id}-${group}`, class: 'label' }, said[group] ?? label));
      for (const { text, note, url } of items) {
        const option = make('a', { id: `${id}-${options.length}`, role: 'option', 'aria-selected': false, tabindex: -1, lang: 'vi', href: said.at + url }, text);
        if (note) option.append(' ', make('small', {}, note));
        options.push(option);
        part.append(option);
      }
      return part;
    }));
    show(options.length > 0);
    status.textContent = options.length ? `${options.length} ${said.some}` : said.none;
  };

  const ask = async () => {
    const q = box.value.trim();
    if (q.length < 2 || !navigator.onLine) return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(q)}`, { signal });
      const { groups = [] } = await answer.json();
      if (!signal.aborted && document.activeElement === box) fill(groups);
    } catch {
      if (!signal.aborted) close();
    }
  };
  // Phones compose each word: a pause tells that it is whole.
  const typed = (event) => {
    stop();
    timer = setTimeout(ask, event.isComposing ? 400 : 120);
  };

  const keys = {
    ArrowDown: () => choose(active + 1 < options.length ? active + 1 : -1),
    ArrowUp: () => choose((active < 0 ? options.length : active) - 1),
    Home: () => choose(0),
    End: () => choose(options.length - 1),
    Enter: () => options[active].click(),
    Escape: close,
  };
  box.addEventListener('keydown', (event) => {
    const { key } = event;
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey || !(key in keys)) return;
    if (key.startsWith('Arrow') ? !options.length || !box.value.trim() : list.hidden) return;
    if (/^(Home|End|Enter)$/.test(key) && active < 0) return;
    event.preventDefault();
    if (list.hidden) show(true);
    keys[key]();
  });
  box.addEventListener('input', typed);
  box.addEventListener('compositionend', typed);
  box.addEventListener('blur', close);
  box.form.addEventListener('submit', close);
  list.addEventListener('mousedown', (event) => event.preventDefault()); // the box keeps the focus
  addEventListener('pageshow', close);

  const wiring = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': false, 'aria-controls': id, 'aria-haspopup': 'listbox' };
  for (const name in wiring) box.setAttribute(name, wiring[name]);
  list.hidden = true;
  box.form.append(list, status);
}
