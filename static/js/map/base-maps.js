/** Real base maps over the quiet one, which shows through wherever a tile is missing. */

import { baseMaps, words } from "./context.js";
import { L } from "./leaflet.js";

/** @typedef {import("./context.js").BaseMap} BaseMap */

/** Where the map's own zooms end; a source that ends earlier is drawn larger. */
const MOST_ZOOM = 19;

/**
 * The first real base map, if the municipality has one.
 * @param {import("leaflet").Map} map
 */
export function addBaseMap(map) {
  if (baseMaps.length > 0) shownOn(map)[0].addTo(map);
}

/**
 * A choice for the layer control: each real base map, and none of them.
 * @param {import("leaflet").Map} map
 * @param {import("leaflet").Control.Layers} control
 */
export function offerBaseMaps(map, control) {
  if (baseMaps.length === 0) return;
  shownOn(map).forEach((layer, index) => {
    control.addBaseLayer(layer, escaped(baseMaps[index].name));
  });
  control.addBaseLayer(L.layerGroup(), escaped(words.say("quiet_map")));
}

/** @type {WeakMap<import("leaflet").Map, import("leaflet").Layer[]>} */
const layers = new WeakMap();

/** @param {import("leaflet").Map} map */
function shownOn(map) {
  const made = layers.get(map) ?? baseMaps.map(layerOf);
  layers.set(map, made);
  return made;
}

/** @param {BaseMap} base */
const layerOf = (base) => (base.form === "pmtiles" ? new DrawnLayer(base) : pictures(base));

/**
 * Names of its own come with a map, not with an aerial picture.
 * @param {BaseMap} base
 */
function pictures({ url, kind, attribution, min_zoom: minZoom, max_zoom: maxNativeZoom }) {
  const layer = L.tileLayer(`${url}/{z}/{x}/{y}`, {
    className: `base-tiles base-tiles-${kind}`,
    attribution: escaped(attribution),
    minZoom,
    maxNativeZoom,
    maxZoom: MOST_ZOOM,
  });
  return kind === "aerial" ? layer : withNames(layer);
}

/** @param {import("leaflet").TileLayer} layer */
function withNames(layer) {
  const say = (/** @type {boolean} */ has) => () =>
    /** @type {any} */ (layer)._map?.getContainer().classList.toggle("has-named-tiles", has);
  return layer.on("tileload", say(true)).on("tileerror remove", say(false));
}

/** PMTiles, drawn in the colours of the scheme by protomaps-leaflet, which the page has loaded. */
class DrawnLayer extends L.LayerGroup {
  /** @param {BaseMap} base */
  constructor(base) {
    super([], { attribution: escaped(base.attribution) });
    this.base = base;
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.redraw = () => this.draw();
  }

  /** @param {import("leaflet").Map} map */
  onAdd(map) {
    super.onAdd(map);
    this.dark.addEventListener("change", this.redraw);
    this.draw();
    return this;
  }

  /** @param {import("leaflet").Map} map */
  onRemove(map) {
    this.dark.removeEventListener("change", this.redraw);
    return super.onRemove(map);
  }

  draw() {
    const { leafletLayer } = /** @type {any} */ (globalThis).protomapsL;
    const flavor = this.dark.matches ? "dark" : "light";
    const { url, max_zoom: maxDataZoom } = this.base;
    this.clearLayers();
    this.addLayer(
      leafletLayer({
        url: new URL(url, location.href).href,
        flavor,
        lang: document.documentElement.lang,
        maxDataZoom,
        attribution: "",
        className: "base-tiles",
      }),
    );
  }
}

/**
 * Leaflet writes names and attributions as HTML.
 * @param {string} text
 */
function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
