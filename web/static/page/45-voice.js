// Takes a question by voice, where the device itself understands Vietnamese:
// most browsers send what they hear to their makers, and there is no button.
{
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const offer = async (button) => {
    if (await Recognition.available({ langs: ['vi-VN'], processLocally: true }) !== 'available') return;
    const { form, dataset } = button;
    const box = form.elements.q;
    const status = document.createElement('p');
    status.className = 'off';
    status.setAttribute('role', 'status');
    form.append(status);
    box.after(button);
    form.classList.add('hears');
    button.hidden = false;
    let hearing = null;
    const show = (words) => {
      button.setAttribute('aria-pressed', Boolean(hearing));
      status.textContent = words;
    };
    button.addEventListener('click', () => {
      if (hearing) return hearing.stop();
      hearing = new Recognition();
      hearing.lang = 'vi-VN';
      hearing.processLocally = true;
      hearing.interimResults = true;
      let words = dataset.nothing;
      hearing.onresult = ({ results }) => {
        const [result] = results;
        box.value = result[0].transcript;
        if (!result.isFinal) return;
        words = '';
        form.requestSubmit();
      };
      hearing.onerror = ({ error }) => { if (error === 'aborted') words = ''; };
      hearing.onend = () => {
        hearing = null;
        box.placeholder = words || box.placeholder;
        show(words);
      };
      hearing.start();
      show(dataset.hears);
    });
  };
  if (Recognition?.available) for (const button of document.querySelectorAll('.mic')) offer(button).catch(() => {});
}
