/** Then and now: the older picture over the newer, as far as the slider stands, or as one points at it. */

import { must } from "../lib/dom.js";

/** Farther than a hand trembles: it was dragged, not clicked. */
const DRAGGED_PX = 5;

for (const figure of document.querySelectorAll("[data-then-now]"))
  slide(/** @type {HTMLElement} */ (figure));

/** @param {HTMLElement} figure */
function slide(figure) {
  const slider = /** @type {HTMLInputElement} */ (must("input[type=range]", figure));
  const pictures = must(".then-now-pictures", figure);
  const show = () => pictures.style.setProperty("--then", `${slider.value}%`);
  figure.classList.add("is-sliding");
  let from = 0;
  slider.addEventListener("input", show);
  pictures.addEventListener("pointerdown", ({ clientX }) => {
    from = clientX;
  });
  pictures.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || !event.buttons) return;
    const { left, width } = pictures.getBoundingClientRect();
    slider.value = String(((event.clientX - left) / width) * 100);
    show();
  });
  pictures.addEventListener("click", (event) => {
    const isByHand = event.detail > 0;
    if (isByHand && Math.abs(event.clientX - from) > DRAGGED_PX) event.preventDefault();
  });
  pictures.addEventListener("dragstart", (event) => event.preventDefault());
  show();
}
