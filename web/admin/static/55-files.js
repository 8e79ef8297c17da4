// A file that is too large is told before it is sent.
{
  for (const input of document.querySelectorAll('input[type=file][data-limit]')) {
    input.addEventListener('change', () => {
      const file = input.files[0];
      const large = file && file.size > input.dataset.limit * 1024 * 1024;
      input.setCustomValidity(large ? `Tệp nặng ${Math.ceil(file.size / 1024 / 1024)} MB, tối đa ${input.dataset.limit} MB. Hãy nén, chia nhỏ hoặc thu nhỏ tệp.` : '');
      if (large) input.reportValidity();
    });
  }
}
