/** Beside a chosen point: what was told there already, and what a story can belong to. */

import { clone, find, must } from "../lib/dom.js";

/**
 * @typedef {object} Around
 * @property {{title: string, url: string}[]} [told]
 * @property {{value: string, name: string}[]} [belongs]
 */

/**
 * @param {Around} around
 * @param {string} none   what stands for belonging nowhere
 */
export function showAround({ told = [], belongs = [] }, none) {
  showTold(told);
  showBelongs(belongs, none);
}

/** @param {{title: string, url: string}[]} told */
function showTold(told) {
  const part = find("[data-told-already]");
  if (!part) return;
  part.hidden = !told.length;
  const rows = told.map(({ title, url }) => {
    const row = clone("template[data-told-row]");
    const link = /** @type {HTMLAnchorElement} */ (must("a", row));
    link.href = url;
    must("[data-slot=title]", link).textContent = title;
    return row;
  });
  must("ul", part).replaceChildren(...rows);
}

/**
 * What is chosen stays, wherever the pin goes: the server says if it is too far.
 * @param {{value: string, name: string}[]} belongs
 * @param {string} none
 */
function showBelongs(belongs, none) {
  const select = /** @type {HTMLSelectElement | null} */ (find("select[name=belongs]"));
  if (!select) return;
  const chosen = select.selectedOptions[0];
  const kept =
    chosen?.value && !belongs.some(({ value }) => value === chosen.value) ? [chosen] : [];
  const options = belongs.map(({ value, name }) => new Option(name, value));
  const value = chosen?.value ?? "";
  select.replaceChildren(new Option(none, ""), ...kept, ...options);
  select.value = value;
  const part = select.closest("[data-belongs]");
  if (part instanceof HTMLElement) part.hidden = select.options.length < 2;
}
