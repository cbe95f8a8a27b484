/** The map's state in the page's address: what is shown, searched, filtered and selected. Pure. */

import { formatBBox, parseBBox } from "./geometry.js";

/** @typedef {"berattelser" | "natur"} Tab */

/** What else narrows and orders the stories: the word in the address, and the API's. */
export const STORY_NAMES = Object.freeze({
  rost: "voice",
  bild: "picture",
  ljud: "sound",
  sprak: "language",
  tema: "theme",
  forening: "association",
  berattare: "teller",
  fran: "from",
  till: "until",
  punkt: "near",
  inom: "within",
  ordning: "sort",
});
/** These put in order, and leave none out. */
const ORDERING = ["ordning", "punkt"];

/**
 * @typedef {object} Filters
 * @property {Tab} tab         which list is shown; the map shows both
 * @property {string} q        words searched for, in all
 * @property {string} category slug of a story category
 * @property {string} kind     a PlaceKind, or "trail"
 * @property {Record<string, string>} more   of stories, by the words of STORY_NAMES; none is empty
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
    more: chosen(asked),
    bbox: parseBBox(asked.get("bbox")),
    selected: asked.get("vald") ?? "",
  };
}

/**
 * What there is of STORY_NAMES in an address or a form.
 * @param {URLSearchParams | FormData} asked
 * @returns {Record<string, string>}
 */
export function chosen(asked) {
  const pairs = Object.keys(STORY_NAMES).map((name) => [name, String(asked.get(name) ?? "")]);
  return Object.fromEntries(pairs.filter(([, value]) => value.trim()));
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
function listPairs({ tab, q, category, kind, more, bbox }) {
  /** @type {[string, string][]} */
  const pairs = [
    ["bbox", bbox ? formatBBox(bbox) : ""],
    ["q", q],
  ];
  if (tab === "natur") return [...pairs, ["slag", kind]];
  return [...pairs, ["kategori", category], ...Object.entries(more)];
}

/** @param {[string, string][]} pairs */
function question(pairs) {
  const given = pairs.filter(([, value]) => value);
  // Commas are allowed in a query and read better than %2C.
  return given.length > 0 ? `?${String(new URLSearchParams(given)).replaceAll("%2C", ",")}` : "";
}

/** @param {Filters} filters */
export const isFiltered = (filters) =>
  Boolean(filters.q || (filters.tab === "natur" ? filters.kind : filters.category)) ||
  (filters.tab !== "natur" && countOf(filters) > 0);

/**
 * How many of `more` leave some story out.
 * @param {Filters} filters
 */
export const countOf = ({ more }) =>
  Object.keys(more).filter((name) => !ORDERING.includes(name)).length;
