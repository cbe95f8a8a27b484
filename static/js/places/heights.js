/** Numbers of an elevation profile. Pure. */

const SHARE = {
  ArrowLeft: -0.02,
  ArrowDown: -0.02,
  ArrowRight: 0.02,
  ArrowUp: 0.02,
  PageDown: -0.1,
  PageUp: 0.1,
};

/**
 * The height at a distance from the start; beyond the ends it is that of the end.
 * @param {[number, number][]} points   metres from the start, height; distances never fall
 * @param {number} metres
 */
export function heightAt(points, metres) {
  const next = points.findIndex(([at]) => at > metres);
  if (next === 0) return points[0][1];
  if (next === -1) return points[points.length - 1][1];
  const [before, low] = points[next - 1];
  const [after, high] = points[next];
  return low + ((metres - before) / (after - before)) * (high - low);
}

/**
 * Where a key leads from here; null for a key that means nothing.
 * @param {number} here
 * @param {number} length
 * @param {string} key
 */
export function stepped(here, length, key) {
  if (key === "Home") return 0;
  if (key === "End") return length;
  if (!(key in SHARE)) return null;
  const share = SHARE[/** @type {keyof typeof SHARE} */ (key)];
  return Math.min(Math.max(here + share * length, 0), length);
}
