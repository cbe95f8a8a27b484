/** How near features are to the visitor. Pure. */

import { pointOf } from "./features.js";
import { bearing, distanceM } from "./geometry.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {import("./features.js").LonLat} LonLat */

/**
 * How far it is to a feature, in words; empty when that cannot be known.
 * @param {LonLat | null} here
 * @param {Feature} feature
 * @param {import("../lib/words.js").Words} words
 */
export function distanceTo(here, feature, words) {
  const point = pointOf(feature);
  if (!here || !point) return "";
  return words.away(distanceM(here, point), bearing(here, point), isRough(feature));
}

/** A distance to what is known less exactly is about right at best; as in queries/exactness.py. */
const ROUGHLY_M = 300;

/** @param {Feature} feature */
const isRough = ({ properties: { approximate, accuracy_m: off, ring_m: ring } }) =>
  Boolean(approximate) && (off ?? ring ?? Number.POSITIVE_INFINITY) > ROUGHLY_M;

/**
 * Nearest first; what has no place comes last.
 * @param {Feature[]} features
 * @param {LonLat} here
 */
export function byDistance(features, here) {
  const far = (/** @type {Feature} */ feature) => {
    const point = pointOf(feature);
    return point ? distanceM(here, point) : Number.POSITIVE_INFINITY;
  };
  return [...features].sort((a, b) => far(a) - far(b));
}
