/* The roll call on a phone: counts beside the button, minutes at one touch, and what was chosen kept
   in this tab until the server says that it is stored. The form works without all of it.
   Only what differs from the page is kept: what somebody else noted since is not overwritten. */

const PREFIX = `livret:${document.body.dataset.person ?? ""}:appel:`;
const KEY = PREFIX + location.pathname;
const form = document.querySelector("form[data-appel]");
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" });
const hour = (at) => clock.format(at).replace(":", " h ");

function read(key = KEY) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(draft, key = KEY) {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // No storage here: the page alone keeps what was chosen.
  }
}

function keys() {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/* What was sent is forgotten once a page carries the message of what was stored. */
function settle() {
  const stored = document.querySelector("[data-saved]");
  for (const key of keys()) {
    const draft = read(key);
    if (draft?.sent) write(stored ? null : { ...draft, sent: false }, key);
  }
}

const fields = () => [...form.elements].filter((one) => /^[prd]\d+$|^reason$/.test(one.name));

const changed = (one) =>
  one.type === "radio" ? one.checked && !one.defaultChecked : one.value !== one.defaultValue;

const changes = () => Object.fromEntries(fields().filter(changed).map((one) => [one.name, one.value]));

function put(values) {
  for (const one of fields().filter((field) => field.name in values)) {
    if (one.type === "radio") one.checked = one.value === values[one.name];
    else one.value = values[one.name];
    if (one.type === "number" && one.value) one.closest("details").open = true;
  }
  count();
}

const many = (number, one, more) => (number ? [`${number} ${number > 1 ? more : one}`] : []);

function count() {
  const people = [...form.querySelectorAll(".appel > li")].map((row) => ({
    presence: row.querySelector(":checked")?.value ?? "",
    minutes: [...row.querySelectorAll("input[type=number]")].map((one) => Number(one.value) > 0),
  }));
  const of = (presence) => people.filter((one) => one.presence === presence);
  const there = of("present");
  form.querySelector("[data-compte]").textContent = [
    ...many(there.length, "présent", "présents"),
    ...many(of("absent").length, "absent", "absents"),
    ...many(of("excused").length, "excusé", "excusés"),
    ...many(there.filter((one) => one.minutes[0]).length, "retard", "retards"),
    ...many(there.filter((one) => one.minutes[1]).length, "départ", "départs"),
    ...many(of("").length, "à noter ou pas attendu", "à noter ou pas attendus"),
  ].join(", ");
}

function say(text, action, act) {
  const place = form.querySelector("[data-choix-gardes]");
  place.textContent = text;
  if (!action) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lien";
  button.textContent = action;
  button.addEventListener("click", act);
  place.append(" ", button);
}

function again() {
  form.reset();
  write(null);
  count();
  say("");
}

function resume(draft) {
  put(draft.values);
  say(`Vos choix de ${hour(draft.at)} sont remis. Ils ne sont pas encore enregistrés.`, "Les oublier", again);
}

function restore() {
  const draft = read();
  if (!draft) return;
  const now = changes();
  put(draft.values);
  const differs = Object.keys(changes()).length > 0;
  if (differs && draft.seen !== form.elements.seen.value) {
    form.reset();
    put(now);
    const text = `Une présence a été notée par ailleurs depuis vos choix de ${hour(draft.at)}.`;
    say(text, "Reprendre mes choix", () => resume(draft));
  } else if (differs) resume(draft);
  else if (!document.querySelector(".resume-fautes")) write(null);
}

function keep() {
  const values = changes();
  const kept = Object.keys(values).length > 0;
  write(kept ? { values, seen: form.elements.seen.value, at: Date.now(), sent: false } : null);
}

function send(event) {
  if (!navigator.onLine) {
    event.preventDefault();
    say("Pas de réseau : rien n’est parti. Vos choix restent ici ; recommencez quand il revient.");
    return;
  }
  const draft = read();
  if (draft) write({ ...draft, sent: true });
}

/* One touch opens the minutes and gives the keyboard; the key « OK » closes it and sends nothing. */
function minutes(event) {
  const details = event.target.closest("summary")?.parentElement;
  if (!details || details.open) return;
  event.preventDefault();
  details.open = true;
  details.querySelector("input").focus();
}

function done(event) {
  if (event.key !== "Enter" || event.target.type !== "number") return;
  event.preventDefault();
  event.target.blur();
}

settle();
if (form) {
  restore();
  count();
  form.addEventListener("input", count);
  form.addEventListener("input", keep);
  form.addEventListener("submit", send);
  form.addEventListener("click", minutes);
  form.addEventListener("keydown", done);
  window.addEventListener("online", () => say(""));
  window.addEventListener("pageshow", count);
}
