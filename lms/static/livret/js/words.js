/* Counts the words of <textarea data-mots> as they are written, by the rule of the server: a word
   stands between spaces and holds a letter or a digit. */

const HOLDS = /[\p{L}\p{N}]/u;

const count = (text) => text.split(/\s+/).filter((word) => HOLDS.test(word)).length;

function say(counter, words) {
  const { min, max } = counter.dataset;
  const missing = min - words;
  const over = words - max;
  const rest =
    missing > 0 ? `encore ${missing} au moins` : over > 0 ? `${over} de trop` : `${min} à ${max} demandés`;
  counter.textContent = `${words} mot${words > 1 ? "s" : ""}, ${rest}`;
  counter.toggleAttribute("data-hors", over > 0);
}

for (const area of document.querySelectorAll("textarea[data-mots]")) {
  const counter = area.form?.querySelector("[data-compteur]");
  if (!counter) continue;
  const update = () => say(counter, count(area.value));
  area.addEventListener("input", update);
  area.addEventListener("focus", update);
  update();
}
