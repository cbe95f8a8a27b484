/**
 * The one module that feeds the map: asked with view and filters, it answers clusters, points and
 * count. It reads /api/v1 now and may read tiles later, without touching markers, list or keyboard.
 */

import { getJson, postJson } from "../lib/request.js";
import { STORY_NAMES } from "./address.js";
import { gather } from "./clusters.js";
import { formatBBox } from "./geometry.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {{name: string, point: import("./features.js").LonLat}} NamedPlace */
/** @typedef {{features: Feature[], matched: number, spelling: string, placesNamed: NamedPlace[]}} Answered */

/**
 * @typedef {object} Question
 * @property {import("./features.js").BBox | null} bbox   null: everywhere
 * @property {number} zoom
 * @property {import("./address.js").Filters} filters
 * @property {string} keep   id of the selected feature, never put into a cluster
 */

/**
 * @typedef {object} Answer
 * @property {import("./clusters.js").Cluster[]} clusters
 * @property {Feature[]} points       to stand on the map as markers of their own
 * @property {Feature[]} features     all of the view, of every collection
 * @property {Feature[]} listed       those of the tab's list, in the server's order
 * @property {number} count           how many match the tab's list, also beyond the limit
 * @property {NamedPlace[]} placesNamed   places by the name that is searched for
 * @property {string} spelling        where no story is found: the nearest words that some has
 */

/** Among the kinds of places: all that is a trail. */
const TRAIL = "trail";

/** @type {Answered} */
const NOTHING = { features: [], matched: 0, spelling: "", placesNamed: [] };

/**
 * @param {{stories: string, places: string, trails: string, limit: number}} collections
 *   where the items of each are, and how many the API gives at once
 */
export function createSource({ limit, ...urls }) {
  let asking = new AbortController();

  /**
   * Rejects with RequestFailed when the server cannot be reached.
   * @param {Question} question
   * @returns {Promise<Answer | null>}   null: a later question overtook this one
   */
  async function ask({ bbox, zoom, filters, keep }) {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const fetchOne = (/** @type {string} */ url, /** @type {Record<string, string>} */ own) =>
      items(
        url,
        { ...own, limit: String(limit), q: filters.q, bbox: bbox ? formatBBox(bbox) : "" },
        signal,
      );
    try {
      const [stories, places, trails] = await Promise.all([
        fetchOne(urls.stories, { category: filters.category, ...named(filters.more) }),
        filters.kind === TRAIL ? NOTHING : fetchOne(urls.places, { kind: filters.kind }),
        filters.kind && filters.kind !== TRAIL ? NOTHING : fetchOne(urls.trails, {}),
      ]);
      return answer(stories, places, trails, { zoom, filters, keep });
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  return { ask };
}

/**
 * @param {Answered} stories
 * @param {Answered} places
 * @param {Answered} trails
 * @param {{zoom: number, filters: import("./address.js").Filters, keep: string}} asked
 * @returns {Answer}
 */
function answer(stories, places, trails, { zoom, filters, keep }) {
  const features = [stories, places, trails].flatMap((each) => each.features);
  const Index = /** @type {any} */ (globalThis).Supercluster;
  const official = filters.tab === "natur";
  return {
    ...gather(features, { zoom, keep, Index }),
    features,
    listed: official ? [...places.features, ...trails.features] : stories.features,
    count: official ? places.matched + trails.matched : stories.matched,
    placesNamed: stories.placesNamed,
    spelling: stories.spelling,
  };
}

/**
 * The API's words for what stories are narrowed by.
 * @param {Record<string, string>} more
 */
const named = (more) =>
  Object.fromEntries(
    Object.entries(STORY_NAMES).map(([name, parameter]) => [parameter, more[name] ?? ""]),
  );

/**
 * @param {string} url
 * @param {Record<string, string>} asked   empty values are left out
 * @param {AbortSignal} signal
 * @returns {Promise<Answered>}
 */
async function items(url, asked, signal) {
  const pairs = Object.entries({ ...asked, lang: document.documentElement.lang });
  const query = new URLSearchParams(pairs.filter(([, value]) => value));
  const collection = await getJson(`${url}?${query}`, { signal });
  const { features, numberMatched: matched, spelling = "", placesNamed = [] } = collection;
  return { features, matched, spelling, placesNamed };
}

/**
 * One GeoJSON file: the quiet map, or the feature of a place's page.
 * @param {string} url
 */
export const load = (url) => getJson(url);

/**
 * What others will see of a place; the server snaps it, and the exact point is not kept.
 * @param {string} url
 * @param {{lon: number, lat: number, precision: string}} place
 * @param {{csrf: string, signal: AbortSignal}} options
 * @returns {Promise<{public: import("./features.js").LonLat, ring_m: number, place_label: string,
 *   nearest_text: string, municipality: string | null, message: string}>}
 */
export const askRing = (url, place, options) => postJson(url, place, options);
