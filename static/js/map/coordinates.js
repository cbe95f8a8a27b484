/** Coordinates as people type them; what is not understood here, the server reads on submit. Pure. */

/** Sweden with its sea: west, south, east, north. */
const SWEDEN = [10, 55, 25, 69.5];

/**
 * "58.99587, 16.20721" or "58,99587 16,20721", latitude first as maps print it; null otherwise.
 * @param {string} text
 * @returns {import("./features.js").LonLat | null}
 */
export function parsePair(text) {
  const numbers = (text.match(/[-+]?\d+(?:[.,]\d+)?/g) ?? []).map((n) =>
    Number(n.replace(",", ".")),
  );
  if (numbers.length !== 2) return null;
  const [first, second] = numbers;
  if (isInSweden(second, first)) return [second, first];
  return isInSweden(first, second) ? [first, second] : null;
}

/**
 * @param {number} lon
 * @param {number} lat
 */
function isInSweden(lon, lat) {
  const [west, south, east, north] = SWEDEN;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
