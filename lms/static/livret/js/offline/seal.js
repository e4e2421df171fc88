/* What waits when somebody signs out is ciphered for their account (AES-GCM, 256 bits). The key comes
   from the server to that account alone, and leaves this device at sign-out. */

import { begun, wipe, writing } from "./remains.js";
import { put, seals, sealUp, situations, unseal } from "./store.js";

const words = new TextEncoder();

export const canSeal = (key) => Boolean(key && globalThis.crypto?.subtle);

async function keyOf(hex) {
  const bytes = Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/* Throws without a key, or if there is no place: then everything stays as it was. */
export async function seal(person, hex) {
  const kept = {
    situations: await situations(person),
    drafts: begun(person),
    writing: (await writing(person)) ?? null,
  };
  const count = kept.situations.length;
  if (count || Object.keys(kept.drafts).length || kept.writing) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const secret = { name: "AES-GCM", iv, additionalData: words.encode(person) };
    const plain = words.encode(JSON.stringify(kept));
    const data = await crypto.subtle.encrypt(secret, await keyOf(hex), plain);
    await sealUp({ person, iv, data, count, at: Date.now() });
  }
  await wipe(person);
}

/* Opens what was sealed for this person; what does not open stays sealed. */
export async function open(person, hex) {
  for (const { id, iv, data } of await seals(person)) {
    try {
      const secret = { name: "AES-GCM", iv, additionalData: words.encode(person) };
      const plain = await crypto.subtle.decrypt(secret, await keyOf(hex), data);
      const kept = JSON.parse(new TextDecoder().decode(plain));
      if (kept.writing && !(await writing(person))) await put("meta", kept.writing);
      for (const [name, draft] of Object.entries(kept.drafts)) {
        if (localStorage.getItem(name) === null) localStorage.setItem(name, draft);
      }
      await unseal(id, person, kept.situations);
    } catch {
      // The secret key of the site changed, or there is no place: it stays for another day.
    }
  }
}
