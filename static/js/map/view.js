/** The view: which part of the map can be seen beside panel and card, and how to move it. */

import { find, isNarrow } from "../lib/dom.js";
import { isStill } from "./context.js";
import { L } from "./leaflet.js";

/** @typedef {import("./features.js").BBox} BBox */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Edges   pixels */

const FLY_S = 0.6;
/** Air round what is fitted into the view; design/visual.md, "Map padding for fitBounds". */
const AIR = { side: 16, top: 76, right: 72, bottom: 40, card: 260, sheet: 60, head: 12 };
/** A sheet pulled up over nearly all of the map does not make the view a slit. */
const MOST_COVERED = 0.75;
const FLOATING =
  "#panel, .map-panel-top, .map-sheet, .map-panel-foot > a, .map-legend, .map-tell, #selection, " +
  ".map-message, .leaflet-control";
const NONE = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * What search, panel and sheet cover of the map.
 * @param {import("leaflet").Map} map
 * @returns {Edges}
 */
function covered(map) {
  const frame = map.getContainer().getBoundingClientRect();
  if (!isNarrow()) {
    const panel = find("#panel")?.getBoundingClientRect();
    return { ...NONE, left: panel ? Math.max(0, panel.right - frame.left) : 0 };
  }
  const search = find(".map-panel-top")?.getBoundingClientRect();
  const sheet = find(".map-sheet")?.getBoundingClientRect();
  const bottom = sheet ? Math.max(0, frame.bottom - sheet.top) : 0;
  return {
    ...NONE,
    top: search ? Math.max(0, search.bottom - frame.top) : 0,
    bottom: Math.min(bottom, frame.height * MOST_COVERED),
  };
}

/**
 * What floats over the map, as boxes in pixels of the zoom: markers make room for it.
 * @param {import("leaflet").Map} map
 * @returns {import("./declutter.js").Box[]}
 */
export function floating(map) {
  const frame = map.getContainer().getBoundingClientRect();
  const origin = map.getPixelBounds().min ?? L.point(0, 0);
  const rects = [...document.querySelectorAll(FLOATING)].map((each) =>
    each.getBoundingClientRect(),
  );
  return rects
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ left, top, width, height }) => ({
      x: origin.x + left - frame.left + width / 2,
      y: origin.y + top - frame.top + height / 2,
      width,
      height,
    }));
}

/**
 * @param {import("leaflet").Map} map
 * @returns {Edges}
 */
function padding(map) {
  const { left, top, bottom } = covered(map);
  if (isNarrow()) {
    return { left: AIR.side, top: top + AIR.head, right: AIR.side, bottom: bottom + AIR.sheet };
  }
  const hasCard = find("#selection")?.hidden === false;
  return {
    left: left + AIR.side,
    top: AIR.top,
    right: AIR.right,
    bottom: hasCard ? AIR.card : AIR.bottom,
  };
}

/**
 * What the visitor sees of the world: the query of list and count.
 * @param {import("leaflet").Map} map
 * @returns {BBox}
 */
export function viewBox(map) {
  const { left, top, bottom } = covered(map);
  const { x, y } = map.getSize();
  const southWest = map.containerPointToLatLng([left, y - bottom]);
  const northEast = map.containerPointToLatLng([x, top]);
  return [southWest.lng, southWest.lat, northEast.lng, northEast.lat];
}

/**
 * Show the box again that viewBox gave, in this or another window.
 * @param {import("leaflet").Map} map
 * @param {BBox} box
 */
export function restore(map, box) {
  const { center, zoom } = placed(map, box, covered(map), {});
  map.setView(center, zoom, { animate: false });
}

/**
 * Move so that the box can be seen beside panel and card.
 * @param {import("leaflet").Map} map
 * @param {BBox} box
 * @param {{least?: number, most?: number, isAtOnce?: boolean}} [options]   zooms
 */
export function moveTo(map, box, { least, most, isAtOnce } = {}) {
  const { center, zoom } = placed(map, box, padding(map), { least, most });
  if (isAtOnce || isStill()) map.setView(center, zoom, { animate: false });
  else map.flyTo(center, zoom, { duration: FLY_S });
}

/**
 * Move only if the point is hidden or near the edge.
 * @param {import("leaflet").Map} map
 * @param {import("./features.js").LonLat} point
 */
export function reveal(map, [lon, lat]) {
  const { left, top, right, bottom } = padding(map);
  map.panInside([lat, lon], {
    paddingTopLeft: [left + AIR.side, top],
    paddingBottomRight: [right, bottom],
    animate: !isStill(),
  });
}

/**
 * @param {import("leaflet").Map} map
 * @param {BBox} box
 * @param {Edges} edges
 * @param {{least?: number, most?: number}} zooms
 */
function placed(map, [west, south, east, north], edges, { least, most }) {
  const bounds = L.latLngBounds([south, west], [north, east]);
  const air = L.point(edges.left + edges.right, edges.top + edges.bottom);
  const fitting = map.getBoundsZoom(bounds, false, air);
  const zoom = Math.min(Math.max(fitting, least ?? map.getMinZoom()), most ?? map.getMaxZoom());
  const aside = L.point(edges.right - edges.left, edges.bottom - edges.top).divideBy(2);
  // The middle in pixels: the mean latitude lies elsewhere, and every reload would move the map.
  const [low, high] = [bounds.getSouthWest(), bounds.getNorthEast()];
  const middle = map.project(low, zoom).add(map.project(high, zoom)).divideBy(2);
  const center = map.unproject(middle.add(aside), zoom);
  return { center, zoom };
}

/** @param {import("leaflet").Map} map */
export function metresPerPixel(map) {
  const equator = 40_075_016.7 / 256;
  return (equator * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** map.getZoom();
}
