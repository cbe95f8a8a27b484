/** Reporting a fault: fills in where one is, when asked. Without it the coordinates are typed, or left out. */

import { find, must } from "../lib/dom.js";

const row = must("[data-here]");
const button = must("button", row);
const field = /** @type {HTMLInputElement} */ (must("input[name=coordinates]"));
const DECIMALS = 6;

button.addEventListener("click", () => {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field.value = `${coords.latitude.toFixed(DECIMALS)}, ${coords.longitude.toFixed(DECIMALS)}`;
      say("");
    },
    () => say(button.dataset.denied ?? ""),
    { enableHighAccuracy: true, timeout: 15_000 },
  );
});
row.hidden = !("geolocation" in navigator);

/** @param {string} words */
function say(words) {
  const said = find("[data-said]", row);
  if (said) said.textContent = words;
}
