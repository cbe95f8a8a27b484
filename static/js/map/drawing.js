/** A line or an area drawn point by point: by taps, by Enter on the map's middle, or typed as a list. */

import { find, must } from "../lib/dom.js";
import { addZoom, nameMap } from "./controls.js";
import { parsePair } from "./coordinates.js";
import { L } from "./leaflet.js";

/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {"point" | "line" | "area"} Kind */

const DECIMALS = 6;
const CORNER_PX = 6;
/** @type {Record<Kind, number>} */
const LEAST = { point: 0, line: 2, area: 3 };

export class Drawing {
  /**
   * @param {import("leaflet").Map} map
   * @param {HTMLElement} root     [data-drawing] of components/drawing.html, its words in data-words
   * @param {() => void} onChange  after every change, also of what is drawn at all
   */
  constructor(map, root, onChange) {
    this.map = map;
    this.root = root;
    this.onChange = onChange;
    this.words = JSON.parse(root.dataset.words ?? "{}");
    this.rows = /** @type {HTMLTextAreaElement} */ (must("textarea[name=shape]", root));
    this.layer = L.layerGroup().addTo(map);
    /** Whether a tap on the map sets a point. */
    this.isOpen = true;
    this.#listen();
    this.#show();
  }

  /** @returns {Kind} */
  get kind() {
    const chosen = find("input[name=shape_kind]:checked", this.root);
    const fixed = find("input[type=hidden][name=shape_kind]", this.root);
    return /** @type {any} */ (chosen ?? fixed)?.value ?? "point";
  }

  get isActive() {
    return this.kind !== "point";
  }

  /** Points that can be read; the server says which cannot. */
  get corners() {
    return this.rows.value
      .split("\n")
      .map(parsePair)
      .filter((each) => each !== null);
  }

  /** Whether there are enough of them. */
  get isWhole() {
    return this.isActive && this.corners.length >= LEAST[this.kind];
  }

  /** @param {LonLat} corner */
  add([lon, lat]) {
    if (!this.isOpen) return;
    const row = `${lat.toFixed(DECIMALS)}, ${lon.toFixed(DECIMALS)}`;
    this.#write([...this.#lines(), row]);
    this.#say("corner_added");
  }

  /** Everything drawn, in view. */
  fit() {
    const corners = this.corners;
    if (!corners.length) return;
    const box = L.latLngBounds(corners.map(([lon, lat]) => [lat, lon]));
    this.map.fitBounds(box, { padding: [40, 40], maxZoom: 16, animate: false });
  }

  #lines() {
    return this.rows.value.split("\n").filter((line) => line.trim());
  }

  /** @param {string[]} lines */
  #write(lines) {
    this.rows.value = lines.join("\n");
    this.#changed();
  }

  #changed() {
    this.#show();
    this.onChange();
  }

  #listen() {
    this.rows.addEventListener("input", () => this.#changed());
    this.root.addEventListener("change", ({ target }) => {
      if (/** @type {HTMLInputElement} */ (target).name !== "shape_kind") return;
      this.isOpen = true;
      this.#changed();
    });
    this.#on("undo", () => {
      this.isOpen = true;
      this.#write(this.#lines().slice(0, -1));
      this.#say("corner_removed");
    });
    this.#on("delete", () => {
      this.isOpen = true;
      this.#write([]);
      this.#say("drawing_deleted");
    });
    this.#on("done", () => {
      this.isOpen = !this.isOpen;
      this.#show();
      if (!this.isOpen) this.fit();
      this.#say(this.isOpen ? "drawing_more" : "drawing_done");
    });
  }

  /**
   * @param {string} name
   * @param {() => void} act
   */
  #on(name, act) {
    must(`[data-drawing-${name}]`, this.root).addEventListener("click", act);
  }

  /** @param {string} key */
  #say(key) {
    const n = String(this.#lines().length);
    must("[data-drawing-says]", this.root).textContent = String(this.words[key] ?? "").replace(
      "{n}",
      n,
    );
  }

  #show() {
    const { kind, corners, isActive } = this;
    must("[data-drawing-part]", this.root).hidden = !isActive;
    for (const name of ["undo", "delete", "done"]) {
      const button = /** @type {HTMLButtonElement} */ (must(`[data-drawing-${name}]`, this.root));
      button.disabled = !this.rows.value.trim() || (name === "done" && !this.isWhole);
    }
    const done = must("[data-drawing-done]", this.root);
    done.setAttribute("aria-pressed", String(!this.isOpen));
    if (isActive && this.isOpen) this.map.doubleClickZoom.disable();
    else this.map.doubleClickZoom.enable();
    this.layer.clearLayers();
    if (isActive) this.#draw(kind, corners);
  }

  /**
   * @param {Kind} kind
   * @param {LonLat[]} corners
   */
  #draw(kind, corners) {
    const points = corners.map(([lon, lat]) => L.latLng(lat, lon));
    const isArea = kind === "area" && points.length > 2;
    const look = (/** @type {string} */ className) => ({ className, interactive: false });
    if (isArea) this.layer.addLayer(L.polygon(points, look("drawn-area")));
    else
      for (const className of ["drawn-casing", "drawn-line"])
        this.layer.addLayer(L.polyline(points, look(className)));
    if (!this.isOpen) return;
    for (const point of points)
      this.layer.addLayer(
        L.circleMarker(point, { radius: CORNER_PX, className: "drawn-corner", interactive: false }),
      );
  }
}

/**
 * Called by folium's script on pages where staff draw an area.
 * @param {import("leaflet").Map} map
 */
export function drawPage(map) {
  nameMap(map, "region");
  addZoom(map);
  const drawing = new Drawing(map, must("[data-drawing]"), () => {});
  const container = map.getContainer();
  drawing.fit();
  map.on("click", ({ latlng }) => drawing.add([latlng.lng, latlng.lat]));
  container.addEventListener("pointerdown", () => container.classList.remove("has-cross"));
  container.addEventListener("keydown", (event) => {
    if (event.target !== container) return;
    container.classList.toggle("has-cross", event.key !== "Tab");
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const { lng, lat } = map.getCenter();
    drawing.add([lng, lat]);
  });
  return drawing;
}
