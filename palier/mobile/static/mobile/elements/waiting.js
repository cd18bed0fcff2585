// @ts-check
// « En attente »: what is on this phone only, try again, take it out as a file.
import { Screen } from "terrain/elements/screen";
import { batchesOf } from "terrain/logic/batch";
import { exportName, exportOf, FILE_CAPS } from "terrain/logic/exports";
import { heldRows } from "terrain/logic/held";
import { countedKind, hourOf } from "terrain/logic/wording";
import { accountFacts, outingsOf } from "terrain/store/facts";
import { exportable, retryAll } from "terrain/store/outbox";
import { currentUser, isPersisted } from "terrain/store/phone";
import { syncNow, syncState } from "terrain/sync/engine";

const MEMORY = {
  kept: "Le navigateur a promis de garder ce qui est sur ce téléphone.",
  free: "Le navigateur n'a pas promis de garder ce qui est sur ce téléphone s'il manque de place : envoyez souvent.",
};

class WaitingScreen extends Screen {
  /** Files made of what waits, when one is not enough. */
  saved = 0;

  /** @override */
  actions() {
    return { retry: () => this.retry(), save: () => this.save() };
  }

  /** @override */
  async connectedCallback() {
    await super.connectedCallback();
    this.watch("outbox");
    this.watch("sync");
  }

  /** @override */
  async render() {
    const [user, state, persisted] = await Promise.all([currentUser(), syncState(), isPersisted()]);
    const kept = user ? await exportable(user) : [];
    const names = new Map((user ? await outingsOf(user) : []).map(({ id, name }) => [id, name]));
    const now = new Date();
    this.fill({
      memory: persisted ? MEMORY.kept : MEMORY.free,
      received: state.lastReceivedAt ? `Dernière réception par le centre : ${hourOf(state.lastReceivedAt, now)}.` : "",
    });
    this.piece("some").hidden = kept.length === 0;
    this.piece("none").hidden = kept.length > 0;
    this.list("kept", heldRows(kept), (copy, { count, kind, at, outing, refused }) => {
      const when = [names.get(outing ?? "") ?? "", `depuis ${hourOf(at, now)}`].filter(Boolean).join(", ");
      this.fill({ kind: countedKind(count, kind), when, why: refused }, copy);
      const why = copy.querySelector("[data-text='why']");
      if (why instanceof HTMLElement) why.hidden = !refused;
    });
  }

  async retry() {
    const user = await currentUser();
    if (user) await retryAll(user);
    this.say("Envoi en cours.");
    await syncNow();
    const { pending } = await syncState();
    this.say(pending === 0 ? "Tout est reçu par le centre." : "Le centre n'a pas tout reçu : rien n'est perdu.");
  }

  async save() {
    const [user, account] = await Promise.all([currentUser(), accountFacts()]);
    if (!user) return;
    const now = new Date();
    // Photos weigh: beyond what the centre takes at once, one file each time the button is touched.
    const batches = batchesOf(await exportable(user), FILE_CAPS);
    if (batches.length === 0) return;
    const rank = this.saved % batches.length;
    const file = exportOf(batches[rank] ?? [], account ?? { user }, now);
    this.saved = rank + 1;
    const address = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = exportName(now, rank + 1, batches.length);
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    const isLast = this.saved === batches.length;
    const more = `Voici le fichier ${this.saved} sur ${batches.length} : touchez de nouveau pour le suivant.`;
    const words = isLast ? "Tout est dans le fichier. Ce qui est sur ce téléphone y reste." : more;
    this.fill({ saved: words });
    this.say(words);
  }
}

customElements.define("terrain-waiting", WaitingScreen);
