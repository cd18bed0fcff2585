// @ts-check
// « Nous partons »: who is there. The reminder stays in sight: this app replaces neither the pair nor the services that save.
import { leaveDone } from "terrain/elements/done";
import { OutingScreen, outingWords } from "terrain/elements/outing-screen";
import { record } from "terrain/store/outbox";
import { syncNow } from "terrain/sync/engine";

class DepartScreen extends OutingScreen {
  /** @override */
  actions() {
    return { save: () => this.leave() };
  }

  /** @override */
  async render() {
    const view = await this.load();
    const words = outingWords(view?.facts ?? null, new Date());
    this.fill({ where: `${words["place"]}. ${words["when"]}.` });
    this.list("team", this.team, (copy, { member, first_name, is_me }) => {
      this.fill({ name: is_me ? `${first_name} (moi)` : first_name }, copy);
      const box = copy.querySelector("input");
      if (box) [box.value, box.checked] = [member, true];
    });
    this.addEventListener("change", () => this.count());
    this.count();
  }

  /** @returns {string[]} those ticked; whoever leaves is there in any case */
  get present() {
    const ticked = [...this.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value);
    return [...new Set([this.view?.me.user ?? "", ...ticked])].filter(Boolean);
  }

  count() {
    const hasPartner = Boolean(this.view?.facts?.partner);
    this.piece("alone").hidden = this.present.length > 1 || hasPartner;
  }

  async leave() {
    await record({ outing: this.outing, kind: "outing.check_in", payload: { members: this.present } });
    leaveDone(`#/sortie/${this.outing}`, "Départ enregistré sur ce téléphone.");
    // Those who watch over the team want to know now.
    void syncNow();
  }
}

customElements.define("terrain-depart", DepartScreen);
