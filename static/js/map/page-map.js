/** Entry of every page with a map: the names that folium's script calls (geostories/maps/layers.py). */

import { composePage, composePoint } from "./compose-map.js";
import { drawPage } from "./drawing.js";
import { gatheredStories } from "./gathered.js";
import { places, stories, trails } from "./layers.js";
import { miniMap, officialPoint, storyPoint } from "./mini-map.js";
import { quiet } from "./quiet.js";
import { startPage } from "./start-page.js";

/** @type {any} */ (globalThis).GeoStories = {
  quiet,
  stories,
  places,
  trails,
  storyPoint,
  gatheredStories,
  officialPoint,
  composePoint,
  startPage,
  miniMap,
  composePage,
  drawPage,
};
