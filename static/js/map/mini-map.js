/** Still maps inside pages: one story, one official place or trail. */

import { words } from "./context.js";
import { nameMap } from "./controls.js";
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
const CLOSE_ZOOM = 15;

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
    const shapes = [...outlineOf(feature, true), ...extentOf(feature), ...linesOf(feature, true)];
    if (shapes.length === 0) return;
    const drawn = L.featureGroup(shapes);
    this.addLayer(drawn);
    map.fitBounds(drawn.getBounds(), { padding: AIR_PX, maxZoom: CLOSE_ZOOM, animate: false });
  }
}

/** @param {import("leaflet").Map} map */
export function miniMap(map) {
  nameMap(map, "img");
}
