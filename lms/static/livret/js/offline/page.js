/* The livret without network: the weeks that may be written, what is stored, what waits here. */

import { join } from "./compare.js";
import { ask, expire, greet, here, onChange } from "./device.js";
import { resume, write } from "./form.js";
import { waitingLine, weekPart } from "./list.js";
import { begun } from "./remains.js";
import "./session.js";
import { change, get, seals, situations } from "./store.js";
import { keep, refresh, send } from "./sync.js";
import { newKey } from "./values.js";
import { element, many, today } from "./words.js";

const RETRY = 60_000; // milliseconds between two tries while something waits
const at = (id) => document.getElementById(id);
const shown = { person: "", catalogue: null, rows: [], stopped: {}, expired: false, asked: false };

const sameWeek = (one, other) => one.year === other.year && one.week === other.week;
const weekOf = (row) => shown.catalogue.weeks.find((week) => sameWeek(week, row));

/* Stores on this device, says so if there is no place, then tries to send. */
async function keeping(situation) {
  try {
    await keep(shown.person, situation);
  } catch {
    at("etat").textContent = "Plus de place sur cet appareil : rien n’a changé.";
    return;
  }
  await deliver();
}

const named = ({ form_key, enrolment, year, week, base }) => ({ form_key, enrolment, year, week, base });
const stored = (one) => ({ ...named({ ...one, enrolment: shown.catalogue.enrolment }), base: one.version });

const removing = (row, values) => keeping({ ...named(row), mine: values, remove: true });

function editing(row, values) {
  const week = weekOf(row);
  if (week) write(shown.person, shown.catalogue, week, row, values);
  else at("etat").textContent = "Cette semaine ne s’écrit plus. Le texte reste ici : copiez-le, ou demandez à votre responsable de la rouvrir.";
}

const acts = {
  write: (week) => write(shown.person, shown.catalogue, week, null, null),
  edit: (row) => editing(row, row.mine),
  editStored: (one) => editing({ ...stored(one), state: "stored" }, one.values),
  removeStored: (one) => removing(stored(one), one.values),
  remove: (row) => (row.flying ? removing(row, row.mine) : acts.leave(row)),
  keepMine: (row) => {
    const again = { ...row, base: row.theirs.version };
    return row.remove ? removing(again, row.mine) : keeping({ ...named(again), mine: row.mine });
  },
  keepTheirs: (row) => acts.leave(row),
  joinBoth: (row) => editing({ ...named(row), base: row.theirs.version, state: "conflict" }, join(row.mine, row.theirs.values)),
  addAgain: async (row) => {
    await keeping({ ...named(row), form_key: newKey(), base: 0, mine: row.mine });
    await acts.leave(row);
  },
  leave: async (row) => {
    await change(shown.person, row.form_key, () => null);
    await show();
    await deliver();
  },
};


function stateWords() {
  const { away, status } = shown.stopped;
  if (shown.expired) return "Votre session a expiré. Rien n’est perdu : reconnectez-vous pour relire et envoyer.";
  if (status === 409) return "Un autre compte est connecté : ce qui attend ici n’est pas parti.";
  if (away || !navigator.onLine) return "Pas de réseau. Ce que vous écrivez reste sur cet appareil et part quand le réseau revient.";
  if (!shown.asked && !shown.rows.length) return ""; // what is sealed may still open
  if (status) return "Le serveur ne répond pas comme attendu. Rien n’est perdu : l’envoi recommencera.";
  return shown.rows.length ? "Tout n’est pas encore envoyé." : "En ligne. Tout est envoyé.";
}

async function showSealed() {
  const sealed = (await seals()).reduce((sum, one) => sum + one.count, 0);
  at("scelle").hidden = !sealed;
  at("scelle").textContent = `${many(sealed, "situation scellée", "situations scellées")} sur cet appareil. Elles s’ouvrent quand leur compte s’y connecte.`;
}

