/** Where markers are drawn: at their place, or a little aside where several would cover each other. */

import { pointOf, sourceOf } from "./features.js";
import { L } from "./leaflet.js";
import { NAMES_WIN_BELOW, namesOn } from "./names.js";
import { spread } from "./spread.js";
import { floating } from "./view.js";

/** @typedef {import("./features.js").LonLat} LonLat */

/** How far above its foot the middle of a bubble or sign is. Trail signs and clusters stand centred. */
const HEAD_PX = 21;

/**
 * @param {import("leaflet").Map} map
 * @param {{points: import("./features.js").Feature[], clusters: import("./clusters.js").Cluster[]}} answer
 * @returns {Map<string, LonLat>}   where each marker and cluster is drawn, by key
 */
export function arrange(map, { points, clusters }) {
  const zoom = map.getZoom();
  const feet = [
    ...points.map((feature) => ({
      key: feature.id,
      foot: project(map, /** @type {LonLat} */ (pointOf(feature)), zoom),
      head: sourceOf(feature) === "trail" ? 0 : HEAD_PX,
      yields: zoom < NAMES_WIN_BELOW,
    })),
    ...clusters.map(({ key, point }) => ({
      key,
      foot: project(map, point, zoom),
      head: 0,
      yields: true,
    })),
  ];
  const bodies = feet.map(({ foot, head, ...body }) => ({ ...body, x: foot.x, y: foot.y - head }));
  const asides = spread(bodies, { names: namesOn(map), floating: floating(map) });
  return new Map(
    feet.map(({ key, foot }) => {
      const { dx, dy } = asides.get(key) ?? { dx: 0, dy: 0 };
      const { lng, lat } = map.unproject(foot.add(L.point(dx, dy)), zoom);
      return [key, [lng, lat]];
    }),
  );
}

/**
 * @param {import("leaflet").Map} map
 * @param {LonLat} point
 * @param {number} zoom
 */
const project = (map, [lon, lat], zoom) => map.project([lat, lon], zoom);
