/* Two writings of one situation, side by side: one’s own on this device, and what is stored now. */

import { plain, differences } from "./values.js";
import { button, dayOf, element } from "./words.js";

const NAMES = {
  text: "Ce qui s’est passé, ce que j’ai fait", context: "Le contexte", result: "Le résultat",
  learnt: "Ce que j’ai appris", feeling: "Ce que j’ai ressenti", day: "Jour", kind: "Genre",
  moment: "Moment", autonomy: "Comment", axes: "Cela touche", competencies: "Compétences",
  missions: "Missions", audience: "Qui lit", practice: "Cabinet",
};
const LONG = ["text", "context", "result", "learnt", "feeling"];

/* The words of a value, as the form says them. */
function words(name, value, catalogue) {
  if (value === undefined || value === "" || value.length === 0) return "rien";
  if (name === "day") return dayOf(value);
  const codes = [...catalogue.blocks.flatMap((block) => block.competencies), ...catalogue.missions];
  const one = (each) => {
    if (name === "competencies" || name === "missions") return codes.find((code) => String(code.pk) === each)?.code ?? each;
    if (name === "practice") return catalogue.practices.find(({ pk }) => String(pk) === each)?.name ?? each;
    const field = document.querySelector(`#ecriture [name=${CSS.escape(name)}][value="${CSS.escape(each)}"]`);
    const option = document.querySelector(`#ecriture [name=${CSS.escape(name)}] option[value="${CSS.escape(each)}"]`);
    return field?.closest("label").textContent.trim() ?? option?.textContent ?? each;
  };
  return [].concat(value).map(one).join(", ");
}

const label = (name, catalogue) => {
  const pk = name.startsWith("level_") ? name.slice(6) : "";
  const found = catalogue.blocks.flatMap((block) => block.competencies).find((one) => String(one.pk) === pk);
  return NAMES[name] ?? (found ? `Niveau pour ${found.code}` : name);
};

function column(title, values, names, catalogue) {
  const rows = names.flatMap((name) => [
    element("dt", {}, label(name, catalogue)),
    element("dd", { class: LONG.includes(name) ? "texte-libre" : "" }, words(name, values[name], catalogue)),
  ]);
  return element("section", { class: "cote" }, element("h4", {}, title), element("dl", { class: "recit" }, ...rows));
}

/* Both texts one after the other, and all that was ticked in either. */
export function join(one, other) {
  const [mine, theirs] = [plain(one), plain(other)];
  const joined = { ...theirs, ...mine };
  for (const name of LONG) {
    const [first, second] = [theirs[name] ?? "", mine[name] ?? ""];
    if (first.includes(second)) joined[name] = first;
    else joined[name] = second.includes(first) ? second : `${first}\n\n${second}`;
  }
  for (const name of ["competencies", "missions", "axes"]) {
    joined[name] = [...new Set([...theirs[name], ...mine[name]])];
  }
  return joined;
}

/* `acts`: mine, theirs and both, called with a touch of their button. */
export function sideBySide(row, catalogue, acts) {
  const mine = row.remove ? null : plain(row.mine);
  const theirs = plain(row.theirs.values);
  const names = mine ? differences(mine, theirs) : ["text"];
  const own = mine
    ? column("Sur cet appareil", mine, names, catalogue)
    : element("section", { class: "cote" }, element("h4", {}, "Sur cet appareil"), element("p", {}, "Vous l’avez retirée."));
  return element(
    "div",
    { class: "comparer" },
    element("div", { class: "cotes" }, own, column("Enregistrée maintenant", theirs, names, catalogue)),
    element(
      "div",
      { class: "boutons" },
      button(mine ? "Garder celle de cet appareil" : "La retirer quand même", acts.mine),
      button("Garder celle qui est enregistrée", acts.theirs),
      mine ? button("Joindre les deux", acts.both) : "",
    ),
  );
}
