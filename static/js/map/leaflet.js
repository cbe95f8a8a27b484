/** The one Leaflet of the page. No other module touches globalThis.L. */

export const L = /** @type {typeof import("leaflet")} */ (/** @type {any} */ (globalThis).L);
