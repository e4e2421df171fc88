/* Forms sent once: the button rests after the first click. It wakes when the page is shown again, or
   after ten seconds if the page stayed (a download, a network that does not answer). */

function rest(event) {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  form.dataset.sent = "1";
  setTimeout(wake, 10_000);
  // After this turn of the loop, so that the name and value of the button are still sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.setAttribute("aria-disabled", "true");
    }
  });
}

function wake() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  }
}

document.addEventListener("submit", rest);
window.addEventListener("pageshow", wake);

// The summary of errors takes the focus, so that it is read first. The anchor of an address takes it
// away while the page loads: it is given back, unless somebody has gone elsewhere meanwhile.
const summary = document.querySelector("[data-focus]");
summary?.focus();
window.addEventListener("load", () => {
  if (document.activeElement === document.body) summary?.focus();
});
