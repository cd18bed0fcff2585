// @ts-check
// « Rencontre »: a conversation worth a line, in three touches, and nothing about who it was with.
import { LineScreen } from "terrain/elements/line-screen";

class EncounterScreen extends LineScreen {
  /** @override */
  kind = "encounter.put";
  /** @override */
  recorded = "Rencontre enregistrée";
}

customElements.define("terrain-encounter", EncounterScreen);
