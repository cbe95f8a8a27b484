/** A link to keep: copied or printed at a tap. */

import { must } from "../lib/dom.js";
import { copy } from "./copy.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => {
    const { copy: name, copied } = /** @type {HTMLElement} */ (button).dataset;
    const field = /** @type {HTMLInputElement} */ (must(`#${name}`));
    field.select();
    copy(field.value, copied);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
