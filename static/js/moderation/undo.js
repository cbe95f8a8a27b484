/** Undoing what was just decided: offered for as long as the mails wait, then gone. */

import { find } from "../lib/dom.js";

/** Lets the offer end by itself. */
export function startUndo() {
  const form = find("form[data-undo]:not([data-runs-out])");
  if (!form) return;
  form.dataset.runsOut = "";
  setTimeout(() => form.remove(), Number(form.dataset.undo) * 1000);
}
