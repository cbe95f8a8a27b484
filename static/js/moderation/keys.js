/** The keyboard at the desk. Keys of one letter can be turned off, and never work while one writes. */

import { find } from "../lib/dom.js";

const STORED = "geostories-moderation-keys";
const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

/** @param {import("./decision-form.js").Decision | null} decision */
export function startKeys(decision) {
  const dialog = find("#keys");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const box = /** @type {HTMLInputElement | null} */ (find("[data-keys-on]", dialog));
  let on = remembered();

  /** @param {boolean} wanted */
  function turn(wanted) {
    on = wanted;
    if (box) box.checked = wanted;
    for (const hint of document.querySelectorAll("[data-single-keys]")) {
      hint.toggleAttribute("hidden", !wanted);
    }
  }

  turn(on);
  box?.addEventListener("change", () => {
    turn(box.checked);
    remember(box.checked);
  });
  find("[data-open-keys]")?.addEventListener("click", () => dialog.showModal());
  find("[data-close-keys]", dialog)?.addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    if (dialog.open || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (!decision) return;
      event.preventDefault();
      decision.confirm();
      return;
    }
    if (!on || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (press(event.key, dialog, decision)) event.preventDefault();
  });
}

/**
 * @param {string} key
 * @param {HTMLDialogElement} dialog
 * @param {import("./decision-form.js").Decision | null} decision
 * @returns {boolean} whether the key meant something
 */
function press(key, dialog, decision) {
  switch (key.toLowerCase()) {
    case "j":
      return step(1);
    case "k":
      return step(-1);
    case "?":
      dialog.showModal();
      return true;
    case "z":
      return undo();
    default:
      if (/^[1-9]$/.test(key)) return Boolean(decision?.reason(Number(key)));
      return key.length === 1 && Boolean(decision?.choose(key.toUpperCase()));
  }
}

/** Takes back what was just decided, while that can be done. */
function undo() {
  const form = find("form[data-undo]");
  if (form instanceof HTMLFormElement) form.requestSubmit();
  return Boolean(form);
}

/**
 * Goes to a neighbour in the queue; from a case that is not in it, to the first.
 * @param {number} by
 */
function step(by) {
  const cases = [...document.querySelectorAll(".queue-item")];
  const now = cases.findIndex((link) => link.hasAttribute("aria-current"));
  const next = cases[now < 0 ? 0 : now + by];
  if (next instanceof HTMLAnchorElement) next.click();
  return Boolean(next);
}

/** @param {EventTarget | null} target */
const isWriting = (target) => target instanceof Element && target.matches(WRITING);

function remembered() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

/** @param {boolean} wanted */
function remember(wanted) {
  try {
    localStorage.setItem(STORED, wanted ? "on" : "off");
  } catch {
    // it holds for this page at least
  }
}
