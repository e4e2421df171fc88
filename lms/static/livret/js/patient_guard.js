/* Helps who writes: says beside a field what looks like an identifier of a patient, while one types.
   The server decides, by records/rules/patient_data; here are its surest patterns: social security
   number with its key, French telephone, e-mail address, date of birth. Both read
   tests/guard_examples.json. Nothing is sent, kept or blocked. */

const GAP = "[ .\\-_·]{0,3}";
const NIR = new RegExp(
  `(?<!\\d)(?=([1-9](?:${GAP}\\d){4}${GAP}(?:\\d${GAP}\\d|2${GAP}[AB])(?:${GAP}\\d){8})(?!\\d))`,
  "gi",
);
const PHONE = new RegExp(
  `(?<!\\d)(?<!\\d[,\\-/])(?:0[1-9](?<gap>${GAP})\\d\\d(?:\\k<gap>\\d\\d){3}|0[1-9](?: ?/ ?\\d\\d){4}` +
    `|\\+${GAP}33(?:${GAP}\\(0\\))?(?:${GAP}\\d){9})(?!\\d)`,
);
const EMAIL = /[\w.%+'-] ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,24}/i;

const MONTH =
  "(?:janvier|janv|jan|fevrier|fevr|fev|mars|avril|avr|mai|juin|juillet|juill|juil|aout|septembre|sept|sep" +
  "|octobre|oct|novembre|nov|decembre|dec)(?![a-z])\\.?";
const YEAR4 = "(?:1[89]|20)\\d\\d(?!\\d)";
const DATE =
  `(?:${YEAR4}[-/.][01]?\\d[-/.][0-3]?\\d(?!\\d)|[0-3]?\\d {0,2}[./\\- ] {0,2}[01]?\\d {0,2}[./\\- ] {0,2}` +
  `(?:${YEAR4}|\\d\\d(?!\\d))|(?:3[01]|[12]\\d|0?[1-9])(?: ?er)? {0,2}${MONTH} {0,2}(?:de )?${YEAR4}` +
  `|${MONTH} {0,2}${YEAR4})`;
const BETWEEN = "[\\s:,(-](?:[\\s:=,(|-]|(?:le|en|du|la|est|etait)(?![a-z])){0,7}";
const BIRTH = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:dates? de naissance|naissance|d\\.?d\\.?n\\.?(?![a-z])|nee?s?(?![a-z']))${BETWEEN}${DATE}`,
  "gu",
);
// A thing is born too: « une idée née le 3 mars 2019 ».
const THING =
  /(?<![a-z])(?:idees?|projets?|associations?|cabinets?|maisons?|reseaux?|dispositifs?|metiers?|fonctions?|conventions?|groupes?|collaborations?|habitudes?|initiatives?|partenariats?|structures?|outils?|logiciels?|lois?|equipes?|ateliers?|demarches?|centres?|cpts|msp|protocoles?|postes?|branches?|profession|reunions?|fiches?|affiches?|besoins?|conflits?|questions?|envies?|syndicats?|formations?)(?![a-z])(?<after>[^.;!?\n]*)$/;
const SOMEBODY =
  /(?<![a-z])(?:patiente?s?|homme|femme|dame|monsieur|madame|mme|mlle|enfant|bebe|fille|fils|garcon|il|elle|personne)(?![a-z])/;

const WORDS = {
  nir: ["un numéro de sécurité sociale", "Retirez-le : « son dossier » suffit."],
  phone: ["un numéro de téléphone", "Retirez-le : « j’ai rappelé la personne » suffit."],
  email: ["une adresse électronique", "Retirez-la : « par courriel » suffit."],
  birth: ["une date de naissance", "Écrivez une tranche d’âge : « personne de 60 à 69 ans »."],
};

/* Without accents, with ordinary spaces and dashes, as the server reads it. */
function bare(text) {
  return text
    .normalize("NFD")
    .replace(/[\p{Mn}\p{Cf}]/gu, "")
    .replace(/[\p{Zs}\t]/gu, " ")
    .replace(/\p{Pd}/gu, "-")
    .replace(/[’‘ʼ`´′]/g, "'");
}

/* The key of the number: 97 less its first thirteen digits modulo 97; 2A counts 19, 2B 18. */
function hasKey(candidate) {
  const number = candidate.toUpperCase().replace(/[^0-9AB]/g, "");
  const body = number.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return /^\d{13}$/.test(body) && 97n - (BigInt(body) % 97n) === BigInt(number.slice(13));
}

function born(text) {
  for (const match of text.matchAll(BIRTH)) {
    const labelled = /^(?:d|naissance)/.test(match[0]);
    const thing = THING.exec(text.slice(Math.max(0, match.index - 60), match.index));
    if (labelled || !thing || SOMEBODY.test(thing.groups.after)) return true;
  }
  return false;
}

/* The kinds of identifier that a text seems to hold. */
export function kindsIn(text) {
  const plain = bare(text);
  const nirs = [...plain.matchAll(NIR)].filter((match) => hasKey(match[1]));
  const rest = nirs.reduce((left, match) => left.replace(match[1], " "), plain);
  return [
    ["nir", nirs.length > 0],
    ["phone", PHONE.test(rest)],
    ["email", EMAIL.test(plain)],
    ["birth", born(plain.toLowerCase())],
  ]
    .filter(([, found]) => found)
    .map(([kind]) => kind);
}

function sentence(kinds) {
  if (kinds.length === 0) return "";
  const named = kinds.map((kind) => WORDS[kind][0]).join(" et ");
  return `Cela ressemble à ${named}. ${kinds.map((kind) => WORDS[kind][1]).join(" ")}`;
}

function watch(field) {
  const note = document.createElement("p");
  note.className = "etat garde";
  note.setAttribute("role", "status");
  field.after(note);
  let timer;
  const look = () => {
    clearTimeout(timer);
    const said = sentence(kindsIn(field.value));
    if (note.textContent !== said) note.textContent = said;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 600);
  });
  field.form?.addEventListener("submit", look);
  if (field.value) look();
}

/* The words to copy become buttons that write into the field that was used last. */
function offer(list) {
  const form = list.closest("form");
  let last = form?.querySelector("textarea[data-garde]");
  form?.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea[data-garde]")) last = target;
  });
  for (const item of last ? list.querySelectorAll("li") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bouton second";
    button.textContent = item.textContent;
    button.addEventListener("click", () => {
      const { selectionStart: start, selectionEnd: end, value } = last;
      const before = start > 0 && !/\s$/.test(value.slice(0, start)) ? " " : "";
      last.setRangeText(`${before}${button.textContent}`, start, end, "end");
      last.dispatchEvent(new Event("input", { bubbles: true }));
      last.focus();
    });
    item.replaceChildren(button);
  }
}

document.querySelectorAll("[data-garde]").forEach(watch);
document.querySelectorAll("[data-mots-generaux]").forEach(offer);
