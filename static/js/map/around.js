/** What is around a place on its small map: to look at only, the page lists it. */

import { arrange } from "./arrange.js";
import { glyphOf, isWarned, sourceOf } from "./features.js";
import { stillMarker } from "./markers.js";
import { linesOf, outlineOf } from "./shapes.js";
import { createSource } from "./source.js";
import { viewBox } from "./view.js";

/** More would hide the map, and the place itself. */
const MOST = 100;
/** @type {import("./address.js").Filters} */
const EVERYTHING = { tab: "natur", q: "", category: "", kind: "", more: {} };

/**
 * @param {import("leaflet").Map} map
 * @param {{item: string, stories: string, places: string, trails: string}} about   the place's id,
 *   and where the items of each collection are
 * @returns {Promise<import("leaflet").Layer[]>}
 */
export async function around(map, { item, stories, places, trails }) {
  const source = createSource({ stories, places, trails, limit: MOST });
  const answer = await source.ask({
    bbox: viewBox(map),
    zoom: map.getZoom(),
    filters: EVERYTHING,
    keep: item,
  });
  if (!answer) return [];
  const others = answer.features.filter(({ id }) => id !== item);
  const positions = arrange(map, answer, item);
  const markers = [
    ...answer.points
      .filter(({ id }) => id !== item)
      .map((feature) => ({ key: feature.id, look: lookOf(feature) })),
    ...answer.clusters.map((cluster) => ({ key: cluster.key, look: lookOfSeveral(cluster) })),
  ];
  return [
    ...others.flatMap((feature) => [...outlineOf(feature, false), ...linesOf(feature, false)]),
    ...markers.flatMap(({ key, look }) => {
      const position = positions.get(key);
      return position ? [stillMarker(position, look)] : [];
    }),
  ];
}

/**
 * @param {import("./features.js").Feature} feature
 * @returns {import("./markers.js").Look}
 */
const lookOf = (feature) => ({
  shape: sourceOf(feature),
  glyph: glyphOf(feature),
  isApproximate: Boolean(feature.properties.ring_m),
  isWarned: isWarned(feature),
});

/**
 * @param {import("./clusters.js").Cluster} cluster
 * @returns {import("./markers.js").Look}
 */
const lookOfSeveral = ({ source, features }) => ({
  shape: `cluster-${source}`,
  count: String(features.length),
  isWarned: features.some(isWarned),
});
