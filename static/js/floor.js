// Below the floor of docs/browsers.md a writing page would work by halves, so none of its script begins: it stays a plain form, and
// its buttons send it. What is kept on this device is sent all the same. (Older still, a browser does not read these scripts at all.)

export const isEnough = [
  "inert" in HTMLElement.prototype, // a page that is open in another tab can still be typed in
  "submitter" in SubmitEvent.prototype, // the button for ready only saves
  "HTMLDialogElement" in window,
  navigator.locks || !isSecureContext, // two tabs write over each other
].every(Boolean);
