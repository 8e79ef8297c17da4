{ // An answer is sent and thanked for without leaving the page.
  const form = document.querySelector('.ask');
  const says = form?.querySelector('[role=status]');
  let sent = false;
  form?.addEventListener('submit', async (event) => {
    const chosen = event.submitter;
    if (!chosen) return; // an old browser: the form goes the plain way
    event.preventDefault();
    if (sent) return;
    sent = true;
    try {
      const body = new URLSearchParams({ [chosen.name]: chosen.value });
      const reply = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
      if (reply.type !== 'opaqueredirect') throw reply.status;
      chosen.setAttribute('aria-pressed', 'true');
      for (const b of form.querySelectorAll('button')) b.setAttribute('aria-disabled', 'true');
      says.textContent = form.dataset.thanks;
    } catch {
      sent = false;
      says.textContent = form.dataset.failed;
    }
  });
}
