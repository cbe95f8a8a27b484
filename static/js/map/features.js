/** The GeoJSON features that the API answers with, and what we ask of them. */

/** @typedef {[number, number]} LonLat   longitude and latitude, WGS 84 */
/** @typedef {[number, number, number, number]} BBox   west, south, east, north */
/** @typedef {"story" | "nature" | "destination" | "trail"} Source   whose voice, and which shape */

/**
 * @typedef {object} Feature
 * @property {string} id
 * @property {{type: string, coordinates: any} | null} geometry
 * @property {Record<string, any>} properties   see the collections in /api/v1/
 */

/**
 * @param {Feature} feature
 * @returns {Source}
 */
export function sourceOf({ properties }) {
  if (properties.kind === "place") return properties.group;
  return properties.kind;
}

/**
 * Where its marker stands; null for a trail of which only the name is known.
 * @param {Feature} feature
 * @returns {LonLat | null}
 */
export function pointOf({ geometry, properties }) {
  if (properties.marker) return properties.marker;
  return geometry?.type === "Point" ? geometry.coordinates : null;
}

/** @param {Feature} feature */
export const titleOf = ({ properties }) => properties.title ?? properties.name;

/**
 * The glyph's name in components/marker_templates.html; a trail's sign has its own.
 * @param {Feature} feature
 * @returns {string}
 */
export const glyphOf = ({ properties }) => properties.category ?? properties.place_kind ?? "";

/**
 * What does not hold as usual there, in a few words each, the most urgent first.
 * @param {Feature} feature
 * @returns {{kind: string, short: string}[]}
 */
export const noticesOf = ({ properties }) => properties.notices ?? [];

/**
 * Whether its marker bears the warning sign; news alone warns of nothing.
 * @param {Feature} feature
 */
export const isWarned = (feature) => warningsOf(feature).length > 0;

/** @param {Feature} feature */
const warningsOf = (feature) => noticesOf(feature).filter(({ kind }) => kind !== "news");

/**
 * The marker's name for those who do not see it: "Berättelse: Kvällen då isen sjöng, Djulösjön",
 * "Led: Slingan, Avstängt till 30 juni".
 * @param {Feature} feature
 * @param {import("../lib/words.js").Words} words
 */
export function nameOf(feature, words) {
  const { properties } = feature;
  const name = [
    titleOf(feature),
    properties.place,
    properties.approximate && words.say("approximate"),
    ...warningsOf(feature).map(({ short }) => short),
  ]
    .filter(Boolean)
    .join(", ");
  if (properties.kind === "place") return `${properties.kind_name}: ${name}`;
  if (properties.kind === "trail" && properties.is_example)
    return words.say("marker_example", { name });
  return words.say(`marker_${properties.kind}`, { name });
}
