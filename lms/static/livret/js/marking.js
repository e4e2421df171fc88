/* Marking with the keyboard: a letter chooses the criterion, 0 to 3 its level, Ctrl + Enter sends.
   The hints (.touches, hidden in the page) appear only here, so they are always true, and a button
   in them turns the keys off (WCAG 2.1.4). */

const form = document.querySelector("form[data-notation]");
const hints = document.querySelector("[data-touches]");
const OFF = "livret:touches";
const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

const criteria = [...(form?.querySelectorAll("[data-critere]") ?? [])];
let current = criteria.find((each) => !each.querySelector(":checked")) ?? criteria[0];

function choose(criterion) {
  if (!criterion) return;
  current?.classList.remove("courant");
  current = criterion;
  current.classList.add("courant");
  (current.querySelector(":checked") ?? current.querySelector("input")).focus();
}

function set(level) {
  const radio = [...current.querySelectorAll("input[type=radio]")].find((each) => each.value === level);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  choose(criteria[criteria.indexOf(current) + 1] ?? current);
}

const off = () => localStorage.getItem(OFF) === "off";

function press(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (off() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches(TYPING)) return;
  const letter = criteria.find((each) => each.dataset.critere === event.key.toLowerCase());
  if (letter) choose(letter);
  else if (/^[0-3]$/.test(event.key) && current) set(event.key);
  else return;
  event.preventDefault();
}

function offerSwitch() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lien";
  const say = () => {
    button.textContent = off() ? "Rétablir les touches" : "Couper les touches";
  };
  button.addEventListener("click", () => {
    localStorage.setItem(OFF, off() ? "on" : "off");
    say();
  });
  say();
  hints.append(button);
  hints.hidden = false;
}

if (form) {
  form.addEventListener("focusin", (event) => {
    const inside = event.target.closest("[data-critere]");
    if (!inside || inside === current) return;
    current?.classList.remove("courant");
    current = inside;
    current.classList.add("courant");
  });
  current?.classList.add("courant");
  document.addEventListener("keydown", press);
  if (hints) offerSwitch();
}
