/** Step 1 of telling, beside the map (map/compose-map.js): the search while typing, and the ways to choose. */

import { find, must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { postJson } from "../lib/request.js";
import { preferTheLater } from "../map/typed-point.js";
import { PhotoFirst } from "./photo-first.js";

const PAUSE_MS = 250;
const SHORTEST = 2;

/** @typedef {{name: string, kind: string, lon: number, lat: number}} Result */

const page = readData("page-data");
const form = /** @type {HTMLFormElement} */ (must("#place-form"));
const coordinates = input("coordinates");
const label = input("place_label");
const search = input("q");
const list = must("[data-results]", form);
const status = must("[data-search-status]", form);
const searchButton = /** @type {HTMLButtonElement} */ (must("[data-search]", form));

const photos = new PhotoFirst(form, page);

/** @param {string} name */
function input(name) {
  return /** @type {HTMLInputElement} */ (must(`input[name="${name}"]`, form));
}

/** The field for coordinates shows when that way is chosen. */
function showWay() {
  const way = new FormData(form).get("way");
  must("[data-coordinates]", form).hidden = way !== "coordinates";
  if (way === "coordinates") coordinates.focus();
  photos.show(String(way));
}

/* Search */

let pause = 0;
let asking = new AbortController();

function searchSoon() {
  clearTimeout(pause);
  pause = window.setTimeout(searchNow, PAUSE_MS);
}

async function searchNow() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const q = search.value.trim();
  if (q.length < SHORTEST) return show([], "");
  try {
    const { results } = await postJson(page.urls.names, { q }, { csrf: page.csrf_token, signal });
    show(results, results.length ? String(results.length) : page.words.no_names);
  } catch {
    if (!signal.aborted) show([], page.words.search_failed);
  }
}

/**
 * @param {Result[]} results
 * @param {string} words   read out; shown too when there is nothing else to show
 */
function show(results, words) {
  list.replaceChildren(...results.map(row));
  list.hidden = !results.length;
  status.textContent = words;
  status.classList.toggle("visually-hidden", results.length > 0 || !words);
  status.classList.toggle("meta", !results.length);
}

/** @param {Result} result */
function row({ name, kind, lon, lat }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "search-result";
  button.dataset.lon = String(lon); // map/compose-map.js goes there
  button.dataset.lat = String(lat);
  button.textContent = name;
  const what = document.createElement("span");
  what.className = "meta";
  what.textContent = kind;
  button.append(" ", what);
  button.addEventListener("click", () => pick({ name, kind, lon, lat }));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

let picked = "";

/**
 * The form gets the point from here too: the search works when the map cannot be had.
 * @param {Result} result
 */
function pick({ name, lon, lat }) {
  input("lon").value = String(lon);
  input("lat").value = String(lat);
  if (!label.value || label.value === picked) label.value = name;
  picked = name;
  showName();
  search.value = name;
  show([], "");
  search.focus();
}

preferTheLater(form);

/* Enter looks something up; only the button goes on. */

/** @param {KeyboardEvent} event */
function onEnter(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (event.currentTarget === search) searchNow();
  else coordinates.dispatchEvent(new Event("change", { bubbles: true }));
}

search.addEventListener("input", searchSoon);
search.addEventListener("keydown", onEnter);
coordinates.addEventListener("keydown", onEnter);
searchButton.type = "button";
searchButton.addEventListener("click", searchNow);
for (const way of form.querySelectorAll("input[name=way]")) way.addEventListener("change", showWay);
must("[data-coordinates]", form).hidden = !find("input[value=coordinates]:checked", form);

/* The chosen place goes by the teller's own name for it; ours stands in the empty field. */

const names = form.querySelectorAll("[data-chosen-label]");

function showName() {
  for (const place of names) place.textContent = label.value || label.placeholder;
}

new MutationObserver(() => {
  const written = names[0].textContent ?? "";
  if (written === label.value) return;
  label.placeholder = written;
  if (label.value) showName();
}).observe(names[0], { childList: true });

label.addEventListener("input", showName);
