/* The forms of a situation on the pages of the livret. One that is stored is saved at each pause in
   typing; a new one that is added without network is kept on this device. Without this script the
   forms are sent as they always were. */

import { admit } from "./device.js";
import { get } from "./store.js";
import { keep, send } from "./sync.js";
import { read } from "./values.js";
import { FULL, element, hour } from "./words.js";

const PAUSE = 1500; // milliseconds without a key before it is saved
const person = document.body.dataset.person;
const form = document.querySelector("form[data-semaine]");
const [enrolment, year, week] = (form?.dataset.semaine ?? "").split(":").map(Number);
const field = (name) => form.elements[name];
const target = () => ({ form_key: field("form_key").value, base: Number(field("version").value) || 0, enrolment, year, week });
const state = element("p", { class: "etat", role: "status" });
let saving = null;
let timer;

function say(sentence, conflict = false) {
  state.replaceChildren(sentence);
  state.classList.toggle("hors", conflict);
  if (conflict) state.append(" ", element("a", { href: `/livret/hors-ligne/#situation-${field("form_key").value}` }, "Comparer les deux"));
}

/* What was stored is what the page now starts from, for every form of it. */
function stored(values, version) {
  for (const one of document.querySelectorAll("main input[name=version]")) one.value = version;
  for (const area of form.querySelectorAll("textarea[data-draft]")) {
    if (area.value.replaceAll("\r\n", "\n") !== (values[area.name] ?? "")) continue;
    area.defaultValue = area.value;
    try {
      localStorage.removeItem(`livret:${person}:${area.dataset.draft}`);
    } catch {
      // No storage: nothing to forget.
    }
  }
}

async function save() {
  clearTimeout(timer);
  timer = undefined;
  const values = read(form);
  if (!values.text?.trim()) return say("Écrivez ce qui s’est passé : le texte est vide.");
  try {
    if (!(await admit(person)) && navigator.onLine) return say("Reconnectez-vous pour enregistrer.");
    await keep(person, { ...target(), mine: values });
  } catch {
    return say(FULL, false);
  }
  const told = await send(person);
  const left = await get("situations", [person, field("form_key").value]);
  if (!left) {
    stored(values, told.versions?.[field("form_key").value] ?? target().base);
    return say(`Enregistré à ${hour(Date.now())}`);
  }
  if (left.state === "conflict" || left.state === "gone") return say("Cette situation a changé ailleurs. La vôtre est gardée sur cet appareil.", true);
  if (left.message) return say(`Pas enregistré : ${left.message}`);
  if (told.status === 401) return say("Session expirée : gardé sur cet appareil. Reconnectez-vous pour l’envoyer.");
  return say("Hors ligne, gardé sur cet appareil");
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    saving = (saving ?? Promise.resolve()).then(save).catch(() => say(FULL));
  }, PAUSE);
}

/* The button sends the form as ever, after what is on its way. The device keeps the same until the
   server has said that it knows it: nothing is lost if the answer never comes. */
async function submitStored(event) {
  if (!navigator.onLine) {
    event.preventDefault();
    saving = (saving ?? Promise.resolve()).then(save);
    return;
  }
  if (form.dataset.settled) return;
  event.preventDefault();
  clearTimeout(timer);
  await saving?.catch(() => {});
  await keep(person, { ...target(), mine: read(form) }).catch(() => {});
  form.dataset.settled = "1";
  form.requestSubmit();
}

/* Without network a new situation waits on this device, and its text is no draft any more. */
async function submitNew(event) {
  if (navigator.onLine) return;
  event.preventDefault();
  const values = read(form);
  if (!values.text?.trim()) return say("Écrivez ce qui s’est passé : le texte est vide.");
  try {
    await admit(person);
    await keep(person, { ...target(), base: 0, mine: values });
  } catch {
    return say(FULL);
  }
  form.reset();
  try {
    localStorage.removeItem(`livret:${person}:${field("text").dataset.draft}`);
  } catch {
    // No storage: nothing to forget.
  }
  // On a first visit the worker is not there yet: without network no page could be shown.
  if (navigator.serviceWorker?.controller) location.assign("/livret/hors-ligne/");
  else say("Situation gardée sur cet appareil : elle part au retour du réseau.");
}

window.addEventListener("parti", () => clearTimeout(timer));
window.addEventListener("pageshow", () => delete form?.dataset.settled);
if (form && globalThis.indexedDB) {
  form.querySelector("button:not([type])").before(state);
  if (target().base) {
    form.addEventListener("input", later);
    form.addEventListener("submit", submitStored);
  } else form.addEventListener("submit", submitNew);
}
