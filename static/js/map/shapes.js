/** What lies under the markers: rings in metres, outlines and lines. Colours are in map-style.css. */

import { words } from "./context.js";
import { pointOf } from "./features.js";
import { L } from "./leaflet.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {import("leaflet").Layer} Layer */

const M2_PER_HECTARE = 10_000;

/**
 * The dashed ring round an approximate place.
 * @param {import("./features.js").LonLat} point
 * @param {number} radius   metres
 */
export const ring = ([lon, lat], radius) =>
  L.circle([lat, lon], { radius, className: "approximate-ring", interactive: false });

/**
 * The ring of a story whose place is approximate, or what an exact one is about beside its point.
 * @param {Feature} feature   a story
 * @returns {Layer[]}
 */
export function groundOf(feature) {
  const { ring_m: metres, shape } = feature.properties;
  const point = pointOf(feature);
  if (point && metres) return [ring(point, metres)];
  return shape ? drawn(shape) : [];
}

/**
 * @param {Feature} feature
 * @param {boolean} isSelected
 * @returns {Layer[]}
 */
export function outlineOf(feature, isSelected) {
  if (!feature.geometry?.type.endsWith("Polygon")) return [];
  const className = `layer-reserve${isSelected ? " is-selected" : ""}`;
  return [geoJson(feature, className)];
}

/**
 * A dashed circle round a point that is not all there is to say: of the known area where the outline
 * is not known, or, where that is wider, of all that the point may be off. Labelled as what it is.
 * @param {Feature} feature
 * @returns {Layer[]}
 */
export function extentOf(feature) {
  const { area_ha: area, accuracy_m: off } = feature.properties;
  const point = pointOf(feature);
  if (!point || feature.geometry?.type !== "Point") return [];
  const across = Math.sqrt(((area ?? 0) * M2_PER_HECTARE) / Math.PI);
  const radius = Math.max(across, off ?? 0);
  if (!radius) return [];
  const [lon, lat] = point;
  const className = "approximate-extent";
  const circle = L.circle([lat, lon], { radius, className, interactive: false });
  const label = document.createElement("span");
  label.textContent = words.say(radius > across ? "somewhere" : "extent");
  circle.bindTooltip(label, {
    permanent: true,
    direction: "bottom",
    offset: [0, 8],
    className: "extent-label",
  });
  return [circle];
}

/**
 * @param {Feature} feature   a trail
 * @param {boolean} isSelected
 * @returns {Layer[]}
 */
export function linesOf(feature, isSelected) {
  if (!feature.geometry?.type.endsWith("LineString")) return [];
  const className = `layer-trail${isSelected ? " is-selected" : ""}`;
  return [geoJson(feature, "layer-trail-casing"), geoJson(feature, className)];
}

/**
 * The line or area that a story is about.
 * @param {{type: string}} shape   GeoJSON
 */
export const drawn = (shape) =>
  (shape.type.endsWith("LineString") ? ["drawn-casing", "drawn-line"] : ["drawn-area"]).map(
    (className) => geoJson(shape, className),
  );

/**
 * @param {Feature | {type: string}} shape   GeoJSON
 * @param {string} className
 */
const geoJson = (shape, className) =>
  L.geoJSON(/** @type {any} */ (shape), {
    interactive: false,
    // Options of a path; the type of geoJSON's style leaves className out.
    style: () => /** @type {any} */ ({ className }),
  });
