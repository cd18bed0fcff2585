// @ts-check
// Buttons that print the page, or copy what another element holds. Hidden without this module.

/** @param {HTMLElement} button */
async function copy(button) {
  const source = document.getElementById(button.dataset.copies ?? "");
  const label = button.querySelector("span") ?? button;
  try {
    await navigator.clipboard.writeText(source?.innerText.trim() ?? "");
    label.textContent = "Copié";
  } catch {
    label.textContent = "Copie refusée par le navigateur";
  }
}

for (const button of document.querySelectorAll("[data-prints], [data-copies]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => ("prints" in button.dataset ? window.print() : void copy(button)));
}
