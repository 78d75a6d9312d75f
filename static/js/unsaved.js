// A form that is sent with its button: leaving the page with something typed (the language switch too) asks first. What was typed
// in one form is asked about when another is sent; what a refused form brought back counts as typed.

const forms = [...document.querySelectorAll("form.mk-form, form.mk-choose")];
const isText = (control) => ["TEXTAREA", "INPUT"].includes(control.tagName) && !/radio|checkbox|hidden/.test(control.type);
const isRefused = (form) => form.querySelector(".mk-error, .is-invalid") !== null;
const isTyped = (form, control) => control.value !== control.defaultValue || (isRefused(form) && control.value !== "");
const hasText = (form) => [...form.elements].some((control) => isText(control) && isTyped(form, control));
let sent = null;

for (const form of forms) form.addEventListener("submit", () => (sent = form));
addEventListener("pageshow", () => (sent = null));
addEventListener("beforeunload", (event) => forms.some((form) => form !== sent && hasText(form)) && event.preventDefault());
