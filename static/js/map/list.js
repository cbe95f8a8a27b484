/** The list beside the map: the same answer as the markers, in the server's order or by distance. */

import { clone, find, isNarrow, must } from "../lib/dom.js";
import { isFiltered, writeAddress } from "./address.js";
import { row, updateRow } from "./cards.js";
import { words } from "./context.js";
import { byDistance, distanceTo } from "./nearness.js";

/** @typedef {import("./features.js").LonLat} LonLat */

/** More rows than anyone reads; "Visa som lista" has all, page by page. */
const MOST_ROWS = 60;
/** Degrees to the west and the east of a place: what one sees of it from close by. */
const AROUND = 0.04;

/** The count and the rows. */
export class ResultList {
  constructor() {
    this.count = must("#count");
    this.rows = must("#results");
  }

  /**
   * @param {import("./source.js").Answer} answer
   * @param {{filters: import("./address.js").Address, selected: string, here: LonLat | null, nearest: boolean}} view
   */
  show({ listed, count, spelling, placesNamed }, { filters, selected, here, nearest }) {
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
    showPlaces(placesNamed);
    if (count === 0) this.rows.append(emptyRow(filters, spelling));
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

/** @param {import("./source.js").NamedPlace[]} places   by the name that is searched for */
function showPlaces(places) {
  const line = must("[data-places-named]");
  line.hidden = places.length === 0;
  const links = places.flatMap(({ name, point: [lon, lat] }, n) => {
    const link = document.createElement("a");
    const box = [lon - AROUND, lat - AROUND / 2, lon + AROUND, lat + AROUND / 2];
    link.href = `${location.pathname}?bbox=${box.map((each) => each.toFixed(5)).join(",")}`;
    link.textContent = name;
    return n ? [", ", link] : [link];
  });
  find("[data-slot=links]", line)?.replaceChildren(...links);
}

/** @param {Element} item */
const idOf = (item) => /** @type {HTMLElement | null} */ (item.firstElementChild)?.dataset.id;

/**
 * @param {import("./address.js").Address} address
 * @param {string} spelling   the nearest words that some story has, or empty
 */
function emptyRow(address, spelling) {
  const item = document.createElement("li");
  const official = address.tab === "natur";
  if (!isFiltered(address)) {
    item.append(clone(official ? "template#nothing-official" : "template#nothing-told"));
    return item;
  }
  item.append(clone("template#no-hits"));
  const here = location.pathname;
  find("[data-clear]", item)?.setAttribute("href", here + (official ? "?visa=natur" : ""));
  const wider = { ...address, bbox: null, selected: "" };
  find("[data-wider]", item)?.setAttribute("href", here + writeAddress(wider));
  const other = find("[data-spelling]", item);
  if (other && spelling && !official) {
    other.hidden = false;
    other.textContent = words.say("spelling", { words: spelling });
    other.setAttribute("href", here + writeAddress({ ...wider, q: spelling }));
  }
  return item;
}
