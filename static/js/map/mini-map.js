/** Still maps inside pages: one story, one official place or trail. */

import { words } from "./context.js";
import { nameMap } from "./controls.js";
import { boxRound } from "./geometry.js";
import { L } from "./leaflet.js";
import { stillMarker } from "./markers.js";
import { extentOf, linesOf, outlineOf, ring } from "./shapes.js";
import { load } from "./source.js";

/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {import("./features.js").Feature} Feature */

/**
 * Bubble and ring; for moderators also the exact place.
 * @param {string} _url   a story's point comes with the page
 * @param {{point: LonLat, ring_m: number, icon: string, exact?: LonLat}} options
 */
export function storyPoint(_url, { point, ring_m: metres, icon, exact }) {
  const group = L.layerGroup();
  if (metres) group.addLayer(ring(point, metres));
  group.addLayer(
    stillMarker(exact ?? point, { shape: "story", glyph: icon }, exact && words.say("exact")),
  );
  return group;
}

/**
 * The sign at once; outline, line or extent when the feature has come.
 * @param {string} url
 * @param {{point: LonLat, group: string, icon: string}} options
 */
export const officialPoint = (url, options) => new OfficialPoint(url, options);

/** So that the sign stands within the frame too. */
const AIR_PX = L.point(28, 44);

class OfficialPoint extends L.LayerGroup {
  /**
   * @param {string} url
   * @param {{point: LonLat, group: string, icon: string}} options
   */
  constructor(url, { point, group, icon }) {
    super([stillMarker(point, { shape: group, glyph: icon })]);
    this.url = url;
  }

  /** @param {import("leaflet").Map} map */
  onAdd(map) {
    super.onAdd(map);
    // Without the feature the sign alone says where it is.
    load(this.url).then(
      (feature) => this.#draw(feature, map),
      () => this.fire("failed"),
    );
    return this;
  }

  /**
   * @param {Feature} feature
   * @param {import("leaflet").Map} map
   */
  #draw(feature, map) {
    for (const shape of [
      ...outlineOf(feature, true),
      ...extentOf(feature),
      ...linesOf(feature, true),
    ]) {
      this.addLayer(shape);
    }
    const box = boxRound(positions(feature.geometry?.coordinates));
    if (!box || box[0] === box[2]) return;
    const [west, south, east, north] = box;
    map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      { padding: AIR_PX, animate: false },
    );
  }
}

/**
 * All positions of a geometry, however deep its coordinates are nested. Pure.
 * @param {any} coordinates
 * @returns {LonLat[]}
 */
function positions(coordinates) {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === "number") return [[coordinates[0], coordinates[1]]];
  return coordinates.flatMap(positions);
}

/** @param {import("leaflet").Map} map */
export function miniMap(map) {
  nameMap(map, "img");
}
