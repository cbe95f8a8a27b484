/** The list beside the map: the same answer as the markers, in the server's order or by distance. */

import { clone, find, isNarrow, must } from "../lib/dom.js";
import { isFiltered } from "./address.js";
import { row, updateRow } from "./cards.js";
import { words } from "./context.js";
import { byDistance, distanceTo } from "./nearness.js";

/** @typedef {import("./features.js").LonLat} LonLat */

/** More rows than anyone reads; "Visa som lista" has all, page by page. */
const MOST_ROWS = 60;

/** The count and the rows. */
export class ResultList {
  constructor() {
    this.count = must("#count");
    this.rows = must("#results");
  }

  /**
   * @param {import("./source.js").Answer} answer
   * @param {{filters: import("./address.js").Filters, selected: string, here: LonLat | null, nearest: boolean}} view
   */
  show({ listed, count }, { filters, selected, here, nearest }) {
    const official = filters.tab === "natur";
    const text = words.count(official ? "count_official" : "count_story", count);
    if (this.count.textContent !== text) this.count.textContent = text;
    const sorted = here && nearest ? byDistance(listed, here) : listed;
    // Rows that stay are kept: their photos do not flicker, and focus in them is not lost.
    const before = new Map([...this.rows.children].map((item) => [idOf(item), item]));
    const items = sorted.slice(0, MOST_ROWS).map((feature) => {
      const item = /** @type {HTMLElement} */ (before.get(feature.id) ?? row(feature));
      const distance = distanceTo(here, feature, words);
      updateRow(item, feature, { distance, isSelected: feature.id === selected });
      return item;
    });
    this.rows.replaceChildren(...items);
    find("#nothing")?.remove();
    if (count === 0) this.rows.append(emptyRow(filters));
  }

  /** @param {boolean} isWaiting   whether the rows are about to change */
  wait(isWaiting) {
    this.rows.setAttribute("aria-busy", String(isWaiting));
  }

  /** @param {string} selected   id of the feature, or empty */
  mark(selected) {
    for (const card of this.rows.querySelectorAll("[data-id]")) {
      const isIt = /** @type {HTMLElement} */ (card).dataset.id === selected;
      if (!isIt) card.removeAttribute("aria-current");
      else {
        card.setAttribute("aria-current", "true");
        // On phones the card of the selection stands above the list; there nothing scrolls away.
        if (!isNarrow()) card.scrollIntoView({ block: "nearest" });
      }
    }
  }
}

/** @param {Element} item */
const idOf = (item) => /** @type {HTMLElement | null} */ (item.firstElementChild)?.dataset.id;

/** @param {import("./address.js").Filters} filters */
function emptyRow(filters) {
  const item = document.createElement("li");
  if (isFiltered(filters)) item.append(clone("template#no-hits"));
  else
    item.append(
      clone(filters.tab === "natur" ? "template#nothing-official" : "template#nothing-told"),
    );
  const clear = find("[data-clear]", item);
  clear?.setAttribute("href", location.pathname + (filters.tab === "natur" ? "?visa=natur" : ""));
  return item;
}
