// Reads the page aloud, with a voice that is on the device: nothing is sent to
// anybody. What is read stands in .readable, without ways on and [data-quiet].
{
  const synth = window.speechSynthesis;
  const button = document.querySelector('.listen');
  const area = document.querySelector('.readable');
  const longest = 200; // letters at a time; some browsers fall silent after a quarter of a minute

  const vietnamese = ({ lang, localService }) => localService && /^vi([-_]|$)/i.test(lang);
  const voice = () => synth.getVoices().find(vietnamese);

  // How what is written short is said.
  const full = {
    UBND: 'Ủy ban nhân dân', HĐND: 'Hội đồng nhân dân', TTHC: 'thủ tục hành chính', DVC: 'dịch vụ công', CCCD: 'căn cước công dân',
    CMND: 'chứng minh nhân dân', BHXH: 'bảo hiểm xã hội', BHYT: 'bảo hiểm y tế', GCN: 'giấy chứng nhận', QSDĐ: 'quyền sử dụng đất',
    NĐ: 'nghị định', QĐ: 'quyết định', TT: 'thông tư', TTLT: 'thông tư liên tịch', NQ: 'nghị quyết', CP: 'Chính phủ', TTg: 'Thủ tướng',
    BTP: 'Bộ Tư pháp', BCA: 'Bộ Công an', BTC: 'Bộ Tài chính', TP: 'thành phố', PCCC: 'phòng cháy chữa cháy', VNĐ: 'đồng', VND: 'đồng', đ: 'đồng',
  };
  const spoken = (text) => text
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\p{L}+(?:[/-]\p{L}+)*/gu, (word) => {
      const parts = word.split(/[/-]/);
      return parts.some((part) => full[part]) ? parts.map((part) => full[part] ?? part).join(' ') : word;
    });

  const readable = (e) => e.closest('[lang]').lang === 'vi' && !e.closest('script,style,button,nav,aside,.crumb,[data-quiet]')
    && (e.checkVisibility?.() ?? e.getClientRects().length > 0);
  const blockOf = (e) => {
    while (e !== area && getComputedStyle(e).display.startsWith('inline')) e = e.parentElement;
    return e;
  };

  // The texts of blocks, each with the nodes it comes from.
  const blocks = () => {
    const found = [];
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.trim() || !readable(node.parentElement)) continue;
      const block = blockOf(node.parentElement);
      if (found.at(-1)?.block !== block || node.previousSibling?.nodeName === 'BR') found.push({ block, text: '', nodes: [] });
      const last = found.at(-1);
      last.nodes.push({ node, from: last.text.length });
      last.text += node.data;
    }
    return found;
  };

  // Its sentences, none too long, as [from, to].
  const sentences = (text) => {
    const out = [];
    for (const { 0: sentence, index } of text.matchAll(/\S[^]*?(?:[.!?;:…](?=\s|$)|$)/g)) {
      let from = index;
      for (const end = index + sentence.length; from < end;) {
        let to = end;
        if (end - from > longest) {
          const part = text.slice(from, from + longest);
          to = from + (Math.max(part.lastIndexOf(', '), part.lastIndexOf(' ')) + 1 || longest);
        }
        out.push([from, to]);
        from = to;
      }
    }
    return out;
  };

  const pieces = () => blocks().flatMap(({ block, text, nodes }) => sentences(text).map(([from, to]) => {
    const place = (at) => {
      const { node, from: start } = nodes.filter((n) => n.from <= at).pop();
      return [node, Math.min(at - start, node.length)];
    };
    const range = new Range();
    range.setStart(...place(from));
    range.setEnd(...place(to - 1));
    range.setEnd(range.endContainer, Math.min(range.endOffset + 1, range.endContainer.length));
    return { block, range, text: spoken(text.slice(from, to)) };
  })).filter(({ text }) => /[\p{L}\d]/u.test(text));

  let all = [], at = 0, current = null, bar;
  const mark = (piece) => {
    document.querySelector('.reading')?.classList.remove('reading');
    if (window.Highlight) {
      CSS.highlights.delete('reading');
      if (piece) CSS.highlights.set('reading', new Highlight(piece.range));
    } else piece?.block.classList.add('reading');
    const box = piece?.range.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight - 80)) piece.block.scrollIntoView({ block: box.height < innerHeight / 2 ? 'center' : 'start' });
  };
  const silence = () => {
    current = null;
    synth.cancel();
  };
  const stop = () => {
    silence();
    mark();
    bar?.remove();
    button.focus({ preventScroll: true });
  };
  const speak = () => {
    const piece = all[at];
    if (!piece) return stop();
    mark(piece);
    const u = current = new SpeechSynthesisUtterance(piece.text);
    u.voice = voice();
    u.lang = 'vi-VN';
    u.onend = () => {
      if (u !== current) return;
      at++;
      speak();
    };
    u.onerror = () => { if (u === current) stop(); };
    synth.speak(u);
  };
  const make = (text, onclick) => {
    const b = document.createElement('button');
    b.textContent = text;
    b.addEventListener('click', onclick);
    return b;
  };
  const start = () => {
    silence();
    all = pieces();
    at = 0;
    bar?.remove();
    const { pause, resume, stop: end } = button.dataset;
    // Pausing is silence and saying the sentence again: phones cannot halt a voice.
    const hold = make(pause, () => {
      hold.textContent = current ? resume : pause;
      if (current) silence();
      else speak();
    });
    bar = document.createElement('div');
    bar.className = 'player';
    bar.append(hold, make(end, stop));
    document.body.append(bar);
    hold.focus();
    speak();
  };

  if (synth && button && area) {
    const offer = () => button.classList.toggle('on', Boolean(voice()));
    offer();
    synth.addEventListener?.('voiceschanged', offer);
    button.addEventListener('click', start);
    addEventListener('pagehide', silence);
  }
}
