/** A link to keep: copied or printed at a tap. */

import { must } from "../lib/dom.js";
import { showToast } from "./toast.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const { copy = "", copied = "" } = /** @type {HTMLElement} */ (button).dataset;
    const field = /** @type {HTMLInputElement} */ (must(`#${copy}`));
    field.select();
    await navigator.clipboard.writeText(field.value);
    showToast(copied);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
