// @ts-check
// « Besoin d'aide »: dial; then warn the centre, and say plainly when the alert could not leave.
import { OutingScreen } from "terrain/elements/outing-screen";
import { hourWords } from "terrain/logic/outing-words";
import { askHelp } from "terrain/sync/help";

class HelpScreen extends OutingScreen {
  /** @override */
  actions() {
    return { warn: () => this.warn() };
  }

  async warn() {
    const button = this.piece("warn");
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    this.piece("failed").hidden = true;
    this.fill({ warn: "Envoi de l'alerte…" });
    const answer = await askHelp(this.outing);
    button.removeAttribute("aria-busy");
    this.piece("sent").hidden = !answer.isSent;
    this.piece("failed").hidden = answer.isSent;
    this.fill(
      answer.isSent
        ? { warn: "Prévenir encore", sent: `Alerte partie à ${hourWords(answer.at)}.` }
        : { warn: "Réessayer maintenant", why: answer.detail },
    );
  }
}

customElements.define("terrain-help", HelpScreen);
