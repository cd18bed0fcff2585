// @ts-check

/** @type {WeakMap<Element, string>} the words of each button before it was busy */
const words = new WeakMap();

/** @param {HTMLButtonElement} button */
function makeBusy(button) {
  const label = button.querySelector("span") ?? button;
  words.set(button, label.textContent ?? "");
  label.textContent = button.dataset.busy ?? "";
  button.setAttribute("aria-busy", "true");
}

/** @param {Element} button */
function release(button) {
  const label = button.querySelector("span") ?? button;
  label.textContent = words.get(button) ?? label.textContent;
  button.removeAttribute("aria-busy");
}

// A form being sent shows it on its button and is not sent twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !(button instanceof HTMLButtonElement) || button.dataset.busy === undefined) return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  makeBusy(button);
});

// The back button shows the page as it was left: free its buttons.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[aria-busy='true'][data-busy]").forEach(release);
});
// htmx answers without leaving the page.
document.addEventListener("htmx:afterRequest", () => {
  document.querySelectorAll("[aria-busy='true'][data-busy]").forEach(release);
});
