/* Asks how far a work is, once a second, and shows the page again when it has ended. */

const pane = document.querySelector("[data-avancement]");
const SECOND = 1000;
let shown = "";

async function ask() {
  try {
    const answer = await fetch(pane.dataset.avancement);
    if (answer.status === 204 || answer.redirected) return location.reload();
    const steps = answer.ok ? await answer.text() : shown;
    if (steps !== shown) pane.innerHTML = shown = steps;
    setTimeout(ask, SECOND);
  } catch {
    setTimeout(ask, 5 * SECOND); // the line is cut: it may come back
  }
}

if (pane) setTimeout(ask, SECOND);
