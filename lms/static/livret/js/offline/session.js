/* Signing out without network: no script can erase the cookie of the session, so the device keeps a
   mark, shows nothing of anybody, and ends the session before anything else once the network is
   back. Loaded by pages as a module and by the worker as a script, so it exports nothing. */

globalThis.livretSession = (() => {
  const STATE = "livret-sortie";
  const MARK = "/sortie";

  async function ended() {
    if (!globalThis.caches) return false;
    return (await caches.has(STATE)) && Boolean(await (await caches.open(STATE)).match(MARK));
  }

  async function mark() {
    await (await caches.open(STATE)).put(MARK, new Response(""));
  }

  /* Throws if the network is away or the server refuses; then the mark stays. */
  async function end() {
    const told = await fetch("/appareil/", { cache: "no-store" });
    const { person, csrf } = await told.json();
    if (person) {
      const body = new URLSearchParams({ csrfmiddlewaretoken: csrf });
      const answer = await fetch("/compte/logout/", { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error("refused");
    }
    await globalThis.caches?.delete(STATE);
  }

  return { ended, mark, end };
})();
