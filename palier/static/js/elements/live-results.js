// @ts-check
// Around a search that htmx answers: say how many results there are, keep the address true while one types, and let
// no late letter undo what Enter asked for.

/** @type {string | null} the words that Enter sent, until one types again */
let sent = null;

/**
 * @param {Event} event of htmx
 * @returns {URL | null} the address asked while one types, or null for any other request
 */
function typedAddress(event) {
  const path = event instanceof CustomEvent ? event.detail.pathInfo?.finalRequestPath : undefined;
  const address = new URL(path ?? "", location.href);
  return path && address.searchParams.has("frappe") ? address : null;
}

document.addEventListener("submit", (event) => {
  const field = event.target instanceof HTMLFormElement ? event.target.elements.namedItem("q") : null;
  sent = field instanceof HTMLInputElement ? field.value : null;
});
document.addEventListener("input", () => (sent = null));
document.addEventListener("htmx:confirm", (event) => {
  // Typing waits a moment before it asks: by then Enter may have asked the same, and more.
  if (event.target instanceof HTMLInputElement && event.target.value === sent) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const address = typedAddress(event);
  if (!address) return;
  address.searchParams.delete("frappe");
  // Replaced, not added: back leads to the page before the search, not through each letter.
  history.replaceState(history.state, "", address);
});

document.addEventListener("htmx:afterSettle", () => {
  const region = document.getElementById("annonce");
  const count = document.querySelector("[data-announced]");
  // The region itself stays on the page: screen readers only hear what changes inside one they know.
  if (region && count) region.textContent = count.textContent;
});
