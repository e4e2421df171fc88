/* Writing or completing a situation on this device. What is typed is kept at each pause, so that a
   closed or killed browser loses nothing; it waits to be sent once its author keeps it. */

import { endWriting, keepWriting, writing } from "./remains.js";
import { keep } from "./sync.js";
import { fill, newKey, read } from "./values.js";
import { FULL, element, today } from "./words.js";

const place = document.getElementById("ecriture");
const form = place.querySelector("form");
const said = place.querySelector("[data-etat]");
let open = null;
let person = "";
let timer;

const tick = (name, value, code, text, type = "checkbox") =>
  element(
    "label",
    { class: "choix" },
    element("input", { type, name, value }),
    element("span", {}, code ? element("b", {}, code) : "", code ? ` ${text}` : text),
  );

const group = (title, ticks, unfolded) => {
  const made = element("details", {}, element("summary", {}, title), element("div", { class: "cocher" }, ...ticks));
  made.open = unfolded;
  return made;
};

function competencies({ blocks, used }) {
  const every = blocks.flatMap((block) => block.competencies);
  const first = used.map((pk) => every.find((one) => one.pk === pk)).filter(Boolean);
  const row = (one) => tick("competencies", one.pk, one.code, one.text);
  const groups = blocks.map((block, number) => {
    const rest = block.competencies.filter((one) => !first.includes(one));
    return rest.length ? group(`${block.title} (${rest.length})`, rest.map(row), !first.length && number === 0) : "";
  });
  return [element("div", { class: "cocher" }, ...first.map(row)), ...groups];
}

function choices(catalogue, week) {
  const days = week.days.filter(({ day }) => day <= today());
  form.querySelector("[data-jours]").replaceChildren(...days.map(({ day, label }) => tick("day", day, "", label, "radio")));
  form.querySelector("[data-competences]").replaceChildren(...competencies(catalogue));
  form.querySelector("[data-missions]").replaceChildren(...catalogue.missions.map((one) => tick("missions", one.pk, one.code, one.text)));
  const practices = form.querySelector("[data-cabinets]");
  practices.hidden = catalogue.practices.length < 2;
  practices.querySelector("select").replaceChildren(...catalogue.practices.map((one) => element("option", { value: one.pk }, one.name)));
}

/* A level for each competency that is ticked, keeping those that were said. */
function levels(values = read(form)) {
  const model = document.getElementById("modele-niveau").content;
  const ticked = [...form.querySelectorAll("[name=competencies]:checked")];
  const rows = ticked.map(({ value, parentElement }) => {
    const row = model.cloneNode(true);
    const [label, select] = [row.querySelector("label"), row.querySelector("select")];
    label.textContent = `Niveau pour ${parentElement.querySelector("b").textContent}`;
    label.htmlFor = select.id = `niveau-${value}`;
    select.name = `level_${value}`;
    select.value = values[select.name] ?? "";
    return row;
  });
  const fieldset = form.querySelector("[data-niveaux]");
  fieldset.hidden = !rows.length;
  fieldset.querySelector("div").replaceChildren(...rows);
}

function say(sentence) {
  said.textContent = sentence;
}

/* `row`: what is changed (form_key, base, year, week, and why it was refused); none: a new one. */
export function write(whose, catalogue, week, row, values, found = false) {
  person = whose;
  const target = row ?? { form_key: newKey(), base: 0 };
  open = { ...target, enrolment: catalogue.enrolment, year: week.year, week: week.week };
  choices(catalogue, week);
  form.reset();
  const days = week.days.filter(({ day }) => day <= today());
  fill(form, values ?? { kind: "practice", day: days.at(-1)?.day, practice: catalogue.practices[0]?.pk });
  levels(values);
  const more = form.querySelector("details[data-completer]");
  more.open = Boolean(row);
  form.querySelector("[data-noms]").hidden = row?.state !== "confirm";
  place.querySelector("h2").textContent = row ? "Compléter une situation" : "Écrire une situation";
  place.querySelector("[data-semaine]").textContent = `Semaine ${week.rank}, ${week.label}`;
  place.querySelector("[data-refus]").textContent = row?.message ?? "";
  say(found ? "Texte retrouvé sur cet appareil. Il n’attend pas encore d’être envoyé." : "");
  place.hidden = false;
  place.scrollIntoView({ block: "start" });
  form.elements.text.focus();
}

/* The text that was being typed when the page went away. */
export async function resume(whose, catalogue) {
  const typed = await writing(whose);
  const week = typed && catalogue.weeks.find((one) => one.year === typed.row.year && one.week === typed.row.week);
  if (week && !open) write(whose, catalogue, week, typed.row, typed.values, true);
}

async function keepTyped() {
  if (!open) return;
  try {
    await keepWriting(person, { row: open, values: read(form) });
    say("Gardé sur cet appareil pendant que vous écrivez.");
  } catch {
    say(FULL);
  }
}

function close() {
  clearTimeout(timer);
  open = null;
  place.hidden = true;
}

async function submit(event) {
  event.preventDefault();
  clearTimeout(timer);
  const values = read(form);
  if (!values.text?.trim()) {
    say("Écrivez ce qui s’est passé : le texte est vide.");
    form.elements.text.focus();
    return;
  }
  const { form_key, base, enrolment, year, week } = open;
  try {
    await keep(person, { form_key, base, enrolment, year, week, mine: values });
    await endWriting(person);
  } catch {
    say(FULL);
    return;
  }
  close();
  document.dispatchEvent(new Event("garde"));
}

async function giveUp() {
  await endWriting(person);
  close();
}

form.addEventListener("submit", submit);
form.querySelector("[data-fermer]").addEventListener("click", giveUp);
form.addEventListener("input", (event) => {
  if (event.target.name === "competencies") levels();
  clearTimeout(timer);
  timer = setTimeout(keepTyped, 400);
});
for (const name of ["pagehide", "sortie"]) window.addEventListener(name, keepTyped);
window.addEventListener("parti", close);
