/** The phone's sheet over the map: three heights, by finger and by button. */

import { find, isNarrow, must } from "../lib/dom.js";

/** @typedef {"peek" | "half" | "full"} Detent */

/** @type {Detent[]} */
const DETENTS = ["peek", "half", "full"];
/** A finger that moved less than this tapped. */
const TAP_PX = 6;
/** The top of the full sheet. */
const HIGHEST_PX = 56;

/** Heights are in css/pages/map-sheet.css; without data-detent it is half, in small windows full. */
export class Sheet {
  /** @param {() => void} onSettled   called when the map's free part has changed */
  constructor(onSettled) {
    this.sheet = must("[data-sheet]");
    this.onSettled = onSettled;
    this.isSwallowing = false;
    const larger = must("[data-sheet-larger]", this.sheet);
    larger.addEventListener("click", () => this.#tap());
    larger.addEventListener("pointerdown", (event) => this.#drag(event, larger));
    find("[data-sheet-smaller]", this.sheet)?.addEventListener("click", () => this.#step(-1));
    this.sheet.addEventListener("transitionend", (event) => {
      if (event.target === this.sheet && event.propertyName === "top") this.onSettled();
    });
  }

  /** @returns {Detent} */
  get detent() {
    const named = /** @type {Detent | undefined} */ (this.sheet.dataset.detent);
    if (named) return named;
    return this.sheet.getBoundingClientRect().top < innerHeight / 5 ? "full" : "half";
  }

  /** @param {Detent} detent */
  set detent(detent) {
    this.sheet.dataset.detent = detent;
  }

  /** Make room for a card that was just put into the sheet. */
  openAtLeastHalf() {
    if (isNarrow() && this.detent === "peek") this.detent = "half";
  }

  #tap() {
    if (this.isSwallowing) this.isSwallowing = false;
    else if (this.detent === "full") this.detent = "half";
    else this.#step(1);
  }

  /** @param {1 | -1} by */
  #step(by) {
    const next = DETENTS.indexOf(this.detent) + by;
    this.detent = DETENTS[Math.min(Math.max(next, 0), DETENTS.length - 1)];
  }

  /**
   * @param {PointerEvent} start
   * @param {HTMLElement} grip
   */
  #drag(start, grip) {
    this.isSwallowing = false;
    const page = /** @type {HTMLElement} */ (this.sheet.closest(".map-page"));
    const top = this.sheet.getBoundingClientRect().top;
    const done = new AbortController();
    const { signal } = done;
    // A cancelled pointer says nothing of where it was; the last move does.
    let moved = 0;
    grip.setPointerCapture(start.pointerId);
    // The browser would drag the link under the grip, and take the pointer away.
    document.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    grip.addEventListener(
      "pointermove",
      (event) => {
        moved = event.clientY - start.clientY;
        this.sheet.classList.add("is-dragging");
        page.style.setProperty("--sheet-top", `${Math.max(HIGHEST_PX, top + moved)}px`);
      },
      { signal },
    );
    const end = () => {
      done.abort();
      this.sheet.classList.remove("is-dragging");
      page.style.removeProperty("--sheet-top");
      // The click that follows a drag is not a tap.
      this.isSwallowing = Math.abs(moved) > TAP_PX;
      if (this.isSwallowing) this.detent = nearest((top + moved) / innerHeight);
    };
    grip.addEventListener("pointerup", end, { signal });
    grip.addEventListener("pointercancel", end, { signal });
  }
}

/**
 * @param {number} share   of the window above the sheet
 * @returns {Detent}
 */
function nearest(share) {
  if (share < 0.22) return "full";
  return share < 0.6 ? "half" : "peek";
}
