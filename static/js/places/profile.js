/** The elevation profile: point at it, drag along it or use the arrow keys, and read off where one is. */

import { find, must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { createWords } from "../lib/words.js";
import { heightAt, stepped } from "./heights.js";

const plot = find("[data-plot]");
if (plot) start(plot);

/** @param {HTMLElement} plot */
function start(plot) {
  const { points, words: phrases } = readData("trail-profile");
  const language = document.documentElement.lang;
  const words = createWords(phrases, language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const reading = must("[data-reading]");
  const drawing = must("svg", plot);
  const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
  const length = points.at(-1)[0];
  let here = 0;

  cursor.setAttribute("class", "profile-cursor");
  cursor.setAttribute("y1", "0");
  cursor.setAttribute("y2", must(".profile-axis", plot).getAttribute("y1") ?? "0");
  plot.tabIndex = 0;
  plot.setAttribute("role", "slider");
  plot.setAttribute("aria-label", drawing.getAttribute("aria-label") ?? "");
  plot.setAttribute("aria-valuemin", "0");
  plot.setAttribute("aria-valuemax", String(Math.round(length)));
  name();
  reading.hidden = false;

  plot.addEventListener("pointermove", (event) => {
    const { left, width } = plot.getBoundingClientRect();
    show(Math.min(Math.max((event.clientX - left) / width, 0), 1) * length);
  });
  plot.addEventListener("pointerleave", hide);
  plot.addEventListener("focus", () => plot.matches(":focus-visible") && show(here));
  plot.addEventListener("blur", hide);
  plot.addEventListener("keydown", (event) => {
    const next = stepped(here, length, event.key);
    if (next === null) return;
    event.preventDefault();
    show(next);
  });

  /** @param {number} metres */
  function show(metres) {
    here = metres;
    const across = `${(metres / length) * 100}%`;
    cursor.setAttribute("x1", across);
    cursor.setAttribute("x2", across);
    drawing.append(cursor);
    reading.textContent = name();
  }

  function hide() {
    cursor.remove();
  }

  /** Tell assistive technology where the reading stands; answers the words. */
  function name() {
    const text = words.say("reading", {
      distance: `${number.format(here / 1000)} km`,
      height: String(Math.round(heightAt(points, here))),
    });
    plot.setAttribute("aria-valuenow", String(Math.round(here)));
    plot.setAttribute("aria-valuetext", text);
    return text;
  }
}
