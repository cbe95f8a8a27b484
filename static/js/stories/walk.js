/** A story walk on the way: which stop comes next, how far and in which direction it is. */

import { find, must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { createWords } from "../lib/words.js";
import { words as mapWords } from "../map/context.js";
import { bearing, distanceM } from "../map/geometry.js";

/** @typedef {import("../map/features.js").LonLat} LonLat */
/** @typedef {{number: string, title: string, point: LonLat, element: HTMLElement}} Stop */

/** Nearer than this one stands there: what a phone knows of where it is. */
const THERE_M = 40;

const says = createWords(readData("page-data").words, document.documentElement.lang);

/** @type {Stop[]} */
const stops = [...document.querySelectorAll("[data-stop]")].map((element) => {
  const { stop = "", title = "", lon, lat } = /** @type {HTMLElement} */ (element).dataset;
  const point = /** @type {LonLat} */ ([Number(lon), Number(lat)]);
  return { number: stop, title, point, element: /** @type {HTMLElement} */ (element) };
});

let next = 0;
/** @type {LonLat | null} */
let here = null;
/** @type {number | null} */
let watch = null;

const away = must("[data-walk-away]");
const follow = /** @type {HTMLButtonElement} */ (must("[data-walk-follow]"));

must("[data-walk-on]").addEventListener("click", () => {
  if (next >= stops.length) next = 0;
  stops[next].element.scrollIntoView();
  next += 1;
  show();
});

for (const [index, link] of document.querySelectorAll(".walk-index a").entries())
  link.addEventListener("click", () => {
    next = index;
    show();
  });

follow.addEventListener("click", () => {
  if (watch === null) begin();
  else stop("");
});

/** Only when asked; and what is looked at and heard on the way is fetched while there is coverage. */
function begin() {
  follow.setAttribute("aria-pressed", "true");
  bringAlong();
  watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      here = [coords.longitude, coords.latitude];
      show();
    },
    (error) => {
      if (error.code === error.PERMISSION_DENIED) stop(says.say("no_location"));
      else lose(says.say("no_location")); // in a tunnel: it comes back
    },
    { enableHighAccuracy: true },
  );
}

/** @param {string} reason */
function stop(reason) {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
  follow.setAttribute("aria-pressed", "false");
  lose(reason);
}

/** @param {string} reason */
function lose(reason) {
  here = null;
  show();
  tell(reason);
  point(null);
}

function bringAlong() {
  const [images, sounds] = ["img", "audio"].map((name) =>
    document.querySelectorAll(`[data-walk-stops] ${name}`),
  );
  for (const image of images) /** @type {HTMLImageElement} */ (image).loading = "eager";
  for (const sound of sounds) /** @type {HTMLAudioElement} */ (sound).preload = "auto";
}

function show() {
  if (next >= stops.length) {
    must("[data-walk-title]").textContent = says.say("end");
    tell("");
    point(null);
    return;
  }
  const { number, title, point: there } = stops[next];
  const metres = here ? distanceM(here, there) : null;
  const isThere = metres !== null && metres < THERE_M;
  must("[data-walk-title]").textContent = says.say(isThere ? "there" : "next", {
    n: number,
    title,
  });
  if (!here || metres === null) return;
  const degrees = bearing(here, there);
  tell(isThere ? "" : mapWords.away(metres, degrees));
  point(isThere ? null : degrees);
}

/**
 * Read out, so written only when it says something new.
 * @param {string} text
 */
function tell(text) {
  if (away.textContent !== text) away.textContent = text;
}

/** @param {number | null} degrees clockwise from north; the sign itself points to the northeast */
function point(degrees) {
  const arrow = find("[data-walk-arrow]");
  if (!arrow) return;
  arrow.hidden = degrees === null;
  if (degrees !== null) arrow.style.rotate = `${degrees - 45}deg`;
}

show();
