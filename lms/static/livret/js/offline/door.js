/* On every page: the worker that answers without network, what waits for the person who is signed
   in, and signing out. */

import { alone, channel, greet, here } from "./device.js";
import { unsent, wipe } from "./remains.js";
import "./session.js";
import { get, situations } from "./store.js";

const session = globalThis.livretSession;
const { person, livret } = document.body.dataset; // who is here, and whether they keep a livret
const AWAY = "/hors-ligne/";
const FRESH = 10 * 60_000; // milliseconds after which the weeks are asked for again

/* Ends the session; until the network lets it, only pages that are the same for everybody show. */
async function finish() {
  try {
    await session.end();
    location.replace("/");
  } catch {
    if (person) location.replace(AWAY);
  }
}

/* What this page still holds of the person is not kept again when it goes. */
function quiet() {
  for (const area of document.querySelectorAll("textarea[data-draft]")) area.value = area.defaultValue;
  window.dispatchEvent(new Event("parti"));
}

async function leave() {
  quiet();
  channel?.postMessage("left");
  try {
    await session.end();
    location.replace("/");
  } catch {
    location.replace(AWAY);
  }
}

/* Without place for the mark, the session ends all the same where there is a network. */
const note = () => session.mark().catch(() => {});

/* Wiped and marked at once, under the lock: a page that waits for it writes nothing of them again.
   Says what would be lost; then nothing was done. */
async function wipeAll(person) {
  const count = await unsent(person);
  if (count.situations || count.texts) return count;
  await wipe(person);
  await note();
  return null;
}

async function sealAll({ person, seal: key }) {
  const { seal } = await import("./seal.js");
  await seal(person, key);
  await note();
}

/* Sends what waits, then asks about what is left; nothing left: this person’s remains are wiped. */
async function signOut(form) {
  const known = await here().catch(() => null);
  if (!known) return form.submit();
  window.dispatchEvent(new Event("sortie")); // what is being typed is kept first, so that it counts
  const { send } = await import("./sync.js");
  if ((await situations(known.person)).length) await send(known.person);
  const count = await alone(() => wipeAll(known.person));
  if (!count) return leave();
  const [{ choose, tell }, { canSeal }] = await Promise.all([
    import("./dialog.js"),
    import("./seal.js"),
  ]);
  if ((await choose(count, canSeal(known.seal))) !== "seal") return null;
  try {
    await alone(() => sealAll(known));
  } catch {
    return tell("Plus de place sur cet appareil pour les sceller : vous restez connecté.");
  }
  return leave();
}

function onSubmit(event) {
  if (new URL(event.target.action).pathname !== "/compte/logout/") return;
  if (!globalThis.indexedDB || !globalThis.caches) return;
  event.preventDefault();
  signOut(event.target);
}

async function catchUp() {
  if (await session.ended()) return finish();
  if (!person || !(await greet(person))) return null;
  const { refresh, send } = await import("./sync.js");
  if ((await situations(person)).length) await send(person);
  const age = Date.now() - ((await get("catalogues", person))?.at ?? 0);
  const writing = livret !== undefined && location.pathname.startsWith("/livret/");
  if (writing && age > FRESH) await refresh(person);
  return null;
}

/* A page from before the sign-out, shown again by the arrow of the browser. */
async function hide() {
  if (await session.ended()) location.replace(AWAY);
}

if (globalThis.indexedDB) {
  document.addEventListener("submit", onSubmit, { capture: true });
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
  catchUp().catch(() => {}); // no storage here: the site works without
  window.addEventListener("online", () => catchUp().catch(() => {}));
  window.addEventListener("pageshow", (event) => event.persisted && hide());
  channel?.addEventListener("message", ({ data }) => {
    if (data !== "left" || !person) return;
    quiet();
    location.reload();
  });
}
