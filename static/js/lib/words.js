/** Words for the page: the server translates them, here numbers and names are put in. */

const DIRECTIONS = 8;

/**
 * @typedef {object} Words
 * @property {(key: string, values?: Record<string, string>) => string} say
 * @property {(key: string, n: number) => string} count   the word for so many
 * @property {(metres: number) => string} length          "350 m", "1,2 km"
 * @property {(metres: number, bearing: number, isRough?: boolean) => string} away   "1,2 km norrut",
 *   "omkring 3 km norrut" for what is known only roughly
 */

/**
 * @param {Record<string, any>} phrases   key -> text with {name}; `key.one` for a count of one
 * @param {string} language
 * @returns {Words}
 */
export function createWords(phrases, language) {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);

  /** @type {Words["say"]} */
  const say = (key, values = {}) =>
    String(phrases[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  /** @type {Words["count"]} */
  const count = (key, n) => {
    const form = `${key}.${plural.select(n)}`;
    return say(form in phrases ? form : key, { n: number.format(n) });
  };

  /** @type {Words["length"]} */
  const length = (metres) => {
    if (metres < 1000) return `${number.format(Math.max(10, Math.round(metres / 10) * 10))} m`;
    const digits = metres < 10_000 ? 1 : 0;
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(metres / 1000)} km`;
  };

  /** @type {Words["away"]} */
  const away = (metres, bearing, isRough = false) => {
    if (metres < 30 && !isRough) return say("here");
    const kilometres = String(Math.max(Math.round(metres / 1000), 1));
    const distance = isRough ? say("about", { distance: `${kilometres} km` }) : length(metres);
    const step = Math.round((bearing / 360) * DIRECTIONS) % DIRECTIONS;
    return say("distance", { distance, direction: phrases.directions[step] });
  };

  return { say, count, length, away };
}
