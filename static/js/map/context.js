/** What every part of the map needs from the page: words, addresses and whether to move. */

import { readData } from "../lib/page_data.js";
import { createWords } from "../lib/words.js";

const data = readData("map-data");

export const words = createWords(data.words ?? {}, data.language ?? "sv");

/** Where the quiet map's file is, and whose data it is. */
export const base = { url: String(data.quiet), attribution: String(data.attribution ?? "") };

/** Whether the visitor asked for less movement; asked anew each time, since it can be switched. */
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
