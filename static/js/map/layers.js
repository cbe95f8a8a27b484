/** The layers that geostories/maps/layers.py names: markers, rings, outlines and lines. */

import { words } from "./context.js";
import { glyphOf, isWarned, nameOf, sourceOf } from "./features.js";
import { L } from "./leaflet.js";
import { MarkerSet } from "./markers.js";
import { extentOf, groundOf, linesOf, outlineOf } from "./shapes.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {import("./clusters.js").Cluster} Cluster */

/**
 * @typedef {object} Actions
 * @property {(feature: Feature, byKey: boolean) => void} select
 * @property {(cluster: Cluster, byKey: boolean) => void} open
 * @property {(point: LonLat) => void} reach   a key came to the marker that stands there
 */

/**
 * @typedef {object} View
 * @property {Cluster[]} clusters
 * @property {Feature[]} points
 * @property {Feature[]} features
 * @property {string} selected   id
 * @property {number} metresPerPixel
 * @property {Map<string, LonLat>} positions   where markers are drawn, see arrange.js; others are not
 */

/** A ring of fewer pixels hides behind its marker; then the marker carries a ring of its own. */
const SMALLEST_RING_PX = 26;

/** One source's layer: shows its share of every answer. */
export class ContentLayer extends L.LayerGroup {
  /**
   * @param {import("./features.js").Source} source
   * @param {string} url   the items it comes from
   * @param {(feature: Feature, isSelected: boolean) => import("leaflet").Layer[]} shapes
   */
  constructor(source, url, shapes) {
    super();
    this.source = source;
    this.url = url;
    this.shapes = shapes;
    this.under = L.layerGroup().addTo(this);
    this.markers = new MarkerSet(L.layerGroup().addTo(this));
  }

  /**
   * @param {View} view
   * @param {Actions} actions
   */
  show(view, actions) {
    const mine = (/** @type {Feature} */ feature) => sourceOf(feature) === this.source;
    const points = view.points.filter((each) => mine(each) && view.positions.has(each.id));
    const clusters = view.clusters.filter(
      ({ source, key }) => source === this.source && view.positions.has(key),
    );
    this.markers.show([
      ...points.map((feature) => pointItem(feature, view, actions)),
      ...clusters.map((cluster) => clusterItem(cluster, view, actions)),
    ]);
    this.under.clearLayers();
    for (const feature of this.#drawn(view.features.filter(mine), points, view.metresPerPixel)) {
      for (const shape of this.shapes(feature, feature.id === view.selected))
        this.under.addLayer(shape);
    }
  }

  /**
   * Rings belong to markers; outlines and lines are shown also when the marker is in a cluster.
   * @param {Feature[]} features
   * @param {Feature[]} points
   * @param {number} metresPerPixel
   */
  #drawn(features, points, metresPerPixel) {
    if (this.source !== "story") return features;
    return points.filter((feature) => !isTooSmall(feature, metresPerPixel));
  }
}

/**
 * Whether the marker carries the ring, since the one in metres would hide behind it.
 * @param {Feature} feature
 * @param {number} metresPerPixel
 */
const isTooSmall = ({ properties: { ring_m: ring } }, metresPerPixel) =>
  Boolean(ring) && ring / metresPerPixel < SMALLEST_RING_PX;

/**
 * @param {Feature} feature
 * @param {View} view
 * @param {Actions} actions
 * @returns {import("./markers.js").Item}
 */
function pointItem(feature, { selected, metresPerPixel, positions }, { select, reach }) {
  const point = /** @type {LonLat} */ (positions.get(feature.id));
  return {
    key: feature.id,
    shape: sourceOf(feature),
    glyph: glyphOf(feature),
    point,
    name: nameOf(feature, words),
    isSelected: feature.id === selected,
    isApproximate: isTooSmall(feature, metresPerPixel),
    isWarned: isWarned(feature),
    onActivate: (byKey) => select(feature, byKey),
    onFocus: () => reach(point),
  };
}

/**
 * @param {Cluster} cluster
 * @param {View} view
 * @param {Actions} actions
 * @returns {import("./markers.js").Item}
 */
function clusterItem(cluster, { positions }, { open, reach }) {
  const { source, together, features } = cluster;
  const story = source === "story";
  const point = /** @type {LonLat} */ (positions.get(cluster.key));
  const phrase = together ? `together_${story ? "story" : "official"}` : `cluster_${source}`;
  return {
    key: cluster.key,
    shape: `cluster-${source}`,
    count: String(features.length),
    point,
    isWarned: features.some(isWarned),
    name: [words.count(phrase, features.length), features.some(isWarned) && words.say("warned")]
      .filter(Boolean)
      .join(", "),
    onActivate: (byKey) => open(cluster, byKey),
    onFocus: () => reach(point),
  };
}

/** @param {string} url */
export const stories = (url) => new ContentLayer("story", url, groundOf);

/**
 * @param {string} url
 * @param {{group: "nature" | "destination"}} options
 */
export const places = (url, { group }) =>
  new ContentLayer(group, url, (feature, isSelected) => [
    ...outlineOf(feature, isSelected),
    ...(isSelected ? extentOf(feature) : []),
  ]);

/** @param {string} url */
export const trails = (url) => new ContentLayer("trail", url, linesOf);
