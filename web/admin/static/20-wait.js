// A form that takes its time says so.
{
  for (const form of document.querySelectorAll('form[data-wait]')) {
    form.addEventListener('submit', (event) => {
      if (event.defaultPrevented || event.submitter?.name !== 'kieu') return;
      const said = document.createElement('p');
      said.className = 'waiting';
      said.setAttribute('role', 'status');
      event.submitter.parentElement.after(said);
      said.textContent = form.dataset.wait;
    });
  }
}
