// A note of very many words shows its beginning; a press shows the rest. Without a script, and on paper, it stands there whole, and
// who hears or copies the page has all of it.

export function shorten(root) {
  for (const words of root.querySelectorAll("[data-long]")) if (!words.classList.contains("mk-cut")) cut(words);
}

function cut(words) {
  const { more, less } = words.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mk-more";
  words.after(button);
  const set = (isCut) => {
    words.classList.toggle("mk-cut", isCut);
    button.textContent = isCut ? more : less;
    button.setAttribute("aria-expanded", String(!isCut));
  };
  button.addEventListener("click", () => set(!words.classList.contains("mk-cut")));
  set(true);
  if (!words.clientHeight || words.scrollHeight > words.clientHeight) return; // folded away, or cut indeed
  words.classList.remove("mk-cut");
  button.remove();
}

shorten(document);
