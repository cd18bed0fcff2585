// @ts-check
// « Personne aujourd'hui »: the second touch, on the hub and on the counting screen.
import { leaveDone } from "terrain/elements/done";
import { nobodyWritings } from "terrain/logic/closing";
import { recordMany } from "terrain/store/outbox";

/**
 * @param {import("terrain/elements/outing-screen").OutingScreen} screen whose template holds mobile/screens/nobody.html
 * @returns {Record<string, () => unknown>} the actions of the dialog
 */
export function nobodyActions(screen) {
  const dialog = () => /** @type {HTMLDialogElement} */ (screen.querySelector("[data-dialog='nobody']"));
  return {
    "ask-nobody": () => dialog().showModal(),
    "keep-open": () => dialog().close(),
    nobody: async () => {
      const writings = nobodyWritings(await screen.debriefLine(), screen.members);
      await recordMany(writings.map((writing) => ({ ...writing, outing: screen.outing })));
      dialog().close();
      leaveDone("#/", "Sortie close. Enregistré sur ce téléphone.");
    },
  };
}
