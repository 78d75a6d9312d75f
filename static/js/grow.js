// A text field shows the whole of its text. Browsers that know `field-sizing` do that by themselves (css/forms.css); for the
// others it is measured here: when somebody types, when a script writes, when a field comes into sight or gets another width.

const isNative = CSS.supports("field-sizing", "content");
const widths = new WeakMap(); // field → the width its height was measured at
const sizes = isNative || new ResizeObserver((seen) => requestAnimationFrame(() => seen.forEach(({ target }) => resized(target))));
const all = () => document.querySelectorAll("textarea");

/** Call it for a field of a script's making, and after a script wrote in one. */
export function fit(field) {
  if (isNative) return;
  sizes.observe(field);
  grow(field);
}

/** Writes in a field as a person would see it: whole. */
export function write(field, words) {
  field.value = words;
  fit(field);
}

function resized(field) {
  if (field.clientWidth !== widths.get(field)) grow(field);
}

/** What is around it keeps its height meanwhile, or the page would jump. */
function grow(field) {
  const { parentElement: holder, style } = field;
  widths.set(field, field.clientWidth);
  if (!field.clientWidth) return; // folded away: measured once it is in sight
  holder.style.minHeight = `${holder.offsetHeight}px`;
  style.height = "auto";
  style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  holder.style.minHeight = "";
}

if (!isNative) {
  all().forEach(fit);
  document.addEventListener("input", ({ target }) => target.matches("textarea") && fit(target));
  document.fonts?.ready.then(() => all().forEach(grow));
}
