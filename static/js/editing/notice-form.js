/** Entering a notice: typed coordinates and the map agree, and the map fills its frame once it is shown. */

import { must } from "../lib/dom.js";
import { preferTheLater } from "../map/typed-point.js";

const form = /** @type {HTMLFormElement} */ (must("#notice-form"));

preferTheLater(form);

form.addEventListener("change", ({ target }) => {
  // Leaflet measures again when the window changes: a map that was hidden had no size.
  if (/** @type {HTMLInputElement} */ (target).name === "where") dispatchEvent(new Event("resize"));
});
