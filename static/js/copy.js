// A button that copies a field. Without script, or where a browser lets nothing be copied, the field is there to select.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  field.onfocus = () => field.select();
  button.onclick = () => navigator.clipboard.writeText(field.value).then(() => (button.textContent = button.dataset.done), () => field.focus());
}
