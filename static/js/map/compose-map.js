/** A pin that is pointed, dragged or moved by keys, with the ring others will see: telling, and places of our own. */

import { find, must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { afterPause } from "../lib/pause.js";
import { showAround } from "./around-point.js";
import { words } from "./context.js";
import { addZoom, nameMap } from "./controls.js";
import { parsePair } from "./coordinates.js";
import { Drawing } from "./drawing.js";
import { L } from "./leaflet.js";
import { icon } from "./markers.js";
import { ring } from "./shapes.js";
import { askRing } from "./source.js";
import { moveTo, reveal } from "./view.js";

/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {{lead: string, rules: string, url: string, link: string}} Area */

/** A pause, so that a dragged pin asks a few times a second. */
const PAUSE_MS = 150;
/** The ring of 300 m is a third of a phone's map. */
const CLOSE_ZOOM = 15;
const ROUGH_ZOOM = 13;
const STEP_PX = 8;
const FINE_STEP_PX = 1;
const DECIMALS = 6;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The layer folium makes; empty until a place is chosen. */
export const composePoint = () => L.layerGroup();

/**
 * Called by folium's script.
 * @param {import("leaflet").Map} map
 * @param {{point: import("leaflet").LayerGroup, locate: any}} parts
 */
export function composePage(map, parts) {
  nameMap(map, "region");
  addZoom(map);
  return new ComposePage(map, parts);
}

class ComposePage {
  /**
   * @param {import("leaflet").Map} map
   * @param {{point: import("leaflet").LayerGroup, locate: any}} parts
   */
  constructor(map, { point, locate }) {
    this.map = map;
    this.layer = point;
    this.locate = locate;
    this.page = readData("page-data");
    this.lon = field("lon");
    this.lat = field("lat");
    this.form = /** @type {HTMLFormElement} */ (this.lon.form);
    this.askSoon = afterPause(() => this.#askRing(), PAUSE_MS);
    /** A place that was read in a picture: nothing is asked about it before the teller goes on. */
    this.isUnsaid = false;
    this.asking = new AbortController();
    /** @type {import("leaflet").Layer | null} */
    this.ring = null;
    this.pin = this.#makePin();
    const tools = find("[data-drawing]", this.form);
    /** Of a line or an area the server says which point stands for it. */
    this.drawing = tools && new Drawing(map, tools, () => this.#drawn());
    this.#listen();
    if (this.drawing?.isActive) {
      this.drawing.isOpen = false;
      this.drawing.fit();
      this.#drawn();
    } else if (this.lon.value && this.lat.value)
      this.#choose([Number(this.lon.value), Number(this.lat.value)], CLOSE_ZOOM);
  }

  #makePin() {
    const look = this.page.pin ?? { shape: "story", glyph: "draft" };
    const pin = L.marker([0, 0], { icon: icon(look), draggable: true, autoPan: true });
    pin.on("add", () => pin.getElement()?.setAttribute("aria-label", words.say("chosen")));
    pin.on("drag dragend", () => this.#moved());
    pin.on("dragstart", () => {
      this.isUnsaid = false;
    });
    pin.on("keydown", (/** @type {any} */ event) => this.#step(event.originalEvent));
    return pin;
  }

  #listen() {
    const container = this.map.getContainer();
    this.map.on("click", ({ latlng }) => this.#point([latlng.lng, latlng.lat]));
    container.addEventListener("keydown", (event) => this.#pointByKey(event));
    container.addEventListener("pointerdown", () => container.classList.remove("has-cross"));
    this.locate.options.onLocationError = () => {};
    this.map.on("locationfound", ({ latlng }) => {
      this.locate.stop();
      this.#choose([latlng.lng, latlng.lat], CLOSE_ZOOM);
    });
    this.map.on("locationerror", () => {
      this.locate.stop();
      this.#say(this.page.words?.no_location ?? "");
    });
    this.form.addEventListener("change", (event) =>
      this.#changed(/** @type {HTMLInputElement} */ (event.target)),
    );
    this.form.addEventListener("click", (event) => this.#pickResult(event));
    this.form.addEventListener("place-read", (event) => {
      const { lon, lat } = /** @type {CustomEvent} */ (event).detail;
      this.#choose([lon, lat], CLOSE_ZOOM, true);
    });
  }

  /** @param {HTMLInputElement} input */
  #changed({ name, value }) {
    if (name === "precision" && (this.lon.value || this.drawing?.isWhole)) this.#ask();
    if (name === "way" && value === "here") this.locate.start();
    if (name === "way" && value === "search") find("input[name=q]", this.form)?.focus();
    const typed = name === "coordinates" ? parsePair(value) : null;
    if (typed) this.#choose(typed, CLOSE_ZOOM);
  }

  /** @param {MouseEvent} event */
  #pickResult(event) {
    const result = /** @type {HTMLElement | null} */ (
      /** @type {Element} */ (event.target).closest("[data-lon][data-lat]")
    );
    if (!result) return;
    event.preventDefault();
    this.#choose([Number(result.dataset.lon), Number(result.dataset.lat)], CLOSE_ZOOM);
  }

  /** Pointed at from afar, a place is only roughly meant: the next look is closer. */
  #pointedZoom() {
    return this.map.getZoom() < ROUGH_ZOOM ? ROUGH_ZOOM + 1 : undefined;
  }

  /**
   * Arrows move the map under a cross in its middle; Space or Enter puts the pin there.
   * @param {KeyboardEvent} event
   */
  #pointByKey(event) {
    const container = this.map.getContainer();
    if (event.target !== container) return;
    container.classList.toggle("has-cross", event.key !== "Tab");
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const { lng, lat } = this.map.getCenter();
    this.#point([lng, lat]);
  }

  /**
   * A tap: the next corner of what is drawn, else the place.
   * @param {LonLat} point
   */
  #point(point) {
    if (this.drawing?.isActive) this.drawing.add(point);
    else this.#choose(point, this.#pointedZoom());
  }

  /** Something was drawn, or is not to be drawn any more. */
  #drawn() {
    const isDrawn = Boolean(this.drawing?.isActive);
    const hint = find("[data-drawn-hidden]");
    if (hint) hint.hidden = !isDrawn;
    if (isDrawn) this.pin.dragging?.disable();
    else this.pin.dragging?.enable();
    if (!isDrawn && this.lon.value) this.#choose([Number(this.lon.value), Number(this.lat.value)]);
    else if (this.drawing?.isWhole) this.askSoon();
    else if (isDrawn) this.layer.removeLayer(this.pin);
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    const arrow = ARROWS[event.key];
    if (!arrow || this.drawing?.isActive) return;
    event.preventDefault();
    event.stopPropagation();
    this.isUnsaid = false;
    const by = L.point(arrow).multiplyBy(event.shiftKey ? FINE_STEP_PX : STEP_PX);
    this.pin.setLatLng(this.map.unproject(this.map.project(this.pin.getLatLng()).add(by)));
    this.#moved();
    const { lng, lat } = this.pin.getLatLng();
    reveal(this.map, [lng, lat]);
  }

  /**
   * @param {LonLat} point
   * @param {number} [zoom]   go there
   * @param {boolean} [isUnsaid]
   */
  #choose([lon, lat], zoom, isUnsaid = false) {
    this.isUnsaid = isUnsaid;
    this.pin.setLatLng([lat, lon]).addTo(this.layer);
    if (zoom) moveTo(this.map, [lon, lat, lon, lat], { most: Math.max(zoom, this.map.getZoom()) });
    this.#moved();
  }

  #moved() {
    const { lng, lat } = this.pin.getLatLng();
    this.lon.value = lng.toFixed(DECIMALS);
    this.lat.value = lat.toFixed(DECIMALS);
    this.#write("position", `${this.lat.value}, ${this.lon.value}`);
    this.#ask();
  }

  #ask() {
    if (!this.isUnsaid) return this.askSoon();
    this.asking.abort();
    this.#show({ ring_m: 0, nearest_text: this.page.words?.from_photo });
  }

  async #askRing() {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const precision = String(new FormData(this.form).get("precision") ?? "exact");
    const drawn = this.drawing?.isActive && {
      shape_kind: this.drawing.kind,
      shape: this.drawing.rows.value,
    };
    const point = { lon: Number(this.lon.value), lat: Number(this.lat.value) };
    const place = { ...point, ...drawn, precision, story: this.page.story };
    try {
      const seen = await askRing(this.page.urls.ring, place, {
        csrf: this.page.csrf_token,
        signal,
      });
      this.#show(seen);
    } catch (error) {
      // The server looks at the place again when the form is sent; here only the picture is missing.
      if (!signal.aborted) this.#show({ ring_m: 0, message: problemOf(error) });
    }
  }

  /** @param {{anchor?: LonLat, told?: any[], belongs?: any[], public?: LonLat, ring_m: number, place_label?: string, nearest_text?: string, message?: string, protected?: Area[]}} seen */
  #show(seen) {
    const { public: point, ring_m: metres, place_label: label, nearest_text: nearest } = seen;
    if (seen.anchor && this.drawing?.isActive) this.#anchor(seen.anchor);
    showAround(seen, this.page.words?.belongs_to_none ?? "");
    if (this.ring) this.layer.removeLayer(this.ring);
    this.ring = point && metres ? ring(point, metres) : null;
    if (this.ring) this.layer.addLayer(this.ring);
    this.#write("label", label);
    this.#write("nearest", nearest);
    const chosen = find("[data-chosen]");
    if (chosen) chosen.hidden = !label && !nearest;
    this.#say(seen.message ?? "");
    find("[data-chosen-protected]")?.replaceChildren(...(seen.protected ?? []).map(banner));
  }

  /** @param {LonLat} point   that stands for what is drawn */
  #anchor([lon, lat]) {
    this.pin.setLatLng([lat, lon]).addTo(this.layer);
    this.pin.dragging?.disable();
    this.lon.value = lon.toFixed(DECIMALS);
    this.lat.value = lat.toFixed(DECIMALS);
  }

  /** @param {string} text */
  #say(text) {
    this.#write("message", text);
  }

  /**
   * @param {string} name   of the elements with data-chosen-<name>
   * @param {string} [text]
   */
  #write(name, text = "") {
    for (const element of document.querySelectorAll(`[data-chosen-${name}]`))
      element.textContent = text;
  }
}

/**
 * The rules of a reserve.
 * @param {Area} area
 */
function banner({ lead, rules, url, link }) {
  const template = /** @type {HTMLTemplateElement} */ (must("template[data-protected-area]"));
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  must("[data-slot=lead]", copy).textContent = lead;
  must("[data-slot=rules]", copy).textContent = rules;
  const more = /** @type {HTMLAnchorElement} */ (must("[data-slot=link]", copy));
  more.textContent = link;
  more.href = url;
  return copy;
}

/** @param {any} error */
const problemOf = (error) => String(error.problem?.detail ?? error.problem?.message ?? "");

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (must(`input[name="${name}"]`));
