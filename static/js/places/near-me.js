/** The list of places: Near me fills in the point that the form sends. */

import { showToast } from "../components/toast.js";
import { must } from "../lib/dom.js";

const DECIMALS = 3; // about a hundred metres: near enough for a list, and no more than that is told

const button = /** @type {HTMLButtonElement} */ (must("[data-near-me]"));
const point = /** @type {HTMLInputElement} */ (must("[name=punkt]"));

button.addEventListener("click", () => {
  navigator.geolocation.getCurrentPosition(ask, () => showToast(button.dataset.failed ?? ""), {
    timeout: 15_000,
  });
});

/** @param {GeolocationPosition} position */
function ask({ coords }) {
  /** @type {HTMLInputElement} */ (must("[name=nara]")).value = "";
  point.disabled = false;
  point.value = [coords.longitude, coords.latitude].map((each) => each.toFixed(DECIMALS)).join(",");
  point.form?.requestSubmit();
}
