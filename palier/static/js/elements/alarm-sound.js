// @ts-check
// The centre's screen: a sound while a team should be called. Off until somebody asks for it; hidden without this module.

const SECONDS = 0.25;
const NOTES = [880, 660, 880];

/** @type {AudioContext | null} made by the first touch: browsers refuse it before */
let audio = null;
let isOn = false;

function ring() {
  if (!audio) return;
  for (const [rank, pitch] of NOTES.entries()) {
    const note = audio.createOscillator();
    const start = audio.currentTime + rank * SECONDS * 1.4;
    note.frequency.value = pitch;
    note.connect(audio.destination);
    note.start(start);
    note.stop(start + SECONDS);
  }
}

/** @returns {boolean} whether the page shows a team to call */
function isAlarming() {
  return Number(document.getElementById("veille")?.dataset.alarms ?? 0) > 0;
}

const button = document.querySelector("[data-alarm-sound]");
if (button instanceof HTMLButtonElement) {
  button.hidden = false;
  button.addEventListener("click", () => {
    isOn = !isOn;
    audio ??= new AudioContext();
    button.setAttribute("aria-pressed", String(isOn));
    const label = button.querySelector("span");
    if (label) label.textContent = isOn ? "Couper le son" : "Mettre le son";
    // Heard at once: whoever turns it on knows how loud it is.
    if (isOn) ring();
  });
  // Again at each new look, as long as somebody is to be called.
  document.addEventListener("htmx:afterSettle", () => {
    if (isOn && isAlarming()) ring();
  });
}
