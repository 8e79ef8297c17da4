// Buttons that print the page; without scripts there is the browser's menu.
{
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
}
