/** What every part of the map needs from the page: words, addresses and whether to move. */

import { readData } from "../lib/page_data.js";
import { createWords } from "../lib/words.js";

const data = readData("map-data");

export const words = createWords(data.words ?? {}, data.language ?? "sv");

/** Where the quiet map's file is, and whose data it is. */
export const base = { url: String(data.quiet), attribution: String(data.attribution ?? "") };

/**
 * @typedef {object} BaseMap   a real base map, see geostories/integrations/base_maps.py
 * @property {string} url
 * @property {"tiles" | "pmtiles"} form
 * @property {"map" | "aerial" | "terrain"} kind
 * @property {string} name
 * @property {string} attribution
 * @property {number} min_zoom
 * @property {number} max_zoom
 */
/** @type {BaseMap[]} */
export const baseMaps = data.base_maps ?? [];

/** Whether the visitor asked for less movement; asked anew each time, since it can be switched. */
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
