// @ts-check
// Arrows and the space bar go from a screen to the next; without this, the page is read by scrolling.
const STEPS = new Map([
  ["ArrowRight", 1],
  ["ArrowDown", 1],
  ["PageDown", 1],
  [" ", 1],
  ["ArrowLeft", -1],
  ["ArrowUp", -1],
  ["PageUp", -1],
]);

addEventListener("keydown", (event) => {
  const step = STEPS.get(event.key);
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const screens = [...document.querySelectorAll("[data-screen]")];
  const middle = innerHeight / 2;
  const shown = screens.findIndex((one) => one.getBoundingClientRect().bottom > middle);
  const next = screens[shown + step];
  if (!(next instanceof HTMLElement)) return;
  // A screen longer than the wall is read to its end first.
  const here = screens[shown]?.getBoundingClientRect();
  const isLong = here !== undefined && here.height > innerHeight + 4;
  if (isLong && (step > 0 ? here.bottom > innerHeight + 4 : here.top < -4)) return;
  event.preventDefault();
  // At once: a second key is heard from the screen that was reached.
  next.scrollIntoView({ behavior: "instant" });
  next.focus({ preventScroll: true });
});
