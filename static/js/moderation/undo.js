/** Undoing what was just decided: offered for as long as the mails wait, then gone. */

import { find } from "../lib/dom.js";

/** Moves focus to the case that is open now, and lets the offer end by itself. */
export function startUndo() {
  const form = find("form[data-undo]");
  if (!form) return;
  const title = find("#case-title") ?? find("#queue-title");
  title?.setAttribute("tabindex", "-1");
  title?.focus();
  setTimeout(() => form.remove(), Number(form.dataset.undo) * 1000);
}
