// A button that copies what stands elsewhere on the page: of a field its value, else the words. It says so in the live region behind it,
// and in no other any more: only the last is on the clipboard. Without script, or where a browser lets nothing be copied, it is there to
// select.

function select(place) {
  if (place.select) place.focus();
  else getSelection().selectAllChildren(place);
}

function say(region) {
  for (const each of document.querySelectorAll("[data-copied]")) each.textContent = each === region ? each.dataset.copied : "";
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const place = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  if (place.select) place.onfocus = () => place.select();
  button.onclick = () => {
    say(null); // so that it is heard again
    navigator.clipboard.writeText(place.value || place.textContent).then(() => say(button.nextElementSibling), () => select(place));
  };
}
