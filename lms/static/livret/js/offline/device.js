/* Whose device this is now. */

import "./session.js";
import { get, put, seals } from "./store.js";

export const channel = globalThis.BroadcastChannel ? new BroadcastChannel("livret") : null;
const told = [];
export const PATIENCE = 20_000; // milliseconds after which a network that does not answer is away

/* Calls `act` whenever something changed on this device, in this page or in another. */
export function onChange(act) {
  told.push(act);
  channel?.addEventListener("message", () => act());
}

export function changed() {
  told.forEach((act) => act());
  channel?.postMessage("changed");
}

/* One page at a time sends, asks for the weeks or wipes: nothing comes back after it was wiped. */
export const alone = (act) =>
  navigator.locks ? navigator.locks.request("livret-envoi", act) : act();

export const here = () => get("meta", "here");

/* What the server says of who is signed in; null without network. */
export async function ask() {
  try {
    const answer = await fetch("/appareil/", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/* The server said that the session has ended. It is noted until that person is back: a network that
   is cut afterwards shows no text again. */
export async function expire() {
  await alone(async () => {
    const known = await here();
    if (known && !known.expired) await put("meta", { ...known, expired: true });
  });
  changed();
}

/* A person is signed in on this page: what somebody else left is sealed, what is theirs is opened,
   also if an earlier page went before it had opened everything. */
export async function greet(person) {
  const known = await here();
  if (known?.person === person && !known.expired && !(await seals(person)).length) return known;
  const found = await alone(() => welcome(person));
  changed();
  return found;
}

/* For a text that is being kept: of who is here already it waits for no seal and no other page. What
   was sealed is opened by the page itself, as it arrives. */
export async function admit(person) {
  const known = await here();
  return known?.person === person && !known.expired ? known : greet(person);
}

/* Under the lock, so that a page that signs out meanwhile is not followed by what it wiped. */
async function welcome(person) {
  const known = await here();
  const own = known?.person === person;
  if (await globalThis.livretSession.ended()) return null;
  const now = await ask();
  if (now?.person !== person) return own ? known : null;
  const { open, seal } = await import("./seal.js");
  if (known && !own) await seal(known.person, known.seal);
  await put("meta", { name: "here", person, seal: now.seal });
  await open(person, now.seal);
  return here();
}
