/** "Nära mig": where the visitor is, once, and only when asked. The position stays in the browser. */

import { words } from "./context.js";
import { L } from "./leaflet.js";
import { stillMarker } from "./markers.js";

/** @typedef {import("./features.js").LonLat} LonLat */

/**
 * @param {import("leaflet").Map} map
 * @param {any} control   leaflet.locatecontrol
 * @param {{found: (here: LonLat) => void, denied: () => void}} on
 */
export function nearMe(map, control, on) {
  const drawn = L.layerGroup().addTo(map);
  // The plugin would open a window of the browser's own; the page has a friendlier answer.
  control.options.onLocationError = () => {};
  map.on("locationfound", ({ latlng, accuracy }) => {
    control.stop();
    /** @type {LonLat} */
    const here = [latlng.lng, latlng.lat];
    const halo = L.circle(latlng, {
      radius: accuracy,
      className: "accuracy-ring",
      interactive: false,
    });
    drawn.clearLayers();
    drawn.addLayer(halo).addLayer(stillMarker(here, { shape: "you" }, words.say("you")));
    on.found(here);
  });
  map.on("locationerror", () => {
    control.stop();
    on.denied();
  });
}
