/** When it happened: a slider with two ends, in step with the two numbers that are sent. */

import { find, must } from "../lib/dom.js";

/** @typedef {"since" | "until"} End */

/** @type {NodeListOf<HTMLElement>} */
const all = document.querySelectorAll("[data-time-range]");
for (const fieldset of all) slide(fieldset);

/** @param {HTMLElement} fieldset */
function slide(fieldset) {
  const first = Number(fieldset.dataset.first);
  const last = Number(fieldset.dataset.last);
  const limits = { since: first, until: last };
  const end = (/** @type {string} */ kind, /** @type {End} */ name) =>
    /** @type {HTMLInputElement} */ (must(`[data-${kind}="${name}"]`, fieldset));
  const slider = find(".time-slider", fieldset);

  /** The slider as the numbers are; an empty number is the outermost year. */
  function follow() {
    const years = { since: first, until: last };
    for (const name of /** @type {End[]} */ (["since", "until"])) {
      const year = Number(end("year", name).value) || limits[name];
      years[name] = Math.min(Math.max(year, first), last);
      end("range", name).value = String(years[name]);
    }
    const share = (/** @type {number} */ year) => (year - first) / Math.max(last - first, 1);
    slider?.style.setProperty("--since", String(share(years.since)));
    slider?.style.setProperty("--until", String(share(years.until)));
    // Where both ends meet, the one on top must be the one that has room to move.
    end("range", "since").style.zIndex = years.since > (first + last) / 2 ? "1" : "";
  }

  for (const name of /** @type {End[]} */ (["since", "until"])) {
    const range = end("range", name);
    range.addEventListener("input", () => {
      // One end pushes no other: it stops there.
      const other = Number(end("range", name === "since" ? "until" : "since").value);
      const year = (name === "since" ? Math.min : Math.max)(Number(range.value), other);
      end("year", name).value = year === limits[name] ? "" : String(year);
      follow();
    });
    end("year", name).addEventListener("input", follow);
  }
  fieldset.closest("form")?.addEventListener("filled", follow);
  follow();
}
