/** Coordinates that were typed, beside a map that is pointed on: the later of the two counts. */

import { must } from "../lib/dom.js";

/**
 * The map takes over what it understands; what it does not, the server reads.
 * @param {HTMLFormElement} form   with the fields coordinates, lon and lat
 */
export function preferTheLater(form) {
  const coordinates = input("coordinates", form);
  const point = () => `${input("lon", form).value} ${input("lat", form).value}`;
  let pointWhenTyped = point();
  coordinates.addEventListener("change", () => {
    pointWhenTyped = point();
  });
  form.addEventListener("submit", () => {
    coordinates.disabled = point().trim() !== "" && point() !== pointWhenTyped;
  });
}

/**
 * @param {string} name
 * @param {HTMLFormElement} form
 */
const input = (name, form) => /** @type {HTMLInputElement} */ (must(`input[name="${name}"]`, form));
