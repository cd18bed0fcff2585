// @ts-check
// Themes as chips: three in front, those chosen last, and all the others one touch away.
import { suggestedThemes } from "terrain/logic/suggestions";

/**
 * Draw `[data-themes="checkbox"]` or `[data-themes="radio"]` from `<template id="choix-themes">`.
 *
 * @param {HTMLElement} place
 * @param {{chosen: readonly string[], ofTeam: readonly string[], intents: readonly string[]}} likely
 */
export function drawThemes(place, { chosen, ofTeam, intents }) {
  const template = document.getElementById("choix-themes");
  if (!(template instanceof HTMLTemplateElement)) return;
  const type = place.dataset["themes"] === "radio" ? "radio" : "checkbox";
  place.replaceChildren(template.content.cloneNode(true));
  const inputs = [...place.querySelectorAll("input")];
  for (const input of inputs) [input.type, input.name] = [type, type === "radio" ? "theme" : "themes"];
  const chips = new Map(inputs.map((input) => [input.value, input.closest("label")]));
  const suggested = suggestedThemes(chosen, ofTeam, intents, inputs.map(({ value }) => value).filter(Boolean));
  const front = place.querySelector("[data-part='suggested']");
  const none = chips.get("");
  if (type === "checkbox") none?.remove();
  else if (none) front?.append(none);
  for (const theme of suggested) front?.append(chips.get(theme) ?? "");
}

/**
 * What is chosen must be seen.
 *
 * @param {HTMLElement} place
 */
export function unfoldChosen(place) {
  const others = place.querySelector("details");
  if (others?.querySelector("input:checked")) others.open = true;
}
