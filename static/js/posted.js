// A page that answered a press has no address of its own: who comes back to it would be asked whether to send the form
// once more, on a bare page of the browser. Its place in the history gets the page that comes after it.
history.replaceState(null, "", document.querySelector("[data-at]").dataset.at);
