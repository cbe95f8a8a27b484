/** The keyboard at the desk. Keys of one letter can be turned off, and never work while one writes. */

import { find } from "../lib/dom.js";
import { neighbour } from "./flow.js";
import { decideOnPicked, pickOpen } from "./picking.js";

const STORED = "geostories-moderation-keys";
const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

/** @typedef {import("./decision-form.js").Decision | null} Decision */

/**
 * @param {() => Decision} decision   the one that is open now
 * @returns {() => void} to be called when the page's parts are others than before
 */
export function startKeys(decision) {
  let on = remembered();

  function show() {
    const box = /** @type {HTMLInputElement | null} */ (find("[data-keys-on]"));
    if (box) box.checked = on;
    for (const hint of document.querySelectorAll("[data-single-keys]")) {
      hint.toggleAttribute("hidden", !on);
    }
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement && box.matches("[data-keys-on]"))) return;
    on = box.checked;
    remember(on);
    show();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-open-keys]")) dialog()?.showModal();
    if (event.target.closest("[data-close-keys]")) dialog()?.close();
  });
  document.addEventListener("keydown", (event) => {
    if (dialog()?.open || event.defaultPrevented) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const open = decision();
      if (!open) return;
      event.preventDefault();
      if (!event.repeat) open.confirm(); // a key held down would decide on what nobody has seen
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target)) {
      if (event.key === "Escape") find("#case-title")?.focus();
      return;
    }
    if (on && press(event.key, decision())) event.preventDefault();
  });
  return show;
}

const dialog = () => /** @type {HTMLDialogElement | null} */ (find("dialog#keys"));

/**
 * @param {string} key
 * @param {Decision} decision
 * @returns {boolean} whether the key meant something
 */
function press(key, decision) {
  switch (key.toLowerCase()) {
    case "j":
      return step(1);
    case "k":
      return step(-1);
    case "x":
      return pickOpen();
    case "g":
      return decideOnPicked();
    case "m":
      return write("#message");
    case "n":
      return write("#note");
    case "?":
      dialog()?.showModal();
      return true;
    case "z":
      return undo();
    default:
      if (/^[1-9]$/.test(key)) return Boolean(decision?.number(Number(key)));
      return key.length === 1 && Boolean(decision?.choose(key.toUpperCase()));
  }
}

/**
 * Goes to a field to write in; Escape leads back.
 * @param {string} field
 */
function write(field) {
  const found = find(field);
  found?.focus();
  return Boolean(found);
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
  const next = neighbour(by);
  next?.click();
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
