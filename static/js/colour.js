// The colour of headings (templates/administration/school.html): the line in which it is written and the browser's window of
// colours say the same, and the example shows it. The server judges again.
const line = document.getElementById("id_accent");
const picked = document.getElementById("id_picked");
const example = document.querySelector("[data-example]");
const drawing = example.querySelector("svg");
const said = example.querySelector("[role=status] > p");
const asInTheApp = "#1d2536";
const readable = 4.5; // WCAG 2.2, 1.4.3

function contrastWithWhite(colour) {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const part = parseInt(colour.slice(place, place + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

function show(colour) {
  drawing.setAttribute("fill", colour);
  said.hidden = contrastWithWhite(colour) >= readable;
}

function written() {
  const colour = line.value.trim().toLowerCase() || asInTheApp;
  if (!/^#[0-9a-f]{6}$/.test(colour)) return;
  picked.value = colour;
  show(colour);
}

line.addEventListener("input", written);
line.addEventListener("change", written);
picked.addEventListener("input", () => {
  line.value = picked.value;
  show(picked.value);
  line.dispatchEvent(new Event("input", { bubbles: true })); // what keeps words hears of it (drafts.js)
});
if (line.value) written();
if (line.getAttribute("aria-invalid")) said.hidden = true; // the server says it beside the line
