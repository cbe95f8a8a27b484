/** Where markers are drawn: at their place, or a little aside where several would cover each other. */

import { pointOf, sourceOf } from "./features.js";
import { L } from "./leaflet.js";
import { NAMES_WIN_BELOW, namesOn } from "./names.js";
import { spread } from "./spread.js";
import { floating } from "./view.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {import("./features.js").LonLat} LonLat */

/** How far above its foot the middle of a bubble or sign is. Trail signs and clusters stand centred. */
const HEAD_PX = 21;
/** How far markers may be moved; farther, one marker of its own would point at something else. */
const REACH = { point: 52, cluster: 80 };
/** Hit areas of 44 and 54 pixels; two more keep the rings apart. */
const SIZE = { point: 46, cluster: 54 };
/** @type {Record<import("./features.js").Source, number>} */
const RANKS = { story: 2, nature: 3, destination: 3, trail: 4 };

/**
 * @param {import("leaflet").Map} map
 * @param {{points: Feature[], clusters: import("./clusters.js").Cluster[]}} answer
 * @param {string} selected   id of the feature that is shown whatever lies over it
 * @returns {Map<string, LonLat>}   where each marker and cluster is drawn, by key; those that find
 *   no room are left out
 */
export function arrange(map, { points, clusters }, selected) {
  const zoom = map.getZoom();
  const stands = [
    ...points.map((feature) => ({
      key: feature.id,
      foot: project(map, /** @type {LonLat} */ (pointOf(feature)), zoom),
      head: sourceOf(feature) === "trail" ? 0 : HEAD_PX,
      rank: feature.id === selected ? 0 : RANKS[sourceOf(feature)],
      reach: REACH.point,
      size: SIZE.point,
      yields: zoom < NAMES_WIN_BELOW,
    })),
    ...clusters.map(({ key, point }) => ({
      key,
      foot: project(map, point, zoom),
      head: 0,
      rank: 1,
      reach: REACH.cluster,
      size: SIZE.cluster,
      yields: true,
    })),
  ];
  const bodies = stands.map(({ foot, head, ...body }) => ({
    ...body,
    x: foot.x,
    y: foot.y - head,
  }));
  const asides = spread(bodies, { names: namesOn(map), floating: floating(map) });
  /** @type {Map<string, LonLat>} */
  const positions = new Map();
  for (const { key, foot } of stands) {
    const aside = asides.get(key);
    if (!aside) continue;
    const { lng, lat } = map.unproject(foot.add(L.point(aside.dx, aside.dy)), zoom);
    positions.set(key, [lng, lat]);
  }
  return positions;
}

/**
 * @param {import("leaflet").Map} map
 * @param {LonLat} point
 * @param {number} zoom
 */
const project = (map, [lon, lat], zoom) => map.project([lat, lon], zoom);
