/** Gathers markers that would cover each other; never of two sources in one cluster. Pure. */

import { pointOf, sourceOf } from "./features.js";
import { boxRound, distanceM } from "./geometry.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {import("./features.js").LonLat} LonLat */

/**
 * @typedef {object} Cluster
 * @property {import("./features.js").Source} source
 * @property {string} key      stays the same as long as the cluster holds the same features
 * @property {LonLat} point
 * @property {Feature[]} features
 * @property {import("./features.js").BBox} bbox
 * @property {boolean} together   all stand at one place: no zoom takes them apart
 */

/** At most so many markers of their own in view; more are gathered more coarsely. */
const MOST_ALONE = 25;
/** Pixels. The first is a little more than a marker: 44 px and air. */
const RADII = [52, 72, 100, 140, 200];
/** Closer than this is one place: the map's closest zoom shows a few metres as one marker. */
const SAME_PLACE_M = 3;

/**
 * @param {Feature[]} features
 * @param {{zoom: number, keep: string, Index: any}} options   keep: id of the selected feature,
 *   which always stands alone; Index: the Supercluster class
 * @returns {{clusters: Cluster[], points: Feature[]}}
 */
export function gather(features, { zoom, keep, Index }) {
  const placed = features.filter((feature) => pointOf(feature));
  const alone = placed.filter(({ id }) => id === keep);
  const groups = Object.values(bySource(placed.filter(({ id }) => id !== keep)));
  for (const radius of RADII) {
    const found = groups.map((group) => clusterOne(group, { zoom, radius, Index }));
    const points = [...alone, ...found.flatMap((each) => each.points)];
    const clusters = found.flatMap((each) => each.clusters);
    if (points.length <= MOST_ALONE || radius === RADII.at(-1)) return { clusters, points };
  }
  return { clusters: [], points: placed };
}

/**
 * @param {Feature[]} features
 * @returns {Record<string, Feature[]>}
 */
function bySource(features) {
  /** @type {Record<string, Feature[]>} */
  const groups = { story: [], nature: [], destination: [], trail: [] };
  for (const feature of features) groups[sourceOf(feature)].push(feature);
  return groups;
}

/**
 * @param {Feature[]} features   of one source
 * @param {{zoom: number, radius: number, Index: any}} options
 */
function clusterOne(features, { zoom, radius, Index }) {
  // Sorted, so that the same features always give the same clusters, whatever order they came in.
  const sorted = [...features].sort((a, b) => (a.id < b.id ? -1 : 1));
  const level = Math.round(zoom);
  // Supercluster counts in tiles of 512 pixels, Leaflet in tiles of 256; only one level is asked for.
  const index = new Index({ radius, extent: 256, minZoom: level, maxZoom: level, minPoints: 2 });
  index.load(
    sorted.map((feature, position) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: pointOf(feature) },
      properties: { position },
    })),
  );
  /** @type {{clusters: Cluster[], points: Feature[]}} */
  const found = { clusters: [], points: [] };
  for (const each of index.getClusters([-180, -85, 180, 85], level)) {
    if (each.properties.cluster) {
      const leaves = index.getLeaves(each.properties.cluster_id, Number.POSITIVE_INFINITY);
      const members = leaves.map((/** @type {any} */ leaf) => sorted[leaf.properties.position]);
      found.clusters.push(describe(members, each.geometry.coordinates));
    } else {
      found.points.push(sorted[each.properties.position]);
    }
  }
  return found;
}

/**
 * @param {Feature[]} features
 * @param {LonLat} point
 * @returns {Cluster}
 */
function describe(features, point) {
  const bbox = boxRound(features.map((feature) => /** @type {LonLat} */ (pointOf(feature))));
  const [west, south, east, north] = /** @type {import("./features.js").BBox} */ (bbox);
  return {
    source: sourceOf(features[0]),
    key: features
      .map(({ id }) => id)
      .sort()
      .join("+"),
    point,
    features,
    bbox: [west, south, east, north],
    together: distanceM([west, south], [east, north]) < SAME_PLACE_M,
  };
}
