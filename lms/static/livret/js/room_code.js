/* Asks the server for the code of the room, once a second: its clock alone decides. Without an
   answer the code goes within seconds: what stands on a screen must be alive. */

const pane = document.querySelector("[data-code]");
const SECOND = 1000;
const PATIENCE = 3 * SECOND; // for one answer
const STALE = 5 * SECOND; // after the last good one

let good = Date.now();

async function ask() {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(pane.dataset.code, { cache: "no-store", signal });
    if (answer.redirected) return location.reload(); // signed out
    if (!answer.ok) throw new Error(answer.status);
    pane.innerHTML = await answer.text();
    good = Date.now();
  } catch {
    if (Date.now() - good > STALE) {
      pane.textContent = "Le site ne répond pas : le code ne peut pas être montré. Vérifiez le réseau.";
    }
  }
  setTimeout(ask, SECOND);
}

if (pane) setTimeout(ask, SECOND);
