// What a browser prints: the text of each field, whole (a field does not grow on paper), and what is folded for the screen alone.

let undo = [];

addEventListener("beforeprint", () => {
  for (const field of document.querySelectorAll("textarea")) if (field.value) copy(field);
  for (const fold of document.querySelectorAll("details[data-printed]:not([open])")) open(fold);
});
addEventListener("afterprint", () => {
  for (const act of undo) act();
  undo = [];
});

/** The style sheet prints it in the field's place (css/forms.css). */
function copy(field) {
  const words = document.createElement("div");
  words.className = "mk-printed";
  words.textContent = field.value;
  field.after(words);
  undo.push(() => words.remove());
}

function open(fold) {
  fold.open = true;
  undo.push(() => (fold.open = false));
}
