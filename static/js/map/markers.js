/** Markers: the shapes of components/marker_templates.html as Leaflet icons that keys can reach. */

import { clone, cloneAll, find } from "../lib/dom.js";
import { L } from "./leaflet.js";

/**
 * @typedef {object} Look
 * @property {string} shape   name of the template: story, nature, cluster-story …
 * @property {string} [glyph] name of the glyph inside
 * @property {string} [count] number on a cluster
 * @property {boolean} [isSelected]
 * @property {boolean} [isWarned]   something does not hold as usual there
 * @property {boolean} [isApproximate]   a dashed ring of fixed size, where the real one is too small
 */

/**
 * @typedef {Look & {key: string, point: import("./features.js").LonLat, name: string,
 *   onActivate: (byKey: boolean) => void, onFocus: () => void}} Item   one marker of a MarkerSet
 */

const PAN_PX = 80;
/** @type {Record<string, [number, number]>} */
const ARROWS = {
  ArrowLeft: [-PAN_PX, 0],
  ArrowRight: [PAN_PX, 0],
  ArrowUp: [0, -PAN_PX],
  ArrowDown: [0, PAN_PX],
};
/** Kept apart by latitude else; a cluster lies under single markers, the selected one on top. */
const Z_SINGLE = 1000;
const Z_SELECTED = 5000;

/**
 * The element of a marker.
 * @param {Look} look
 */
export function draw({ shape, glyph, count, isSelected, isApproximate, isWarned }) {
  // A trail's cluster is an official one in the trail's colour.
  const element = clone(
    `template[data-marker="${shape === "cluster-trail" ? "cluster-nature" : shape}"]`,
  );
  if (shape === "cluster-trail") element.classList.replace("marker-nature", "marker-trail");
  if (glyph)
    find('[data-slot="glyph"]', element)?.replaceChildren(
      cloneAll(`template[data-glyph="${glyph}"]`),
    );
  if (count) find('[data-slot="count"]', element)?.append(count);
  element.classList.toggle("is-selected", Boolean(isSelected));
  element.classList.toggle("is-approximate", Boolean(isApproximate));
  element.classList.toggle("is-warned", Boolean(isWarned));
  return element;
}

/**
 * A Leaflet icon of a marker.
 * @param {Look} look
 */
export function icon(look) {
  const element = draw(look);
  const box = /** @type {SVGElement} */ (element.querySelector("svg"));
  const [x, y] = (element.dataset.anchor ?? "22 22").split(" ").map(Number);
  return L.divIcon({
    html: element,
    className: "marker-icon",
    iconSize: [Number(box.getAttribute("width")), Number(box.getAttribute("height"))],
    iconAnchor: [x, y],
  });
}

/**
 * A marker that is only looked at; a name makes it an image with that name.
 * @param {import("./features.js").LonLat} point
 * @param {Look} look
 * @param {string} [name]
 */
export function stillMarker([lon, lat], look, name) {
  const marker = L.marker([lat, lon], { icon: icon(look), interactive: false, keyboard: false });
  marker.on("add", () => {
    const element = marker.getElement();
    if (name) element?.setAttribute("aria-label", name);
    element?.setAttribute("role", name ? "img" : "presentation");
  });
  return marker;
}

/** The markers of one layer: keeps those that stay, so that focus is not lost when the map moves. */
export class MarkerSet {
  /** @param {import("leaflet").LayerGroup} group */
  constructor(group) {
    this.group = group;
    /** @type {Map<string, {marker: import("leaflet").Marker, item: Item}>} */
    this.shown = new Map();
  }

  /** @param {Item[]} items */
  show(items) {
    const wanted = new Map(items.map((item) => [item.key, item]));
    for (const [key, { marker }] of this.shown) {
      if (wanted.has(key)) continue;
      this.group.removeLayer(marker);
      this.shown.delete(key);
    }
    for (const item of items) this.#showOne(item);
  }

  /** @param {Item} item */
  #showOne(item) {
    const before = this.shown.get(item.key);
    if (!before) {
      this.shown.set(item.key, { marker: this.#add(item), item });
      return;
    }
    const [lon, lat] = item.point;
    before.marker.setLatLng([lat, lon]);
    if (sameLook(before.item, item)) {
      before.item = item;
      return;
    }
    const element = before.marker.getElement();
    const hadFocus = element === document.activeElement;
    before.item = item;
    before.marker.setIcon(icon(item)).setZIndexOffset(zIndexOf(item));
    this.#name(before.marker, () => before.item);
    if (hadFocus) before.marker.getElement()?.focus({ preventScroll: true });
  }

  /** @param {Item} item */
  #add(item) {
    const [lon, lat] = item.point;
    const marker = L.marker([lat, lon], {
      icon: icon(item),
      riseOnHover: true,
      autoPanOnFocus: false,
      zIndexOffset: zIndexOf(item),
    });
    const current = () => this.shown.get(item.key)?.item ?? item;
    marker.on("click", () => current().onActivate(false));
    marker.on("keydown", (/** @type {any} */ event) =>
      onKey(event.originalEvent, marker, current()),
    );
    // Also when the layer is switched off and on again: Leaflet then makes a new element.
    marker.on("add", () => this.#name(marker, current));
    this.group.addLayer(marker);
    return marker;
  }

  /**
   * @param {import("leaflet").Marker} marker
   * @param {() => Item} current
   */
  #name(marker, current) {
    const element = marker.getElement();
    if (!element) return;
    const { name, key } = current();
    element.setAttribute("aria-label", name);
    element.title = name;
    element.dataset.marker = key;
    // Not for a pointer's focus: what is being clicked must not move away.
    element.onfocus = () => {
      if (element.matches(":focus-visible")) current().onFocus();
    };
  }
}

/**
 * After a cluster was opened by key: focus goes on to one of those that were in it.
 * @param {import("leaflet").Map} map
 * @param {Set<string>} ids
 * @returns {boolean}   whether one of them is on the map, alone or in a smaller cluster
 */
export function focusOneOf(map, ids) {
  /** @type {NodeListOf<HTMLElement>} */
  const markers = map.getContainer().querySelectorAll("[data-marker]");
  for (const marker of markers) {
    if (!marker.dataset.marker?.split("+").some((id) => ids.has(id))) continue;
    marker.focus({ preventScroll: true });
    return true;
  }
  return false;
}

/**
 * @param {Item} a
 * @param {Item} b
 */
const sameLook = (a, b) =>
  a.isSelected === b.isSelected &&
  a.isApproximate === b.isApproximate &&
  a.isWarned === b.isWarned &&
  a.name === b.name;

/** @param {Item} item */
function zIndexOf({ isSelected, count }) {
  if (isSelected) return Z_SELECTED;
  return count ? 0 : Z_SINGLE;
}

/**
 * @param {KeyboardEvent} event
 * @param {import("leaflet").Marker} marker
 * @param {Item} item
 */
function onKey(event, marker, item) {
  const pan = ARROWS[event.key];
  if (event.key !== "Enter" && event.key !== " " && !pan) return;
  event.preventDefault();
  event.stopPropagation();
  if (pan) /** @type {any} */ (marker)._map.panBy(pan);
  else item.onActivate(true);
}
