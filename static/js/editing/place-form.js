/** Editing a place: typed coordinates and the map agree, and nobody leaves unsaved words by mistake. */

import { find, must } from "../lib/dom.js";
import { preferTheLater } from "../map/typed-point.js";

const form = /** @type {HTMLFormElement} */ (must("#edit-form"));
const state = find("[data-edit-state]", form);
let changed = Boolean(find(".form-errors, #conflict-title"));
let leaving = false;

function say() {
  if (state) state.textContent = changed ? (form.dataset.wordsUnsaved ?? "") : "";
}

form.addEventListener("input", () => {
  changed = true;
  say();
});

form.addEventListener("submit", () => {
  leaving = true;
});

addEventListener("beforeunload", (event) => {
  if (changed && !leaving) event.preventDefault();
});

// The page may come back from the browser's memory, still with what was typed.
addEventListener("pageshow", () => {
  leaving = false;
});

if (find("input[name=coordinates]", form)) preferTheLater(form);
say();
