/** The page of an import that is under way: asks how far it is, and shows the result when it is there. */

import { must } from "../lib/dom.js";
import { getJson } from "../lib/request.js";

const PAUSE_MS = 1000;
const card = must("[data-import-progress]");
const bar = /** @type {HTMLProgressElement} */ (must("progress", card));
const words = must("[data-words]", card);
const url = card.dataset.importProgress ?? "";

async function ask() {
  const state = await getJson(url).catch(() => null); // away for a moment: asked again
  if (state && !state.moving) return location.replace(url);
  if (state) show(state);
  setTimeout(ask, PAUSE_MS);
}

/** @param {{done: number, total: number, words: string}} state */
function show(state) {
  if (state.total) {
    bar.max = state.total;
    bar.value = state.done;
  }
  if (words.textContent !== state.words) words.textContent = state.words;
}

setTimeout(ask, PAUSE_MS);
