/** Short messages at the bottom of the page; they wait while they are read. */

import { clone, find } from "../lib/dom.js";

const SHOWN_MS = 6000;

/**
 * @param {string} text
 * @param {{label: string, act: () => void}} [action]   one thing to do about it, like undoing
 */
export function showToast(text, action) {
  const region = find("[data-toasts]");
  if (!region) return;
  const toast = clone("[data-toast]");
  const words = find("[data-slot=text]", toast);
  if (words) words.textContent = text;
  const button = find("[data-slot=action]", toast);
  if (action && button) {
    button.hidden = false;
    button.textContent = action.label;
    button.addEventListener("click", () => {
      action.act();
      toast.remove();
    });
  }
  find(".toast-close", toast)?.addEventListener("click", () => toast.remove());
  region.replaceChildren(toast);
  leaveLater(toast);
}

/** @param {HTMLElement} toast */
function leaveLater(toast) {
  const wait = () => setTimeout(() => toast.remove(), SHOWN_MS);
  let timer = wait();
  for (const pause of ["pointerenter", "focusin"])
    toast.addEventListener(pause, () => clearTimeout(timer));
  for (const go of ["pointerleave", "focusout"]) {
    toast.addEventListener(go, () => {
      clearTimeout(timer);
      timer = wait();
    });
  }
}
