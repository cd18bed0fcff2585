// @ts-check
import { creationOptions, credentialJson, refusal, requestOptions } from "palier/logic/passkey";

/**
 * Around a form whose `credential` field only the browser can fill, by making a passkey (data-does="create") or using
 * one. The server's options stand in its JSON script, or at data-options. Hidden until it knows it can serve.
 */
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential || !navigator.credentials) return;
    this.hidden = false;
    document.querySelectorAll("[data-without-passkey]").forEach((notice) => notice.remove());
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send(/** @type {HTMLFormElement} */ (event.target));
    });
  }

  /** @param {HTMLFormElement} form */
  async #send(form) {
    const field = form.elements.namedItem("credential");
    if (!(field instanceof HTMLInputElement)) return;
    this.#say("");
    try {
      const credential = await this.#credential();
      field.value = JSON.stringify(credentialJson(credential));
      form.submit();
    } catch (error) {
      this.#say(refusal(error instanceof Error ? error.name : ""));
    }
  }

  async #credential() {
    const options = await this.#options();
    if (this.dataset.does === "create") return navigator.credentials.create(creationOptions(options.creation_options));
    return navigator.credentials.get(requestOptions(options.request_options));
  }

  async #options() {
    const written = this.querySelector("script[type='application/json']");
    if (written) return JSON.parse(written.textContent ?? "");
    const answer = await fetch(this.dataset.options ?? "", { headers: { Accept: "application/json" } });
    return answer.json();
  }

  /** @param {string} words why it did not work, or nothing */
  #say(words) {
    const place = this.querySelector("p[role='alert']");
    if (!(place instanceof HTMLElement)) return;
    place.textContent = words;
    place.hidden = words === "";
  }
}

customElements.define("passkey-form", PasskeyForm);
