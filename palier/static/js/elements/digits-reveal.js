// @ts-check
// A button that shows what is typed in a hidden field, and hides it again. Hidden without this module.

for (const button of document.querySelectorAll("[data-reveals]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const field = document.getElementById(button.dataset.reveals ?? "");
  const label = button.querySelector("span") ?? button;
  if (!(field instanceof HTMLInputElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    label.textContent = shown ? "Afficher les chiffres" : "Cacher les chiffres";
    field.focus();
  });
}
