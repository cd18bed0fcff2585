// @ts-check
// Without this module a dialog opens as a popover. With it, it is modal: the page behind is out of reach.

/**
 * @param {Element} control
 * @returns {HTMLDialogElement | null} the dialog that a button names
 */
function dialogOf(control) {
  const found = document.getElementById(control.getAttribute("popovertarget") ?? "");
  return found instanceof HTMLDialogElement ? found : null;
}

document.addEventListener("click", (event) => {
  const control = event.target instanceof Element ? event.target.closest("[data-opens], [data-closes]") : null;
  const dialog = control ? dialogOf(control) : null;
  if (!control || !dialog) return;
  // Cancels the popover that the button would open by itself.
  event.preventDefault();
  if (control.hasAttribute("data-closes")) dialog.close();
  else {
    dialog.removeAttribute("popover");
    dialog.showModal();
  }
});
