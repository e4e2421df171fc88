/* Words and elements of the pages that work without network. */

const NBSP = "\u00a0";
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" });
const date = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long" });

export const hour = (at) => clock.format(new Date(at)).replace(":", `${NBSP}h${NBSP}`);

/* « à 14 h 32 », or with its day if that is not today. */
export function when(at) {
  const today = date.format(new Date()) === date.format(new Date(at));
  return today ? `à ${hour(at)}` : `le ${date.format(new Date(at))} à ${hour(at)}`;
}

/* « lundi 1 mars » of a day as the server writes it. */
export const dayOf = (day) =>
  new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" }).format(new Date(`${day}T12:00`));

export const many = (number, one, more) => `${number} ${number > 1 ? more : one}`;

/* The day on the clock of this device, as the server writes days. */
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== "" && child != null));
  return made;
}

export const button = (words, act, kind = "bouton second") =>
  element("button", { type: "button", class: kind, click: act }, words);

export const FULL =
  "Plus de place sur cet appareil : ce texte n’est gardé que sur cette page. Libérez de la place, ou copiez-le avant de fermer.";
