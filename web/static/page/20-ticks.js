// The papers one has: ticks are kept on this device alone, by the procedure's
// code and the words of each paper, so that they outlive a reordered record.
{
  const bar = document.querySelector('.ticks');
  if (bar) {
    const key = `papers ${bar.dataset.code}`;
    const boxes = [...document.querySelectorAll('.papers input')];
    const words = (box) => box.nextSibling.data.trim();
    const hash = (text) => {
      let h = 0x811c9dc5; // FNV-1a
      for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
      return (h >>> 0).toString(36);
    };
    const papers = new Map(boxes.map((box) => [box, hash(words(box))]));
    const [out, clear, print] = bar.children;

    const kept = () => {
      try {
        return new Set(JSON.parse(localStorage.getItem(key)) || []);
      } catch { // no storage, or not ours
        return new Set();
      }
    };
    const keep = (have) => {
      try {
        if (have.size) localStorage.setItem(key, JSON.stringify([...have]));
        else localStorage.removeItem(key);
      } catch { /* ticked all the same until the page is left */ }
    };
    // What is counted are the lists one has begun to tick, for most people are
    // in one case alone.
    const count = (begun) => {
      const lists = new Set(boxes.filter((box) => box.checked).map((box) => box.closest('ul')));
      if (!lists.size && begun) lists.add(begun);
      const asked = boxes.filter((box) => lists.has(box.closest('ul')));
      const got = asked.filter((box) => box.checked).length;
      out.textContent = lists.size ? bar.dataset.have.replace('{n}', got).replace('{m}', asked.length) : '';
    };
    const show = () => {
      const have = kept();
      for (const [box, paper] of papers) box.checked = have.has(paper);
      count();
    };

    for (const [box, paper] of papers) {
      box.addEventListener('change', () => {
        const have = kept();
        if (box.checked) have.add(paper);
        else have.delete(paper);
        keep(have);
        for (const [other, same] of papers) if (same === paper) other.checked = box.checked;
        count(box.closest('ul'));
      });
    }
    clear.addEventListener('click', () => {
      const begun = boxes.find((box) => box.checked);
      keep(new Set());
      for (const box of boxes) box.checked = false;
      count(begun && begun.closest('ul'));
    });
    print.addEventListener('click', () => {
      const root = document.documentElement;
      root.classList.add('list');
      addEventListener('afterprint', () => root.classList.remove('list'), { once: true });
      window.print();
    });
    addEventListener('storage', (e) => { if (e.key === key) show(); });
    addEventListener('pageshow', show); // also on coming back to a page kept in memory
    show();
    bar.classList.add('on');
  }
}
