/** Then and now: the older picture over the newer, as far as the slider stands, or as one points at it. */

import { must } from "../lib/dom.js";

for (const figure of document.querySelectorAll("[data-then-now]"))
  slide(/** @type {HTMLElement} */ (figure));

/** @param {HTMLElement} figure */
function slide(figure) {
  const slider = /** @type {HTMLInputElement} */ (must("input[type=range]", figure));
  const pictures = must(".then-now-pictures", figure);
  const show = () => pictures.style.setProperty("--then", `${slider.value}%`);
  figure.classList.add("is-sliding");
  slider.addEventListener("input", show);
  pictures.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || !event.buttons) return;
    const { left, width } = pictures.getBoundingClientRect();
    slider.value = String(((event.clientX - left) / width) * 100);
    show();
  });
  pictures.addEventListener("dragstart", (event) => event.preventDefault());
  show();
}
