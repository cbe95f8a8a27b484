/** Copying a link, which a browser does for none but secure pages, and not for all of those. */

import { find } from "../lib/dom.js";
import { showToast } from "./toast.js";

/**
 * Copies, and says how it went.
 * @param {string} text
 * @param {string} [copied]   what to say when it is done
 */
export async function copy(text, copied = "") {
  try {
    await navigator.clipboard.writeText(text);
    showToast(copied);
  } catch {
    showToast(find("[data-toasts]")?.dataset.notCopied ?? "");
  }
}
