// Rows are added in place, and the public page of what is typed stands beside
// the form.
{
  for (const table of document.querySelectorAll('[data-rows]')) {
    const add = table.querySelector('[value^="them:"]');
    add.addEventListener('click', (event) => {
      event.preventDefault();
      const boxes = table.querySelectorAll('.rowbox');
      const fresh = boxes[boxes.length - 1].cloneNode(true);
      fresh.setAttribute('aria-label', fresh.getAttribute('aria-label').replace(/\d+$/, boxes.length + 1));
      fresh.querySelector('.out')?.remove();
      for (const input of fresh.querySelectorAll('input, textarea, select')) {
        input.value = '';
        const id = input.id.replace(/\d+$/, boxes.length);
        fresh.querySelector(`label[for="${input.id}"]`).htmlFor = id;
        input.id = id;
      }
      add.closest('p').before(fresh);
      fresh.querySelector('input, textarea, select').focus();
    });
  }

  const form = document.querySelector('form[data-preview]');
  const pane = document.querySelector('.preview');
  if (form && pane) {
    const says = pane.querySelector('[role=status]');
    const sheet = pane.querySelector('.sheet');
    const paper = sheet.attachShadow({ mode: 'open' });
    const PAUSE = 700; // ms without typing
    let waiting, latest = 0;

    const refresh = async () => {
      const mine = ++latest;
      const body = new URLSearchParams(new FormData(form));
      body.set('viec', 'xem');
      says.textContent = 'Đang làm mới…';
      try {
        const answer = await fetch(form.action, { method: 'POST', body });
        if (!answer.ok) throw new Error(String(answer.status));
        // The style is cut out first: the policy of this page forbids it in any other place.
        let css = '';
        const text = (await answer.text()).replace(/<style>([^]*?)<\/style>/, (_, found) => { css = found; return ''; });
        const page = new DOMParser().parseFromString(text, 'text/html');
        if (mine !== latest) return;
        const content = page.querySelector('main');
        if (!content) throw new Error('no page');
        const style = new CSSStyleSheet();
        style.replaceSync(css);
        paper.adoptedStyleSheets = [style];
        content.removeAttribute('id');
        for (const link of content.querySelectorAll('a[href]')) link.target = '_blank';
        paper.replaceChildren(content);
        says.textContent = 'Đúng như trang công khai sẽ hiện.';
      } catch {
        if (mine === latest) says.textContent = 'Chưa xem trước được: hãy kiểm tra mạng, hoặc đăng nhập lại ở trang khác rồi gõ tiếp.';
      }
    };

    for (const button of form.querySelectorAll('[value=xem]')) {
      button.addEventListener('click', (event) => {
        event.preventDefault();
        pane.hidden = false;
        document.querySelector('.desk').classList.add('two');
        refresh();
        if (!matchMedia('(min-width: 64rem)').matches) pane.scrollIntoView({ block: 'start' });
      });
    }
    form.addEventListener('input', () => {
      clearTimeout(waiting);
      if (!pane.hidden) waiting = setTimeout(refresh, PAUSE);
    });
  }
}
