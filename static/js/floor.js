// Below the floor of docs/browsers.md a page would work by halves, so no script that imports this begins: the page stays a plain
// form, and its buttons send it. (Older still, a browser does not read these scripts at all.)

const isThere = [
  "inert" in HTMLElement.prototype, // a page that is open in another tab can still be typed in
  "submitter" in SubmitEvent.prototype, // the button for ready only saves
  "HTMLDialogElement" in window,
  navigator.locks || !isSecureContext, // two tabs write over each other
];
if (!isThere.every(Boolean)) throw new Error("older than docs/browsers.md: this page works as a plain form");
