// A walk past the posters goes on without a signal: what was tapped is kept on
// the phone with its time and sent later, in order.
{
  const KEY = 'tuan-tra', AGAIN = 15_000, PATIENCE = 15_000; // ms
  const waiting = document.querySelector('.waiting');
  const usable = () => {
    try {
      localStorage.setItem(`${KEY}?`, '');
      localStorage.removeItem(`${KEY}?`);
      return true;
    } catch { return false; }
  };
  if (waiting && usable()) {
    const user = waiting.dataset.user;
    const all = () => JSON.parse(localStorage.getItem(KEY) ?? '[]');
    const mine = () => all().filter((tap) => tap.user === user);
    const same = (a) => (b) => a.code === b.code && a.at === b.at && a.user === b.user;
    const put = (taps) => localStorage.setItem(KEY, JSON.stringify(taps));
    const element = (name, text, set = {}) => Object.assign(document.createElement(name), { textContent: text }, set);
    const print = (code) => `${code.slice(0, 4)}-${code.slice(4)}`;

    let needed = ''; // what somebody must do before more can be sent
    const show = () => {
      const taps = mine();
      const lost = taps.filter((tap) => tap.refused);
      const parts = [];
      if (taps.length > lost.length) parts.push(element('p', `${taps.length - lost.length} tờ đang chờ gửi. Cứ đi tiếp; máy tự gửi khi có sóng.`));
      if (needed) parts.push(element('a', needed, { href: `/quan-tri/dang-nhap?tiep=${encodeURIComponent(location.pathname)}` }));
      for (const tap of lost) {
        const line = element('p', `Tờ ${print(tap.code)} không gửi được: ${tap.refused} `);
        line.append(element('button', 'Đã hiểu, bỏ', { type: 'button', className: 'second', onclick: () => { put(all().filter((t) => !same(tap)(t))); show(); } }));
        parts.push(line);
      }
      waiting.replaceChildren(...parts);
      waiting.hidden = parts.length === 0;
    };

    let sending = false;
    const send = async () => {
      if (sending) return;
      sending = true;
      try {
        for (let tap; (tap = mine().find((t) => !t.refused));) {
          const answer = await fetch(`/quan-tri/tuan-tra/${tap.code}`, {
            method: 'POST', headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE), redirect: 'error',
            body: new URLSearchParams({ thay: tap.found, 'ghi-chu': tap.note, luc: tap.at }),
          });
          needed = answer.status === 401 ? 'Phiên đã hết: hãy đăng nhập lại để gửi tiếp.' : '';
          if (answer.status === 401 || answer.status >= 500 || answer.status === 429) break;
          if (answer.ok) put(all().filter((t) => !same(tap)(t)));
          else {
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            const refused = page.querySelector('h1')?.textContent ?? `lỗi ${answer.status}`;
            put(all().map((t) => (same(tap)(t) ? { ...t, refused } : t)));
          }
          show();
        }
      } catch { /* no signal: later */ } finally {
        sending = false;
        show();
      }
    };
    addEventListener('online', send);
    setInterval(() => { if (mine().some((t) => !t.refused)) send(); }, AGAIN);

    const stops = [...document.querySelectorAll('.stop')];
    const round = document.querySelector('.stops');
    const slip = document.querySelector('.slip');
    const done = new Set(mine().filter((t) => !t.refused).map((t) => t.code));
    const bar = document.querySelector('.progress progress');
    const before = Number(bar?.value ?? 0);
    const next = (code) => {
      if (!round) return;
      const left = stops.filter((stop) => !done.has(stop.dataset.code));
      const here = left.find((stop) => stop.dataset.code === code) ?? left[0];
      for (const stop of stops) stop.hidden = stop !== here;
      const seen = before + stops.length - left.length;
      bar.value = seen;
      document.querySelector('.progress .at').textContent = seen;
      document.querySelector('.finished').hidden = left.length > 0;
      return here;
    };
    for (const stop of stops) {
      const form = stop.querySelector('form');
      form?.addEventListener('submit', (event) => {
        if (!round || !event.submitter) return; // a card by itself is sent as forms are
        event.preventDefault();
        delete form.dataset.sent;
        const { code } = stop.dataset;
        const found = event.submitter;
        put([...all(), { user, code, found: found.value, note: form.elements['ghi-chu'].value, at: new Date().toISOString() }]);
        form.reset();
        done.add(code);
        const line = element('p', `Đã ghi ${print(code)}: ${found.textContent.toLowerCase()}. `);
        line.append(element('button', 'Sửa lại', { type: 'button', className: 'second', onclick: () => { done.delete(code); next(code); slip.replaceChildren(); } }));
        if (found.value !== 'good') line.append(' ', element('a', 'In lại', { href: `/quan-tri/in?ma=${code}` }));
        slip.replaceChildren(line);
        next()?.querySelector('button').focus({ preventScroll: true });
        scrollTo(0, 0);
        send();
      });
    }
    next();
    show();
    send();
  }
}
