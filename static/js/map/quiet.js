/** The quiet base map: water, borders and names from one GeoJSON file, coloured by map-style.css. */

import { addBaseMap } from "./base-maps.js";
import { base } from "./context.js";
import { outlinesOnce } from "./geometry.js";
import { L } from "./leaflet.js";
import { NameLayer } from "./names.js";
import { load } from "./source.js";

/** @typedef {import("./features.js").Feature} Feature */

const GROUND = "ground";
/** Under the tiles (200) of a real base map, and shown wherever one is missing. */
const Z_GROUND = "150";
const SVG = "http://www.w3.org/2000/svg";

/** The ground of every map. Fires `ready` when drawn; `failed` when the file could not be had. */
export class QuietLayer extends L.LayerGroup {
  constructor() {
    super([], { attribution: base.attribution });
  }

  /** @param {import("leaflet").Map} map */
  onAdd(map) {
    super.onAdd(map);
    map.attributionControl?.setPrefix(false);
    map.getContainer().classList.add("base-land");
    addBaseMap(map);
    this.draw(map);
    return this;
  }

  /** @param {import("leaflet").Map} map */
  async draw(map) {
    try {
      /** @type {{features: Feature[]}} */
      const { features } = await load(base.url);
      const pane = map.getPane(GROUND) ?? map.createPane(GROUND);
      pane.style.zIndex = Z_GROUND;
      const renderer = L.svg({ pane: GROUND, padding: 0.5 });
      for (const lake of ofKind(features, "lake")) this.#addLake(lake, renderer);
      this.addLayer(paths(borders(features), renderer, "base-border"));
      this.addLayer(new NameLayer(features));
      this.fire("ready");
    } catch (error) {
      this.fire("failed", { error });
    }
  }

  /**
   * Water with a lighter band along its shore: the inner water's thick outline, cut at the shore.
   * @param {Feature} lake
   * @param {import("leaflet").Renderer} renderer
   */
  #addLake(lake, renderer) {
    const water = paths(lake, renderer, "base-water");
    const inner = paths(lake, renderer, "base-water-inner");
    this.addLayer(water).addLayer(inner);
    const [shore, cut] = [elementOf(water), elementOf(inner)];
    if (!shore || !cut) return;
    shore.id = `lake-${L.stamp(water)}`;
    const clip = document.createElementNS(SVG, "clipPath");
    clip.id = `${shore.id}-shore`;
    clip.append(document.createElementNS(SVG, "use"));
    clip.firstElementChild?.setAttribute("href", `#${shore.id}`);
    shore.before(clip);
    cut.setAttribute("clip-path", `url(#${clip.id})`);
  }
}

/**
 * @param {Feature[]} features
 * @returns {Feature}   all borders as one
 */
function borders(features) {
  const areas = ofKind(features, "border").flatMap(({ geometry }) => geometry?.coordinates ?? []);
  const coordinates = outlinesOnce(areas.flat());
  return { id: "borders", geometry: { type: "MultiLineString", coordinates }, properties: {} };
}

/**
 * @param {Feature[]} features
 * @param {string} kind
 */
const ofKind = (features, kind) => features.filter(({ properties }) => properties.kind === kind);

/**
 * @param {Feature} feature
 * @param {import("leaflet").Renderer} renderer
 * @param {string} className
 */
const paths = (feature, renderer, className) =>
  L.geoJSON(
    /** @type {any} */ ({ type: "Feature", ...feature }),
    /** @type {any} */ ({
      pane: GROUND,
      renderer,
      interactive: false,
      style: () => ({ className }),
    }),
  );

/** @param {import("leaflet").GeoJSON} group */
const elementOf = (group) =>
  /** @type {import("leaflet").Path} */ (group.getLayers()[0]).getElement();

/** Called by folium's script. */
export const quiet = () => new QuietLayer();
