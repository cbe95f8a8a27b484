/** The page of a story, a place or a trail: share, print, and the way back to where the reader was on the map or the list. */

import { find } from "../lib/dom.js";
import { copy } from "./copy.js";

const page = { title: document.title, url: location.href };

for (const button of document.querySelectorAll("[data-share]")) {
  button.addEventListener("click", () => share(/** @type {HTMLElement} */ (button)));
}

if ("share" in navigator) find("[data-native]")?.removeAttribute("hidden");

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

/** @param {HTMLElement} button */
async function share(button) {
  if (navigator.share && button.dataset.share !== "copy") {
    await navigator.share(page).catch(() => undefined); // closing the sheet is no fault
    return;
  }
  await copy(page.url, button.dataset.copied);
}

find("[data-back]")?.addEventListener("click", (event) => {
  const from = document.referrer && new URL(document.referrer);
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  const cameFromThere =
    from && from.origin === location.origin && from.pathname === new URL(link.href).pathname;
  if (!cameFromThere) return;
  event.preventDefault();
  history.back();
});