function showWeeks() {
  const monday = (week) => week.days[0].day;
  const begun = shown.catalogue.weeks.filter((week) => monday(week) <= today() && week.until >= today());
  const waits = (one) => shown.rows.some((row) => row.form_key === one.form_key);
  const open = new Map([...at("semaines").querySelectorAll("details")].map((one) => [one.dataset.week, one.open]));
  const parts = begun.sort((one, other) => (monday(one) < monday(other) ? 1 : -1)).map((week, number) => {
    const name = `${week.year}-${week.week}`;
    const part = weekPart(week, week.situations.filter((one) => !waits(one)), open.get(name) ?? number === 0, acts);
    part.dataset.week = name;
    return part;
  });
  at("semaines").replaceChildren(...parts);
}

function hideTexts() {
  at("attente").replaceChildren();
  at("semaines").replaceChildren();
}

async function show() {
  const known = (await globalThis.livretSession.ended()) ? null : await here();
  shown.person = known?.person ?? "";
  shown.catalogue = known ? ((await get("catalogues", known.person)) ?? null) : null;
  shown.rows = known ? await situations(known.person) : [];
  at("dehors").hidden = Boolean(shown.catalogue);
  at("dedans").hidden = !shown.catalogue;
  shown.expired = Boolean(known?.expired) || shown.stopped.status === 401;
  at("reconnecter").hidden = !shown.expired || !shown.catalogue;
  await showSealed();
  const texts = known ? Object.keys(begun(known.person)).length : 0;
  at("brouillons").hidden = !texts;
  at("brouillons").textContent = `${many(texts, "texte commencé", "textes commencés")} sur une page du site : vous le retrouvez en la rouvrant avec le réseau.`;
  at("etat").textContent = shown.catalogue ? stateWords() : "";
  if (!shown.catalogue) {
    hideTexts();
    at("ecriture").hidden = true;
    return;
  }
  at("attente-partie").hidden = !shown.rows.length;
  at("attente-titre").textContent = many(shown.rows.length, "situation non envoyée", "situations non envoyées");
  at("semaines-partie").hidden = shown.expired;
  if (shown.expired) return hideTexts(); // a form that is open stays: somebody is writing in it
  at("attente").replaceChildren(...shown.rows.map((row) => waitingLine(row, shown.catalogue, acts)));
  showWeeks();
  await resume(shown.person, shown.catalogue);
}

/* Sends what waits, then asks for the weeks; notes what stopped either. */
async function exchange() {
  const told = await ask();
  if (told?.person) await greet(told.person);
  const known = await here();
  if (!told) shown.stopped = { away: true };
  else if (!told.person) shown.stopped = { status: 401 };
  else if (known) {
    shown.stopped = await send(known.person);
    if (!shown.stopped.away && !shown.stopped.status) shown.stopped = await refresh(known.person);
  }
  shown.asked = true;
  if (shown.stopped.status === 401) await expire().catch(() => {}); // no place: this page hides them all the same
}

let delivering = null;
let again = false;

/* One exchange at a time; what was kept meanwhile has one more. */
async function deliver() {
  again = true;
  delivering ??= (async () => {
    while (again) {
      again = false;
      await exchange();
    }
  })().finally(() => (delivering = null));
  await delivering;
  await show();
}

async function start() {
  if (await globalThis.livretSession.ended()) {
    try {
      await globalThis.livretSession.end();
    } catch {
      // Without network: the mark stays, and nothing of anybody shows.
    }
  }
  await show();
  await deliver();
}

if (globalThis.indexedDB) {
  let waits;
  onChange(() => {
    clearTimeout(waits);
    waits = setTimeout(show, 50);
  });
  document.addEventListener("garde", deliver);
  window.addEventListener("online", start);
  window.addEventListener("offline", () => {
    shown.stopped = { away: true };
    show();
  });
  setInterval(() => shown.rows.length && deliver(), RETRY);
  start().catch(() => at("dehors").append(element("p", {}, "Cet appareil ne peut rien garder.")));
}
