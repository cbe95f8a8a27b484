/** Leaflet's controls: our words, and the keys they lack. */

import { cloneAll, find } from "../lib/dom.js";
import { words } from "./context.js";
import { L } from "./leaflet.js";

/** The order of the layer control, as geostories/maps/page_map.py adds the layers. */
const KEYS = ["story", "nature", "destination", "trail"];

/** @param {import("leaflet").Map} map */
export function addZoom(map) {
  L.control
    .zoom({
      position: "topright",
      zoomInTitle: words.say("zoom_in"),
      zoomOutTitle: words.say("zoom_out"),
    })
    .addTo(map);
}

/**
 * Name the map for those who do not see it.
 * @param {import("leaflet").Map} map
 * @param {string} role
 */
export function nameMap(map, role) {
  const container = map.getContainer();
  const named = /** @type {HTMLElement | null} */ (container.closest("[data-map-label]"));
  container.setAttribute("role", role);
  container.setAttribute("aria-label", named?.dataset.mapLabel ?? "");
}

/**
 * Heading, shapes, and a button that says whether it is open and that Escape closes.
 * @param {import("leaflet").Control.Layers} control
 */
export function dressLayers(control) {
  const box = /** @type {HTMLElement} */ (control.getContainer());
  const toggle = /** @type {HTMLElement} */ (find(".leaflet-control-layers-toggle", box));
  toggle.title = words.say("layers");
  toggle.setAttribute("aria-label", words.say("layers"));
  const heading = document.createElement("p");
  heading.className = "layers-title";
  heading.textContent = words.say("layers");
  find(".leaflet-control-layers-list", box)?.prepend(heading);
  addKeys(box);
  // Leaflet rebuilds the names when a layer is added or removed.
  new MutationObserver(() => addKeys(box)).observe(
    /** @type {Node} */ (find(".leaflet-control-layers-overlays", box)),
    { childList: true },
  );
  openByButton(control, box, toggle);
}

/** @param {HTMLElement} box */
function addKeys(box) {
  const names = box.querySelectorAll(".leaflet-control-layers-overlays label > span > span");
  names.forEach((name, index) => {
    if (!name.querySelector(".key")) name.prepend(cloneAll(`template[data-key="${KEYS[index]}"]`));
  });
}

/**
 * @param {import("leaflet").Control.Layers} control
 * @param {HTMLElement} box
 * @param {HTMLElement} toggle
 */
function openByButton(control, box, toggle) {
  const isOpen = () => box.classList.contains("leaflet-control-layers-expanded");
  const tell = () => toggle.setAttribute("aria-expanded", String(isOpen()));
  new MutationObserver(tell).observe(box, { attributeFilter: ["class"] });
  tell();
  box.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target === toggle) {
      event.preventDefault();
      control.expand();
    }
    if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      control.collapse();
      toggle.focus();
    }
  });
  box.addEventListener("focusout", (event) => {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (next && !box.contains(next)) control.collapse();
  });
}
