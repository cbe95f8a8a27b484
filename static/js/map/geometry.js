/** Distances, directions and boxes on the globe. Pure. */

/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {import("./features.js").BBox} BBox */

const EARTH_RADIUS_M = 6_371_008.8;
const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/**
 * Great-circle distance in metres.
 * @param {LonLat} from
 * @param {LonLat} to
 */
export function distanceM([lon1, lat1], [lon2, lat2]) {
  const north = Math.sin(radians(lat2 - lat1) / 2);
  const east = Math.sin(radians(lon2 - lon1) / 2);
  const a = north ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * east ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(a));
}

/**
 * Direction at the start, in degrees clockwise from north.
 * @param {LonLat} from
 * @param {LonLat} to
 */
export function bearing([lon1, lat1], [lon2, lat2]) {
  const [a, b, east] = [radians(lat1), radians(lat2), radians(lon2 - lon1)];
  const y = Math.sin(east) * Math.cos(b);
  const x = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(east);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

/**
 * Reads "west,south,east,north"; null when it is not a box.
 * @param {string | null} text
 * @returns {BBox | null}
 */
export function parseBBox(text) {
  const numbers = (text ?? "").split(",").map(Number);
  const [west, south, east, north] = numbers;
  if (!text || numbers.length !== 4 || !numbers.every(Number.isFinite)) return null;
  return west < east && south < north ? [west, south, east, north] : null;
}

/**
 * Five decimals are a metre: enough for a view, and short in an address.
 * @param {BBox} box
 */
export const formatBBox = (box) => box.map((n) => Number(n.toFixed(5))).join(",");

/**
 * The smallest box round the points; null for none.
 * @param {LonLat[]} points
 * @returns {BBox | null}
 */
export function boxRound(points) {
  if (points.length === 0) return null;
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/**
 * The outlines of neighbours as lines, each stretch once: two dashed lines over each other look solid.
 * @param {LonLat[][]} rings
 * @returns {LonLat[][]}
 */
export function outlinesOnce(rings) {
  const drawn = new Set();
  /** @type {LonLat[][]} */
  const lines = [];
  for (const ring of rings) {
    /** @type {LonLat[]} */
    let line = [];
    for (let i = 1; i < ring.length; i++) {
      const stretch = [String(ring[i - 1]), String(ring[i])].sort().join(" ");
      if (drawn.has(stretch)) line = [];
      else {
        drawn.add(stretch);
        if (line.length === 0) {
          line = [ring[i - 1]];
          lines.push(line);
        }
        line.push(ring[i]);
      }
    }
  }
  return lines;
}
