// @ts-check
// « Parole »: the words, kept at each keystroke; then, if somebody wants an answer, the screen that asks for it properly.
import { leaveDone } from "terrain/elements/done";
import { LineScreen } from "terrain/elements/line-screen";

class VoiceScreen extends LineScreen {
  /** @override */
  kind = "voice.put";
  /** @override */
  recorded = "Parole enregistrée";

  /** @override @param {import("terrain/logic/lines").Line} line @param {boolean} isSame */
  leave(line, isSame) {
    const asksNow = line["consent"] === "recontact" && this.former?.["consent"] !== "recontact";
    if (!asksNow) return super.leave(line, isSame);
    leaveDone(`#/sortie/${this.outing}/rappel/${this.entry}`, `${this.recorded} sur ce téléphone.`);
  }
}

customElements.define("terrain-voice", VoiceScreen);
