/** The map's state in the page's address: what is shown, searched, filtered and selected. Pure. */

import { formatBBox, parseBBox } from "./geometry.js";

/** @typedef {"berattelser" | "natur"} Tab */

/**
 * @typedef {object} Filters
 * @property {Tab} tab         which list is shown; the map shows both
 * @property {string} q        words searched for, in all
 * @property {string} category slug of a story category
 * @property {string} kind     a PlaceKind, or "trail"
 */

/** @typedef {Filters & {bbox: import("./features.js").BBox | null, selected: string}} Address */

/**
 * @param {string} search   location.search
 * @returns {Address}
 */
export function readAddress(search) {
  const asked = new URLSearchParams(search);
  return {
    tab: asked.get("visa") === "natur" ? "natur" : "berattelser",
    q: asked.get("q")?.trim() ?? "",
    category: asked.get("kategori") ?? "",
    kind: asked.get("slag") ?? "",
    bbox: parseBBox(asked.get("bbox")),
    selected: asked.get("vald") ?? "",
  };
}

/**
 * The address's question mark and what follows; what says nothing is left out.
 * @param {Address} address
 */
export function writeAddress(address) {
  return question([
    ["visa", address.tab === "natur" ? "natur" : ""],
    ...listPairs(address),
    ["vald", address.selected],
  ]);
}

/**
 * What the list page understands: the same query as the list beside the map.
 * @param {Address} address
 */
export const writeListAddress = (address) => question(listPairs(address));

/**
 * @param {Address} address
 * @returns {[string, string][]}
 */
function listPairs({ tab, q, category, kind, bbox }) {
  return [
    ["bbox", bbox ? formatBBox(bbox) : ""],
    ["q", q],
    tab === "natur" ? ["slag", kind] : ["kategori", category],
  ];
}

/** @param {[string, string][]} pairs */
function question(pairs) {
  const given = pairs.filter(([, value]) => value);
  // Commas are allowed in a query and read better than %2C.
  return given.length > 0 ? `?${String(new URLSearchParams(given)).replaceAll("%2C", ",")}` : "";
}

/** @param {Filters} filters */
export const isFiltered = ({ tab, q, category, kind }) =>
  Boolean(q || (tab === "natur" ? kind : category));
