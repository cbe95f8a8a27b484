/** A still map of stories that belong together: bubbles, or numbered stops on the way between them. */

import { L } from "./leaflet.js";
import { stillMarker } from "./markers.js";
import { ring } from "./shapes.js";

/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {{point: LonLat, ring_m: number, icon: string, number: number}} Stop */

/** So that the markers stand within the frame too. */
const AIR_PX = L.point(32, 48);
const CLOSE_ZOOM = 17;

/**
 * @param {string} _url   the stories come with the page
 * @param {{stops: Stop[], way: LonLat[][]}} options
 */
export const gatheredStories = (_url, options) => new GatheredStories(options);

class GatheredStories extends L.LayerGroup {
  /** @param {{stops: Stop[], way: LonLat[][]}} options */
  constructor({ stops, way }) {
    const rings = stops
      .filter(({ ring_m: metres }) => metres)
      .map(({ point, ring_m: metres }) => ring(point, metres));
    super([...rings, ...way.flatMap(lines), ...stops.map(mark)]);
    this.bounds = L.latLngBounds(way.flat().map(toLatLng));
    for (const { point, ring_m: metres } of stops)
      this.bounds.extend(metres ? toLatLng(point).toBounds(2 * metres) : toLatLng(point));
  }

  /** @param {import("leaflet").Map} map */
  onAdd(map) {
    super.onAdd(map);
    map.fitBounds(this.bounds, { padding: AIR_PX, maxZoom: CLOSE_ZOOM, animate: false });
    return this;
  }
}

/** @param {LonLat} point */
const toLatLng = ([lon, lat]) => L.latLng(lat, lon);

/** @param {Stop} stop */
const mark = ({ point, icon, number }) =>
  stillMarker(
    point,
    number ? { shape: "stop", count: String(number) } : { shape: "story", glyph: icon },
  );

/** @param {LonLat[]} line */
const lines = (line) =>
  ["walk-way-casing", "walk-way"].map((className) =>
    L.polyline(line.map(toLatLng), { className, interactive: false }),
  );
