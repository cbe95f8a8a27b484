/** Still maps inside pages: one story, one official place or trail. */

import { around } from "./around.js";
import { words } from "./context.js";
import { nameMap } from "./controls.js";
import { L } from "./leaflet.js";
import { stillMarker } from "./markers.js";
import { drawn, extentOf, linesOf, outlineOf, ring } from "./shapes.js";
import { load } from "./source.js";

/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {import("./features.js").Feature} Feature */

/**
 * Bubble and ring; for moderators also the exact place.
 * @param {string} _url   a story's point comes with the page
 * @param {{point: LonLat, ring_m: number, icon: string, exact?: LonLat, shape?: any}} options
 */
export function storyPoint(_url, { point, ring_m: metres, icon, exact, shape }) {
  const group = L.layerGroup();
  for (const layer of shape ? wholly(shape) : []) group.addLayer(layer);
  if (metres) group.addLayer(ring(point, metres));
  group.addLayer(
    stillMarker(exact ?? point, { shape: "story", glyph: icon }, exact && words.say("exact")),
  );
  return group;
}

/**
 * What the story is about; the map shows all of it.
 * @param {any} shape   GeoJSON
 */
function wholly(shape) {
  const made = drawn(shape);
  made[0].on("add", ({ target }) => {
    target._map.fitBounds(target.getBounds(), {
      padding: AIR_PX,
      maxZoom: CLOSE_ZOOM,
      animate: false,
    });
  });
  return made;
}

/**
 * @typedef {object} Official
 * @property {LonLat} point
 * @property {string} group
 * @property {string} icon
 * @property {string} [item]   its id; then the addresses of the collections come too
 * @property {string} [stories]
 * @property {string} [places]
 * @property {string} [trails]
 */

/**
 * The sign at once; outline, line or extent when the feature has come, then what is around it.
 * @param {string} url
 * @param {Official} options
 */
export const officialPoint = (url, options) => new OfficialPoint(url, options);

/** So that the sign stands within the frame too. */
const AIR_PX = L.point(28, 44);
const CLOSE_ZOOM = 15;

class OfficialPoint extends L.LayerGroup {
  /**
   * @param {string} url
   * @param {Official} about
   */
  constructor(url, about) {
    super([stillMarker(about.point, { shape: about.group, glyph: about.icon })]);
    this.url = url;
    this.about = about;
  }

  /** @param {import("leaflet").Map} map */
  onAdd(map) {
    super.onAdd(map);
    // Without the feature the sign alone says where it is, and without the rest, the page's lists.
    load(this.url)
      .then((feature) => this.#draw(feature, map))
      .then(() => this.#drawAround(map))
      .catch(() => this.fire("failed"));
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

  /** @param {import("leaflet").Map} map */
  async #drawAround(map) {
    const { item, stories, places, trails } = this.about;
    if (!item || !stories || !places || !trails) return;
    for (const layer of await around(map, { item, stories, places, trails })) this.addLayer(layer);
  }
}

/** @param {import("leaflet").Map} map */
export function miniMap(map) {
  nameMap(map, "img");
}
