// @ts-check
import { label, left, pause, resume, start } from "palier/logic/countdown";

/** Leaves after some seconds; waits while the pointer or the focus is on it, so that nobody has to hurry. */
class UndoToast extends HTMLElement {
  /** @type {number | undefined} */
  #timer;

  connectedCallback() {
    const remaining = this.querySelector("[data-remaining]");
    let countdown = start(Number(this.dataset.seconds ?? "10"), performance.now());
    for (const name of ["pointerenter", "focusin"]) {
      this.addEventListener(name, () => (countdown = pause(countdown, performance.now())));
    }
    for (const name of ["pointerleave", "focusout"]) {
      this.addEventListener(name, () => (countdown = resume(countdown, performance.now())));
    }
    this.#timer = window.setInterval(() => {
      const milliseconds = left(countdown, performance.now());
      // Hidden from screen readers in the template: a second is not worth an announcement.
      if (remaining) remaining.textContent = label(milliseconds);
      if (milliseconds === 0) this.remove();
    }, 250);
  }

  disconnectedCallback() {
    window.clearInterval(this.#timer);
  }
}

customElements.define("undo-toast", UndoToast);
