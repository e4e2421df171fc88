/* The situations of this page, each with where it is. */

import { sideBySide } from "./compare.js";
import { button, dayOf, element, when } from "./words.js";

const kindOf = (values) =>
  document.querySelector(`#ecriture [name=kind][value="${CSS.escape(values.kind)}"]`)?.closest("label").textContent.trim() ?? "";

/* Where a situation of this device is, in words. */
export function stateOf(row) {
  if (row.state === "conflict") return "en conflit : elle a changé ailleurs";
  if (row.state === "gone") return "retirée ailleurs, gardée sur cet appareil";
  if (row.state === "confirm" || row.state === "refused") return `refusée : ${row.message}`;
  return row.remove ? "retrait gardé sur cet appareil" : "gardée sur cet appareil";
}

function line(values, state, className, ...more) {
  const title = `${kindOf(values)}, ${dayOf(values.day)}`;
  return element(
    "li",
    { class: "situation" },
    element("h3", {}, title),
    element("p", { class: "texte-libre" }, values.text ?? ""),
    element("p", { class: className }, state),
    ...more,
  );
}

/* What loses a text is asked twice, without a window that hides it. */
function twice(words, sure, act) {
  const made = button(words, () => {
    if (made.dataset.sure) return act();
    made.dataset.sure = "1";
    made.textContent = sure;
    return null;
  }, "bouton danger");
  return made;
}

const removing = (act) => twice("Retirer", "Retirer pour de bon", act);
const dropping = (act) => twice("Abandonner ma modification", "Abandonner pour de bon", act);

export function waitingLine(row, catalogue, acts) {
  const values = row.mine ?? row.theirs?.values ?? {};
  const bad = ["refused", "confirm", "conflict", "gone"].includes(row.state);
  const shown = line(values, stateOf(row), bad ? "etat hors" : "etat");
  shown.id = `situation-${row.form_key}`;
  if (row.state === "conflict") {
    shown.append(sideBySide(row, catalogue, {
      mine: () => acts.keepMine(row), theirs: () => acts.keepTheirs(row), both: () => acts.joinBoth(row),
    }));
    return shown;
  }
  const buttons = row.state === "gone"
    ? [button("L’ajouter comme nouvelle", () => acts.addAgain(row)), removing(() => acts.leave(row))]
    : row.remove
      ? [button("Ne plus la retirer", () => acts.leave(row))]
      : [button("Compléter", () => acts.edit(row)), row.base ? dropping(() => acts.leave(row)) : removing(() => acts.remove(row))];
  shown.append(element("div", { class: "boutons" }, ...buttons));
  return shown;
}

export const storedLine = (one, acts) =>
  line(
    one.values, `envoyée ${when(one.at)}`, "etat",
    element("div", { class: "boutons" }, button("Compléter", () => acts.editStored(one)), removing(() => acts.removeStored(one))),
  );

export function weekPart(week, stored, unfolded, acts) {
  const count = stored.length ? ` (${stored.length})` : "";
  const part = element(
    "details",
    { class: "semaine-appareil" },
    element("summary", {}, `Semaine ${week.rank}, ${week.label}${count}`),
    element("p", { class: "petit doux" }, `S’écrit jusqu’au ${dayOf(week.until)}.`),
    element("div", { class: "boutons" }, button("Écrire une situation", () => acts.write(week), "bouton")),
    element("ul", { class: "lignes" }, ...stored.map((one) => storedLine(one, acts))),
  );
  part.open = unfolded;
  return part;
}
