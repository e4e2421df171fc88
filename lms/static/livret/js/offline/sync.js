/* Sends what waits on this device, each situation once, and keeps what the server answers. */

import { alone, ask, changed, here, PATIENCE } from "./device.js";
import { change, get, put, situations } from "./store.js";
import { same } from "./values.js";

const BATCH = 10;
export const STUCK = ["refused", "confirm", "conflict", "gone"];

/* A situation that this person wrote; throws if this device has no place for it. */
export async function keep(person, situation) {
  const { form_key: formKey } = situation;
  navigator.storage?.persist?.().catch(() => {});
  const made = await change(person, formKey, (before) => ({
    flying: null, theirs: null, ...before, remove: false, ...situation,
    person, at: Date.now(), state: "kept", message: "", field: "",
  }));
  changed();
  return made;
}

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

/* The answers; or { away } without network, { status } if the server takes nothing. */
async function post(person, enrolment, operations, again = true) {
  const body = new URLSearchParams({
    person, operations: JSON.stringify(operations), csrfmiddlewaretoken: token(),
  });
  let answer;
  try {
    answer = await fetch(`/livret/synchroniser/?inscription=${enrolment}`, {
      method: "POST", body, signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { away: true };
  }
  if (answer.ok) return answer.json().catch(() => ({ away: true }));
  if (answer.status === 403 && again && (await ask())?.person === person) {
    return post(person, enrolment, operations, false); // the token was of another session
  }
  return { status: answer.status };
}

/* What goes out for a row. What is in the air goes again as it was, until its answer came: the
   server knows it by its key, whatever was written since. */
function operation(row) {
  const { form_key, base, year, week } = row;
  const named = { form_key, base, year, week };
  if (row.flying) return { ...named, act: "put", values: row.flying };
  return row.remove ? { ...named, act: "remove" } : { ...named, act: "put", values: row.mine };
}

async function settle(person, sent, answer) {
  const now = answer.now ?? null;
  const done = answer.result === "stored" || answer.result === "duplicate";
  const made = await change(person, sent.form_key, (row) => {
    if (!row) return null;
    const next = { ...row, flying: null };
    const moved = sent.act === "put" && (row.remove || !same(row.mine, sent.values));
    if (done && sent.act === "remove") return null;
    if (done && !moved) return null;
    if (done) return { ...next, base: now.version, state: "kept" };
    if (moved && !["conflict", "gone"].includes(answer.result)) return { ...next, state: "kept" };
    const told = { state: answer.result, message: answer.message ?? "", field: answer.field ?? "" };
    return { ...next, ...told, theirs: now };
  });
  if (done || answer.result === "gone") await remember(person, sent, now);
  return made;
}

/* The stored situation takes its place in the catalogue, or leaves it. */
async function remember(person, sent, now) {
  const catalogue = await get("catalogues", person);
  if (!catalogue) return;
  for (const week of catalogue.weeks) {
    week.situations = week.situations.filter((one) => one.form_key !== sent.form_key);
    if (now && week.year === now.year && week.week === now.week) week.situations.push(now);
  }
  await put("catalogues", catalogue).catch(() => {});
}

async function fly(person, rows) {
  const found = [];
  for (const row of rows) {
    const sent = operation(row);
    if (sent.act === "put") {
      await change(person, row.form_key, (now) => now && { ...now, flying: sent.values });
    }
    found.push(sent);
  }
  return found;
}

/* What stops everything that waits; any other status stops only what was sent with it. */
const stops = ({ away, status }) => away || status === 401 || status === 409;

async function deliver(person, enrolment, rows, versions) {
  const sent = await fly(person, rows);
  const told = await post(person, enrolment, sent);
  if (!told.answers) {
    if (rows.length === 1 || !told.status || stops(told)) return told;
    let last = {};
    for (const row of rows) {
      const one = await deliver(person, enrolment, [row], versions); // a bad one stops no other
      if (stops(one)) return one;
      if (one.status) last = one;
    }
    return last;
  }
  for (const answer of told.answers) {
    const one = sent.find((each) => each.form_key === answer.form_key);
    if (one) await settle(person, one, answer);
    if (answer.now) versions[answer.form_key] = answer.now.version;
  }
  return {};
}

/* Sends all that waits; says what stopped it or a part of it ({ away } or { status }), and which
   version each situation then had. */
async function all(person) {
  const versions = {};
  const failed = new Set(); // what the server could not take now is not sent again at once
  let last = {};
  for (let turn = 0; turn < 3; turn += 1) {
    const ready = (await situations(person)).filter((row) => !STUCK.includes(row.state) && !failed.has(row.form_key));
    if (!ready.length) break;
    for (const enrolment of new Set(ready.map((row) => row.enrolment))) {
      const own = ready.filter((row) => row.enrolment === enrolment);
      for (let first = 0; first < own.length; first += BATCH) {
        const batch = own.slice(first, first + BATCH);
        const told = await deliver(person, enrolment, batch, versions);
        if (stops(told)) return { ...told, versions };
        if (!told.status) continue;
        last = told;
        batch.forEach((row) => failed.add(row.form_key));
      }
    }
  }
  return { ...last, versions };
}

/* Nothing is done for a person who is not here any more. */
async function forPerson(person, act) {
  const told = await alone(async () => ((await here())?.person === person ? act() : { status: 409 }));
  changed();
  return told;
}

export const send = (person) => forPerson(person, () => all(person));

async function fetchWeeks(person) {
  try {
    const answer = await fetch("/livret/hors-ligne/donnees/", {
      cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) return { status: answer.status };
    const found = await answer.json();
    if (found.person !== person) return { status: 409 };
    await put("catalogues", { ...found, at: Date.now() });
  } catch (error) {
    return error.name === "QuotaExceededError" ? {} : { away: true }; // what waits is sent all the same
  }
  return {};
}

/* The weeks and lists, fresh from the server; says what stopped it. */
export const refresh = (person) => forPerson(person, () => fetchWeeks(person));
