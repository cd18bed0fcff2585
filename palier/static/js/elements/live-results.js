// @ts-check
// After htmx has changed the results of a search: say how many there are, and keep the address true while one types.

/**
 * @param {Event} event
 * @returns {{ target?: Element, pathInfo?: { finalRequestPath: string }, successful?: boolean }} what htmx tells
 */
function detailOf(event) {
  return event instanceof CustomEvent ? event.detail : {};
}

document.addEventListener("htmx:afterSettle", () => {
  const region = document.getElementById("annonce");
  const count = document.querySelector("[data-announced]");
  // The region itself stays on the page: screen readers only hear what changes inside one they know.
  if (region && count) region.textContent = count.textContent;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { pathInfo, successful } = detailOf(event);
  const address = new URL(pathInfo?.finalRequestPath ?? "", location.href);
  if (!successful || !address.searchParams.has("frappe")) return;
  address.searchParams.delete("frappe");
  // Replaced, not added: back leads to the page before the search, not through each letter.
  history.replaceState(history.state, "", address);
});
