/** What is said over the map when something is wrong, with what to do about it. */

import { clone, find, must } from "../lib/dom.js";

export class Messages {
  /** @param {() => void} onRetry */
  constructor(onRetry) {
    this.place = must("[data-map-message]");
    this.place.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (button?.hasAttribute("data-retry")) onRetry();
      if (button?.hasAttribute("data-search")) {
        this.clear();
        find('[role="search"] input[name="q"]')?.focus();
      }
    });
  }

  /** @param {"map-failed" | "no-location"} name   a template of _map.html */
  show(name) {
    this.place.replaceChildren(clone(`template#${name}`));
  }

  clear() {
    this.place.replaceChildren();
  }
}
