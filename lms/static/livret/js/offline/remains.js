/* What of a person lies readable on this device, beside the situations that wait. */

import { drop, forget, get, put, situations } from "./store.js";

function drafts(person, area) {
  try {
    return Object.keys(area).filter((name) => name.startsWith(`livret:${person}:`));
  } catch {
    return [];
  }
}

/* Texts that were begun and never stored, as drafts.js keeps them. */
export function begun(person) {
  const found = {};
  for (const name of drafts(person, localStorage)) {
    try {
      const { text, base } = JSON.parse(localStorage.getItem(name));
      if (text.trim() && text !== base) found[name] = localStorage.getItem(name);
    } catch {
      // Not a text of ours.
    }
  }
  return found;
}

export const writing = (person) => get("meta", `writing:${person}`);
export const keepWriting = (person, row) => put("meta", { ...row, name: `writing:${person}` });
export const endWriting = (person) => drop("meta", `writing:${person}`);

/* What would be lost if this person’s remains went: situations, and texts that were begun. */
export async function unsent(person) {
  const texts = Object.keys(begun(person)).length + ((await writing(person)) ? 1 : 0);
  return { situations: (await situations(person)).length, texts };
}

export async function wipe(person) {
  await forget(person);
  for (const area of [localStorage, sessionStorage]) {
    for (const name of drafts(person, area)) area.removeItem(name);
  }
}
