/* What this device keeps, in IndexedDB. Each row says whose it is:
   situations: what a person wrote and the server has not confirmed
   catalogues: weeks, stored situations and lists, to write without network
   sealed: what waited when a person signed out, ciphered
   meta: who is here (« here ») and the text being typed (« writing:<person> »). */

const NAME = "livret";
const VERSION = 1;
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("situations", { keyPath: ["person", "form_key"] });
      asked.result.createObjectStore("catalogues", { keyPath: "person" });
      asked.result.createObjectStore("sealed", { keyPath: "id", autoIncrement: true });
      asked.result.createObjectStore("meta", { keyPath: "name" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close();
        opening = undefined;
      };
      resolve(asked.result);
    };
    asked.onerror = () => {
      opening = undefined;
      reject(asked.error);
    };
  });
  return opening;
}

/* One transaction; resolves once what it wrote is on the disk, so that a killed browser keeps it.
   `names`: one store or several, given to `act` in that order. */
async function within(names, mode, act) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const work = base.transaction(names, mode, { durability: "strict" });
    const asked = act(...[].concat(names).map((name) => work.objectStore(name)));
    work.oncomplete = () => resolve(asked?.result);
    work.onabort = () => reject(work.error ?? new DOMException("interrupted", "AbortError"));
  });
}

export const get = (name, key) => within(name, "readonly", (store) => store.get(key));
export const put = (name, row) => within(name, "readwrite", (store) => store.put(row));
export const drop = (name, key) => within(name, "readwrite", (store) => store.delete(key));

const of = (person) => IDBKeyRange.bound([person], [person, []]);

export async function situations(person) {
  const found = await within("situations", "readonly", (store) => store.getAll(of(person)));
  return found.sort((one, other) => one.at - other.at);
}

/* The situations of a seal come back and the seal goes, at once: neither twice nor half. What was
   written since stays. */
export const unseal = (id, person, rows) =>
  within(["situations", "sealed"], "readwrite", (kept, sealed) => {
    const still = sealed.get(id);
    still.onsuccess = () => {
      if (!still.result) return; // another page was faster
      for (const row of rows) {
        const newer = kept.get([person, row.form_key]);
        newer.onsuccess = () => newer.result ?? kept.put(row);
      }
      sealed.delete(id);
    };
  });

/* The inverse: a page that goes while somebody’s texts are being sealed leaves them once. */
export const sealUp = (row) =>
  within(["sealed", "situations", "meta"], "readwrite", (sealed, kept, meta) => {
    sealed.put(row);
    kept.delete(of(row.person));
    meta.delete(`writing:${row.person}`);
  });

export async function seals(person) {
  const every = await within("sealed", "readonly", (store) => store.getAll());
  return person ? every.filter((one) => one.person === person) : every;
}

/* Read a situation and write what `act` makes of it (null: forget it), with nothing in between. */
export async function change(person, formKey, act) {
  let made;
  await within("situations", "readwrite", (store) => {
    const asked = store.get([person, formKey]);
    asked.onsuccess = () => {
      made = act(asked.result);
      if (made) store.put(made);
      else if (asked.result) store.delete([person, formKey]);
    };
  });
  return made;
}

export async function forget(person) {
  await within("situations", "readwrite", (store) => store.delete(of(person)));
  await drop("catalogues", person);
  await drop("meta", `writing:${person}`);
  if ((await get("meta", "here"))?.person === person) await drop("meta", "here");
}
