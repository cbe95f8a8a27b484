/** Names on the base map: which are shown at which zoom, and never one over another. */

import { declutter } from "./declutter.js";
import { L } from "./leaflet.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {{marker: import("leaflet").Marker, fromZoom: number, rank: number}} Name */

const PANE = "names";
/** Under the markers (600); at far zooms above them, since there the names win. */
const Z_UNDER = "450";
const Z_OVER = "640";
/** Closer than this zoom a story stays at its place, though a name lies there. */
export const NAMES_WIN_BELOW = 11;

/** @type {WeakMap<import("leaflet").Map, import("./declutter.js").Box[]>} */
const shown = new WeakMap();

/**
 * The names that markers make room for, in pixels of the zoom.
 * @param {import("leaflet").Map} map
 */
export const namesOn = (map) => shown.get(map) ?? [];

/** @type {Record<string, {fromZoom: number, rank: number, className: string}>} */
const KINDS = {
  city: { fromZoom: 6, rank: 0, className: "base-name-town" },
  town: { fromZoom: 8, rank: 1, className: "base-name-town" },
  village: { fromZoom: 10, rank: 4, className: "base-name-village" },
  lake_label: { fromZoom: 12, rank: 3, className: "base-name-water" },
};
/** A lake whose outline is drawn is large: its name comes earlier. */
const LARGE_LAKE = { fromZoom: 9, rank: 2 };
/** Degrees of longitude across from which a lake's name is written large. */
const GREAT_LAKE_DEG = 0.16;

/** The names, in a pane of their own that nobody can click. Fires `namesarranged` on the map. */
export class NameLayer extends L.LayerGroup {
  /** @param {Feature[]} features   of the quiet map */
  constructor(features) {
    super();
    const widths = lakeWidths(features);
    this.names = features
      .filter(({ properties }) => properties.kind in KINDS)
      .map((feature) => nameOf(feature, widths))
      .sort((a, b) => a.rank - b.rank);
  }

  /** @param {import("leaflet").Map} map */
  onAdd(map) {
    super.onAdd(map);
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.setAttribute("aria-hidden", "true");
    for (const { marker } of this.names) this.addLayer(marker);
    map.on("zoomend", this.#arrange, this);
    document.fonts.ready.then(() => this.#arrange());
    this.#arrange();
    return this;
  }

  /** @param {import("leaflet").Map} map */
  onRemove(map) {
    map.off("zoomend", this.#arrange, this);
    super.onRemove(map);
    return this;
  }

  #arrange() {
    const map = this._map;
    const zoom = map.getZoom();
    const pane = /** @type {HTMLElement} */ (map.getPane(PANE));
    pane.style.zIndex = zoom < NAMES_WIN_BELOW ? Z_OVER : Z_UNDER;
    const boxes = this.names.map(({ marker }) => boxOf(marker, map));
    const fits = declutter(boxes, (index) => zoom >= this.names[index].fromZoom);
    this.names.forEach(({ marker }, index) => {
      marker.getElement()?.classList.toggle("is-crowded-out", !fits[index]);
    });
    shown.set(
      map,
      boxes.filter((_, index) => fits[index]),
    );
    map.fire("namesarranged");
  }
}

/**
 * @param {import("leaflet").Marker} marker
 * @param {import("leaflet").Map} map
 * @returns {import("./declutter.js").Box}
 */
function boxOf(marker, map) {
  const { x, y } = map.project(marker.getLatLng(), map.getZoom());
  const element = marker.getElement();
  return { x, y, width: element?.offsetWidth ?? 0, height: element?.offsetHeight ?? 0 };
}

/**
 * @param {Feature} feature
 * @param {Map<string, number>} widths
 * @returns {Name}
 */
function nameOf({ geometry, properties }, widths) {
  const { name, kind } = properties;
  const width = kind === "lake_label" ? widths.get(name) : undefined;
  const { fromZoom, rank } = width === undefined ? KINDS[kind] : LARGE_LAKE;
  const text = document.createElement("span");
  text.textContent = name;
  const [lon, lat] = geometry?.coordinates ?? [0, 0];
  const size = (width ?? 0) > GREAT_LAKE_DEG ? " is-great" : "";
  const className = `${KINDS[kind].className}${size}`;
  // Without a size of its own the name is as wide as its words.
  const icon = L.divIcon({ html: text, className, iconSize: undefined });
  const marker = L.marker([lat, lon], { icon, pane: PANE, interactive: false, keyboard: false });
  return { marker, fromZoom, rank };
}

/**
 * @param {Feature[]} features
 * @returns {Map<string, number>}   name -> degrees of longitude across
 */
function lakeWidths(features) {
  const lakes = features.filter(({ properties }) => properties.kind === "lake" && properties.name);
  return new Map(
    lakes.map(({ geometry, properties }) => {
      const lons = geometry?.coordinates[0].map((/** @type {number[]} */ [lon]) => lon);
      return [properties.name, Math.max(...lons) - Math.min(...lons)];
    }),
  );
}
