/** After a search: go where the hits are, if the view shows none. */

import { pointOf } from "./features.js";
import { boxRound } from "./geometry.js";
import { moveTo, viewBox } from "./view.js";

/** @typedef {import("./features.js").BBox} BBox */

const CLOSE_ZOOM = 13;

/**
 * Looks in view, then in the municipality, then everywhere.
 * @param {import("leaflet").Map} map
 * @param {(bbox: BBox | null) => Promise<import("./source.js").Answer | null>} ask
 * @param {BBox} extent   of the municipality
 */
export async function goToHits(map, ask, extent) {
  const view = viewBox(map);
  for (const bbox of [view, extent, null]) {
    // The refresh that follows tells the visitor when the server cannot be reached.
    const answer = await ask(bbox).catch(() => null);
    if (!answer) return;
    const box = boxRound(answer.features.map(pointOf).filter((point) => point !== null));
    if (!box) continue;
    if (bbox !== view) moveTo(map, box, { most: CLOSE_ZOOM });
    return;
  }
}
