// A button that copies what stands elsewhere on the page: of a field its value, else the words. Without script, or where a browser lets
// nothing be copied, it is there to select.

function select(place) {
  if (place.select) place.focus();
  else getSelection().selectAllChildren(place);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const place = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  if (place.select) place.onfocus = () => place.select();
  button.onclick = () =>
    navigator.clipboard.writeText(place.value || place.textContent).then(() => (button.textContent = button.dataset.done), () => select(place));
}
