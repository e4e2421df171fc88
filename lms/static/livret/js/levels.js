/* Says what the level under the pointer, or the one in focus, means: its text stands in the label. */

const pane = document.querySelector("[data-dit]");
const form = document.querySelector("form[data-notation]");

function say(label) {
  const criterion = label.closest("[data-critere]");
  const level = label.querySelector("input").value;
  const head = document.createElement("b");
  head.textContent = `${criterion.dataset.critere} ${level} `;
  pane.replaceChildren(head, label.querySelector(".dit").textContent);
}

function shown(event) {
  const label = event.target.closest?.(".niveaux label");
  if (label) say(label);
}

if (pane && form) {
  for (const kind of ["focusin", "pointerover", "change"]) form.addEventListener(kind, shown);
  const first = form.querySelector(".niveaux :checked") ?? form.querySelector(".niveaux input");
  if (first) say(first.closest("label"));
}
