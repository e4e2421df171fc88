/* Keeps the pages and files that are the same for everybody, and answers with them when the network
   is away. What is personal is never kept here. VERSION and KEPT come from the server, before this. */

const CACHE = `livret-${VERSION}`;
const [LIVRET, AWAY] = KEPT;

async function keep() {
  const cache = await caches.open(CACHE);
  // Without cookies: what the server answers cannot be of anybody.
  const asked = KEPT.map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  await cache.addAll(asked);
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => /^livret-[0-9a-f]{16}$/.test(name) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const kept = async (url) => (await caches.open(CACHE)).match(url);

/* A session that was to end ends first: before that, no page of anybody. */
async function page(request) {
  try {
    if (await livretSession.ended()) await livretSession.end();
    return await fetch(request);
  } catch {
    const livret = new URL(request.url).pathname.startsWith("/livret/");
    return kept(livret ? LIVRET : AWAY);
  }
}

async function file(request) {
  return (await kept(request.url)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (event.request.method === "GET" && KEPT.includes(pathname)) {
    event.respondWith(file(event.request));
  }
});
