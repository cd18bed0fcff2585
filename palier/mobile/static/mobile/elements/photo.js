// @ts-check
// « Photo » of a place or of a drawing board: drawn again small, without its place nor its date, nobody on it.
import { LineScreen } from "terrain/elements/line-screen";
import { UnusablePicture, redrawn, show } from "terrain/elements/picture";
import { base64Of } from "terrain/logic/bytes";
import { weightWords } from "terrain/logic/pictures";
import { dropDraft, keepDraft, readDraft } from "terrain/store/drafts";

const PICTURE = "photo-image";
const NO_PICTURE = "Prenez ou choisissez une photo.";
const NOT_SURE = "Regardez bien la photo, puis cochez la case. S'il y a quelqu'un, reprenez-la.";

class PhotoScreen extends LineScreen {
  /** @override */
  kind = "photo.put";
  /** @override */
  recorded = "Photo enregistrée";
  /** @type {Uint8Array<ArrayBuffer> | null} */
  #picture = null;
  #turn = 0;

  /** @override */
  async render() {
    await super.render();
    const user = this.view?.me.user;
    if (!user || !this.querySelector("form")) return;
    this.piece("picker").hidden = this.isAgain;
    if (this.isAgain) return;
    this.querySelector("input[type='file']")?.addEventListener("change", (event) => {
      void this.attempt(() => this.take(/** @type {HTMLInputElement} */ (event.target)));
    });
    const kept = await readDraft(user, this.outing, PICTURE);
    if (kept) await this.showPicture(kept);
  }

  /** @param {HTMLInputElement} input */
  async take(input) {
    const file = input.files?.[0];
    if (!file) return;
    // Somebody may choose another one while this one is drawn.
    const turn = (this.#turn += 1);
    this.showFaults({});
    this.piece("working").hidden = false;
    try {
      const { bytes } = await redrawn(file);
      if (turn !== this.#turn || !this.isConnected) return;
      await this.showPicture(bytes);
      this.untick();
      this.say("La photo est prête.");
      if (this.view) await keepDraft(this.view.me.user, this.outing, PICTURE, bytes);
    } catch (error) {
      if (!(error instanceof UnusablePicture)) throw error;
      this.clearPicture();
      this.showFaults({ picture: error.message });
    } finally {
      input.value = "";
      this.piece("working").hidden = turn === this.#turn;
    }
  }

  /** Another picture has to be looked at anew. */
  untick() {
    const box = this.querySelector("input[name='nobody']");
    if (box instanceof HTMLInputElement) box.checked = false;
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  async showPicture(bytes) {
    const canvas = /** @type {HTMLCanvasElement} */ (this.querySelector("canvas"));
    await show(canvas, bytes);
    this.#picture = bytes;
    this.fill({ pick: "Changer de photo", size: `${canvas.width} × ${canvas.height} points, ${weightWords(bytes.length)}` });
    this.piece("picture").hidden = false;
  }

  clearPicture() {
    this.#picture = null;
    this.fill({ pick: "Prendre ou choisir une photo" });
    this.piece("picture").hidden = true;
  }

  /** @override */
  get more() {
    return this.#picture ? { data: base64Of(this.#picture) } : {};
  }

  /** @override */
  faults() {
    if (this.isAgain) return {};
    /** @type {Record<string, string>} */
    const faults = {};
    if (!this.#picture) faults["picture"] = NO_PICTURE;
    else if (!new FormData(this.form).has("nobody")) faults["nobody"] = NOT_SURE;
    return faults;
  }

  /** @override @param {string} user @param {import("terrain/logic/lines").Line} line */
  async forget(user, line) {
    await super.forget(user, line);
    await Promise.allSettled([dropDraft(user, this.outing, PICTURE)]);
  }
}

customElements.define("terrain-photo", PhotoScreen);
