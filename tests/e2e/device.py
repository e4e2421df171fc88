"""A phone with the livret on it: what its person does there, with and without network."""

import json
import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e import steps

LIVRET = "/livret/hors-ligne/"
ALL_SENT = "En ligne. Tout est envoyé."
AWAY = "Pas de réseau."
PHONE = {
    "locale": "fr-FR",
    "timezone_id": "Europe/Paris",
    "viewport": {"width": 360, "height": 800},
}

OPEN = """
  const base = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("livret");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = reject;
  });
"""
WRITE_ROW = (
    "async ([store, row]) => {"
    + OPEN
    + """
  const work = base.transaction(store, "readwrite");
  work.objectStore(store).put(row);
  await new Promise((resolve) => (work.oncomplete = resolve));
  base.close();
}"""
)
# Everything that lies readable on the device: IndexedDB (but the ciphered), storage, caches.
READ_EVERYTHING = (
    """async () => {
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
"""
    + OPEN
    + """
  for (const name of base.objectStoreNames) {
    const asked = base.transaction(name).objectStore(name).getAll();
    found.push(await new Promise((resolve) => (asked.onsuccess = () => resolve(
      name + JSON.stringify(asked.result)))));
  }
  base.close();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const kind = (await cache.match(request)).headers.get("content-type") ?? "";
      if (/html|json/.test(kind)) found.push(await (await cache.match(request)).text());
    }
  }
  return found;
}"""
)

# The worker answers for this page.
CONTROLLED = """() => new Promise((resolve) => {
  if (navigator.serviceWorker.controller) resolve();
  else navigator.serviceWorker.addEventListener("controllerchange", () => resolve());
})"""

# The server stores, and the device never hears of it.
LOSE_ANSWERS = """() => {
  const ask = window.fetch;
  window.fetch = async (url, ...more) => {
    const answer = await ask(url, ...more);
    if (String(url).includes("/synchroniser/")) throw new TypeError("answer lost");
    return answer;
  };
}"""

# The first page that seals somebody’s texts goes before it has wiped what they left.
GONE_ONCE_SEALED = """(() => {
  const drop = IDBObjectStore.prototype.delete;
  IDBObjectStore.prototype.delete = function (...keys) {
    const sealing = this.transaction.objectStoreNames.contains("sealed");
    if (this.name === "situations" && !sealing && !sessionStorage.getItem("gone")) {
      sessionStorage.setItem("gone", "1");
      throw new DOMException("gone", "AbortError");
    }
    return drop.apply(this, keys);
  };
})()"""

FULL_STORAGE = """() => {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
}"""

FULL_DRAFTS = """() => {
  Storage.prototype.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
}"""


@dataclass
class Device:
    """One browser of one person."""

    context: BrowserContext
    page: Page

    def sign_in(self, email: str, password: str) -> None:
        self.page.goto("/connexion/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/accueil/")

    def open(self) -> None:
        """Open the livret of the device, with network, until it may be written without."""
        self.page.goto(LIVRET)
        expect(self.state).to_contain_text("En ligne")
        self.page.evaluate(CONTROLLED)

    def cut(self) -> None:
        self.context.set_offline(True)

    def restore(self) -> None:
        self.context.set_offline(False)

    @property
    def state(self) -> Locator:
        return self.page.locator("#etat")

    @property
    def waiting(self) -> Locator:
        return self.page.locator("#attente > li")

    @property
    def stored(self) -> Locator:
        return self.page.locator("#semaines li.situation")

    def of(self, text: str) -> Locator:
        """The situation with these words, wherever it is."""
        return self.page.locator("li.situation", has_text=text)

    def type(self, text: str) -> None:
        """Open the form of the newest week and write, without keeping it yet."""
        self.page.get_by_role("button", name="Écrire une situation").first.click()
        self.page.fill("#hl-text", text)

    def keep(self) -> None:
        self.page.get_by_role("button", name="Garder", exact=True).click()
        expect(self.page.locator("#ecriture")).to_be_hidden()

    def write(self, text: str) -> None:
        self.type(text)
        self.page.locator("#ecriture [name=competencies]").first.check()
        self.keep()

    def change(self, before: str, after: str) -> None:
        self.of(before).get_by_role("button", name="Compléter").click()
        self.page.fill("#hl-text", after)
        self.keep()

    def remove(self, text: str) -> None:
        self.of(text).get_by_role("button", name="Retirer", exact=True).click()
        self.of(text).get_by_role("button", name="Retirer pour de bon").click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def sign_out(self) -> None:
        self.press("Se déconnecter de cet appareil")

    def leaves_to(self, path: str) -> None:
        """Wait for the page to which signing out leads."""
        self.page.wait_for_url(re.compile(rf"^https?://[^/]+{path}$"))

    def remains(self) -> str:
        """Everything readable on this device."""
        return "\n".join(self.page.evaluate(READ_EVERYTHING))

    def notes(self, store: str, row: dict) -> None:
        """Write a row of this device by hand, as an interrupted page would have left it."""
        self.page.evaluate(WRITE_ROW, [store, row])

    def person(self) -> str:
        """Who is signed in, as the server tells a device."""
        return json.loads(self.context.request.get("/appareil/").text())["person"]

    def week_on_the_server(self) -> list[str]:
        """The texts of this week as the server shows them, read with the cookie of this device."""
        answer = self.context.request.get(f"{LIVRET}donnees/")
        weeks = json.loads(answer.text())["weeks"]
        return [one["values"]["text"] for week in weeks for one in week["situations"]]

    def open_entry(self, text: str) -> None:
        """The page of a stored situation of this week."""
        self.page.goto(steps.week_address())
        entry = self.page.locator("article.entree", has_text=text)
        entry.get_by_role("link", name="Modifier").click()
        self.page.wait_for_url("**/situations/**")
