// @ts-check
// « Improviser »: an outing that was not planned, made without a network.
import { leaveDone } from "terrain/elements/done";
import { draftKeeper, readTyped } from "terrain/elements/form-draft";
import { OutingScreen } from "terrain/elements/outing-screen";
import { showTrouble } from "terrain/elements/screen";
import { departureFaults, departureWriting, usualReturn } from "terrain/logic/improvising";
import { dropDraft } from "terrain/store/drafts";
import { accountFacts, members, places } from "terrain/store/facts";
import { newKey, record } from "terrain/store/outbox";
import { syncNow } from "terrain/sync/engine";

/** @typedef {import("terrain/logic/improvising").Departure} Departure */

const DRAFT = "improviser";

class ImproviseScreen extends OutingScreen {
  #me = "";
  /** @type {ReturnType<typeof draftKeeper> | null} */
  #draft = null;

  /** @override */
  actions() {
    return { save: () => this.leave() };
  }

  /** @override */
  async render() {
    const me = await accountFacts();
    // No account is open yet: nothing typed could be kept, and the screen is drawn again when one is.
    if (!me) return;
    this.#me = me.user;
    const [known, team] = await Promise.all([places(me.user), members(me.user)]);
    this.list("places", [...known, { id: "", name: "Un nouveau lieu" }], (copy, { id, name }) => {
      this.fill({ name }, copy);
      copy.querySelector("option")?.setAttribute("value", id);
    });
    const others = team.filter(({ id }) => id !== me.user);
    this.list("members", others, (copy, { id, name }) => {
      this.fill({ name }, copy);
      copy.querySelector("input")?.setAttribute("value", id);
    });
    this.piece("members").hidden = others.length === 0;
    this.write({ until: usualReturn(new Date()), ...(await readTyped(me.user, "", DRAFT)) });
    this.#draft = draftKeeper(me.user, "", DRAFT, { onTrouble: (error) => showTrouble(String(error)) });
    this.addEventListener("input", () => {
      this.unfold();
      this.#draft?.keep(this.read());
    });
    this.unfold();
    // Not before: what was being chosen is there, and nothing chosen is written over.
    this.form.hidden = false;
  }

  /** @returns {Departure} */
  read() {
    const form = new FormData(this.form);
    const [place, newPlace, modality, alone, until] = ["place", "newPlace", "modality", "alone", "until"].map((name) =>
      String(form.get(name) ?? ""),
    );
    const chosen = form.getAll("members").map(String);
    return /** @type {Departure} */ ({ place, newPlace, modality, alone, until, members: chosen });
  }

  /** @param {Partial<Departure>} departure */
  write(departure) {
    for (const control of this.querySelectorAll("input, select")) {
      if (control instanceof HTMLInputElement && control.type === "checkbox") {
        control.checked = departure.members?.includes(control.value) ?? false;
      } else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
        const kept = Object(departure)[control.name];
        if (kept !== undefined) control.value = String(kept);
      }
    }
  }

  /** A name for a new place; a reason for who is alone. */
  unfold() {
    const { place, members: chosen } = this.read();
    this.piece("new-place").hidden = Boolean(place);
    this.piece("alone").hidden = chosen.length > 0;
  }

  async leave() {
    const [departure, now] = [this.read(), new Date()];
    if (this.showFaults(departureFaults(departure, now)) || !this.#me) return;
    const outing = newKey();
    await record({ ...departureWriting(departure, this.#me, now), outing });
    await this.#draft?.settled();
    await dropDraft(this.#me, "", DRAFT);
    leaveDone(`#/sortie/${outing}`, "Sortie enregistrée sur ce téléphone.");
    void syncNow();
  }
}

customElements.define("terrain-improvise", ImproviseScreen);
