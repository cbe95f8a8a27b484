/** The card of what is selected on the map: focus goes into it, and back to where it came from. */

import { find, must } from "../lib/dom.js";

export class SelectionCard {
  /** @param {() => void} onClose   called when the visitor closes the card */
  constructor(onClose) {
    this.place = must("#selection");
    this.onClose = onClose;
    this.place.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest('[data-slot="close"]')) this.onClose();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen && !event.defaultPrevented) this.onClose();
    });
  }

  get isOpen() {
    return !this.place.hidden;
  }

  /**
   * @param {HTMLElement} card
   * @param {boolean} takesFocus
   */
  show(card, takesFocus) {
    card.tabIndex = -1;
    this.place.replaceChildren(card);
    this.place.hidden = false;
    if (takesFocus) card.focus({ preventScroll: true });
    // On phones the card lies at the top of the sheet, which may be scrolled down.
    find(".map-sheet")?.scrollTo({ top: 0 });
  }

  /** Take the card away; whether focus was in it and has to go somewhere. */
  hide() {
    const hadFocus = this.place.contains(document.activeElement);
    this.place.hidden = true;
    this.place.replaceChildren();
    return hadFocus;
  }
}
