/* Long texts are kept on this device while they are written, until the server says they are stored.
   <textarea data-draft="livret-2027-9-jeudi"> : the key tells the texts of one person apart;
   data-person on <body> tells the persons apart on a shared computer. */

const PREFIX = `livret:${document.body.dataset.person ?? ""}:`;
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" });

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // private mode or full: the form works without
  }
}

function keys() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}

const hour = (at) => clock.format(at).replace(":", " h ");

/* A text that was sent is forgotten only if this page carries the message of what was stored. */
function settle() {
  const stored = document.querySelector("[data-saved]");
  for (const key of keys()) {
    const draft = read(key);
    if (!draft?.sent) continue;
    if (stored) localStorage.removeItem(PREFIX + key);
    else write(key, { ...draft, sent: false });
  }
}

function stateOf(area) {
  const state = document.createElement("p");
  state.className = "etat";
  state.setAttribute("role", "status");
  area.after(state);
  return state;
}

function offer(area, draft, state) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lien";
  button.textContent = "Reprendre le texte gardé sur cet appareil";
  button.addEventListener("click", () => {
    area.value = draft.text;
    area.focus();
    state.textContent = "Texte repris. Il n’est pas encore enregistré.";
  });
  state.replaceChildren(`Ce texte a été modifié ailleurs après ${hour(draft.at)}. `, button);
}

function restore(area, key, state) {
  const draft = read(key);
  const server = area.value;
  if (!draft || draft.text === server) {
    if (draft) localStorage.removeItem(PREFIX + key);
    return;
  }
  if (server === "" || server === draft.base) {
    area.value = draft.text;
    state.textContent = `Texte retrouvé, gardé sur cet appareil à ${hour(draft.at)}. Il n’est pas encore enregistré.`;
  } else {
    offer(area, draft, state);
  }
}

function keep(area) {
  const key = area.dataset.draft;
  const base = () => area.defaultValue; // what is stored may be saved further while one types
  const state = stateOf(area);
  let timer;
  const save = () => {
    clearTimeout(timer);
    const draft = { text: area.value, base: base(), at: Date.now(), sent: false };
    state.textContent = write(key, draft)
      ? `Gardé sur cet appareil à ${hour(draft.at)}`
      : "Cet appareil n’a plus de place pour garder ce texte : enregistrez-le.";
  };
  restore(area, key, state);
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  area.form?.addEventListener("submit", () => {
    if (area.value === base()) return;
    save();
    write(key, { ...read(key), sent: true });
  });
  // « sortie »: somebody is about to sign out on this page.
  for (const name of ["pagehide", "sortie"]) {
    window.addEventListener(name, () => {
      if (area.value !== base() && !read(key)?.sent) save();
    });
  }
}

settle();
document.querySelectorAll("textarea[data-draft]").forEach(keep);
