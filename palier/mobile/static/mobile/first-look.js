// @ts-check
// Before any module, once the page is whole: does this browser have what is needed to lose nothing? Written for the
// oldest ones.
(function () {
  "use strict";
  var script = document.currentScript;
  function has() {
    return (
      typeof HTMLScriptElement !== "undefined" &&
      typeof HTMLScriptElement.supports === "function" &&
      HTMLScriptElement.supports("importmap") &&
      "serviceWorker" in navigator &&
      "indexedDB" in window &&
      "durability" in IDBTransaction.prototype &&
      "customElements" in window &&
      "BroadcastChannel" in window &&
      "AbortController" in window &&
      "structuredClone" in window &&
      window.isSecureContext === true &&
      !!window.crypto &&
      !!window.crypto.subtle
    );
  }
  if (has()) {
    var main = document.createElement("script");
    main.type = "module";
    main.src = (script && script.getAttribute("data-main")) || "";
    document.head.appendChild(main);
    return;
  }
  var page = document.getElementById("application");
  var old = document.getElementById("trop-ancien");
  if (page) page.hidden = true;
  if (old) old.hidden = false;
})();
