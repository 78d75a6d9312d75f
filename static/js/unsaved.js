// A form that is sent with its button: leaving the page with something typed (the language switch too) asks first.

const forms = [...document.querySelectorAll("form.mk-form, form.mk-choose")];
const isTyped = (control) => control.value !== control.defaultValue && ["TEXTAREA", "INPUT"].includes(control.tagName);
const hasText = (form) => [...form.elements].some((control) => !/radio|checkbox|hidden/.test(control.type) && isTyped(control));
let sending = false;

for (const form of forms) form.addEventListener("submit", () => (sending = true));
addEventListener("pageshow", () => (sending = false));
addEventListener("beforeunload", (event) => !sending && forms.some(hasText) && event.preventDefault());
