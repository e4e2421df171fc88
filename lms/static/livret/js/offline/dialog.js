/* Signing out while something has not left this device. */

import { button, element, many } from "./words.js";

export function words({ situations, texts }) {
  const parts = [
    ...(situations ? [many(situations, "situation non envoyée", "situations non envoyées")] : []),
    ...(texts ? [many(texts, "texte commencé", "textes commencés")] : []),
  ];
  return parts.join(" et ");
}

/* « stay », or « seal » if this device can. */
export function choose(count, sealable) {
  return new Promise((resolve) => {
    const stay = button("Rester connecté", () => dialog.close("stay"), "bouton");
    const seal = button("Les garder scellées pour ce compte", () => dialog.close("seal"));
    const dialog = element(
      "dialog",
      { class: "sortie pile", "aria-labelledby": "sortie-titre" },
      element("h2", { id: "sortie-titre" }, words(count)),
      element(
        "p",
        {},
        sealable
          ? "Rien ne part si vous vous déconnectez maintenant. Ce qui est scellé reste sur cet appareil, illisible, jusqu’à ce que ce compte s’y connecte de nouveau."
          : "Rien ne part si vous vous déconnectez maintenant, et cet appareil ne peut pas les sceller. Restez connecté jusqu’au retour du réseau.",
      ),
      element("div", { class: "boutons" }, stay, sealable ? seal : ""),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || "stay");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function tell(sentence) {
  const place = document.querySelector(".annonces") ?? document.querySelector("main");
  place.prepend(element("p", { class: "annonce signal", role: "alert" }, sentence));
}
