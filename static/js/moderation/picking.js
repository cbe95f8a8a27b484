/** Choosing several cases in the queue: by box, with Shift from one to another, by key. */

import { find } from "../lib/dom.js";

const BOX = ".queue-pick > input";

/** @returns {HTMLInputElement[]} */
const boxes = () =>
  [...document.querySelectorAll(BOX)].map((box) => /** @type {HTMLInputElement} */ (box));

/** With Shift all between the box that was clicked last and this one follow it. */
export function startPicking() {
  let last = "";
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement && box.matches(BOX))) return;
    const all = boxes();
    const [from, to] = [all.findIndex((each) => each.value === last), all.indexOf(box)];
    if (event.shiftKey && from >= 0) {
      for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1))
        each.checked = box.checked;
    }
    last = box.value;
  });
}

/** Ticks the case that is open, or takes the tick away. */
export function pickOpen() {
  const row = find(".queue-item[aria-current]")?.closest("li");
  const box = row && find(BOX, row);
  box?.click();
  return Boolean(box);
}

export function decideOnPicked() {
  const form = find("form#several");
  const any = boxes().some((box) => box.checked);
  if (any && form instanceof HTMLFormElement) form.requestSubmit();
  return any;
}

/** @returns {() => void} ticks what was ticked before the queue came anew */
export function keepPicked() {
  const picked = new Set(
    boxes()
      .filter((box) => box.checked)
      .map((box) => box.value),
  );
  return () => {
    for (const box of boxes()) box.checked = picked.has(box.value);
  };
}
