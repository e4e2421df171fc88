/* Asks the server for the code of the room, once a second: its clock alone decides. */

const pane = document.querySelector("[data-code]");
const SECOND = 1000;

async function ask() {
  try {
    const answer = await fetch(pane.dataset.code, { cache: "no-store" });
    if (answer.redirected) return location.reload(); // signed out
    if (answer.ok) pane.innerHTML = await answer.text();
    setTimeout(ask, SECOND);
  } catch {
    pane.textContent = "Pas de réseau : le code ne peut pas être montré.";
    setTimeout(ask, 5 * SECOND);
  }
}

if (pane) setTimeout(ask, SECOND);
