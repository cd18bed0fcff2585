// @ts-check
// The one script that runs before the first paint: it sets the colours chosen on this device, so that nothing flashes.
(() => {
  try {
    const chosen = localStorage.getItem("palier-apparence");
    if (chosen === "clair" || chosen === "sombre") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage refused by the browser: the colours of the system stay.
  }
})();
