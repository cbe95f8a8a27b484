/** The map page: one state in the address, one answer for markers, list and count. */

import { find } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { afterPause } from "../lib/pause.js";
import { RequestFailed } from "../lib/request.js";
import { isFiltered, readAddress, writeAddress } from "./address.js";
import { arrange } from "./arrange.js";
import { offerBaseMaps } from "./base-maps.js";
import { selectedCard, togetherCard, writeNotices } from "./cards.js";
import { words } from "./context.js";
import { addZoom, dressLayers, nameMap } from "./controls.js";
import { pointOf } from "./features.js";
import { goToHits } from "./hits.js";
import { ResultList } from "./list.js";
import { focusOneOf } from "./markers.js";
import { Messages } from "./messages.js";
import { nearMe } from "./near-me.js";
import { distanceTo } from "./nearness.js";
import { Panel } from "./panel.js";
import { SelectionCard } from "./selection.js";
import { Sheet } from "./sheet.js";
import { createSource } from "./source.js";
import { metresPerPixel, moveTo, restore, reveal, viewBox } from "./view.js";

/** @typedef {import("./features.js").Feature} Feature */
/** @typedef {import("./features.js").LonLat} LonLat */
/** @typedef {import("./layers.js").ContentLayer} ContentLayer */
/** @typedef {import("./clusters.js").Cluster} Cluster */
/** @typedef {{control: any, locate: any, stories: ContentLayer, nature: ContentLayer,
 *   destination: ContentLayer, trail: ContentLayer}} Parts */

/** A pause, so that a map pushed along asks once and not at every stop. */
const PAUSE_MS = 150;
const CLOSE_ZOOM = 13;
/** Farther out, a phone's strip of map would show a municipality as a dot. */
const FIRST_ZOOM = 10;

/**
 * Called by folium's script when map, layers and controls are made.
 * @param {import("leaflet").Map} map
 * @param {Parts} parts
 */
export function startPage(map, parts) {
  nameMap(map, "region");
  addZoom(map);
  offerBaseMaps(map, parts.control);
  dressLayers(parts.control);
  return new StartPage(map, parts);
}

class StartPage {
  /**
   * @param {import("leaflet").Map} map
   * @param {Parts} parts
   */
  constructor(map, parts) {
    this.map = map;
    this.refreshSoon = afterPause(() => this.refresh(), PAUSE_MS);
    this.page = readData("page-data");
    this.layers = [parts.stories, parts.nature, parts.destination, parts.trail];
    this.source = createSource({
      stories: parts.stories.url,
      places: parts.nature.url,
      trails: parts.trail.url,
      limit: this.page.limit,
    });
    this.address = readAddress(location.search);
    /** @type {import("./source.js").Answer | null} */
    this.answer = null;
    /** @type {LonLat | null} */
    this.here = null;
    /** @type {Set<string>} ids of which one takes the focus when next drawn */
    this.focusNext = new Set();
    /** @type {Set<string>} ids of what the open card is about; focus goes back to its marker */
    this.returnTo = new Set();
    this.list = new ResultList();
    this.sheet = new Sheet(this.refreshSoon);
    this.card = new SelectionCard(() => this.select(null, false));
    this.messages = new Messages(() => this.refresh());
    this.panel = new Panel(this.address, {
      filter: (filters) => this.filter(filters),
      search: (q) => this.search(q),
      sort: () => this.sort(parts.locate),
    });
    nearMe(map, parts.locate, {
      found: (here) => this.arrive(here),
      denied: () => this.messages.show("no-location"),
    });
    this.goToFirstView();
    map.on("moveend", this.refreshSoon);
    map.on("namesarranged", () => this.draw());
    addEventListener("popstate", () => this.goBack());
    this.refresh();
  }

  /** A link from a page names the thing only; one from a map also the view. */
  goToFirstView() {
    const { extent, selected_at: selectedAt } = this.page;
    if (this.address.bbox) restore(this.map, this.address.bbox);
    else if (selectedAt) this.goTo(selectedAt, CLOSE_ZOOM, true);
    else moveTo(this.map, extent, { least: FIRST_ZOOM, isAtOnce: true });
  }

  /** Ask for what the view holds, and show it everywhere. */
  async refresh() {
    this.address.bbox = viewBox(this.map);
    history.replaceState(null, "", this.href());
    this.panel.follow(this.address);
    this.list.wait(true);
    try {
      const answer = await this.ask(this.address.bbox);
      if (!answer) return; // a newer question is on its way
      this.answer = answer;
      this.messages.clear();
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.list.wait(false);
      this.messages.show("map-failed");
      return;
    }
    this.draw();
    if (focusOneOf(this.map, this.focusNext)) this.focusNext.clear();
    this.list.show(this.answer, this.listed());
    this.list.wait(false);
    this.openFromAddress();
  }

  /** @param {import("./features.js").BBox | null} bbox */
  ask(bbox) {
    const { address: filters, map } = this;
    return this.source.ask({ bbox, zoom: map.getZoom(), filters, keep: filters.selected });
  }

  href() {
    return location.pathname + writeAddress(this.address);
  }

  listed() {
    const { address, here, panel } = this;
    return { filters: address, selected: address.selected, here, nearest: panel.isNearestFirst };
  }

  draw() {
    if (!this.answer) return;
    const view = {
      ...this.answer,
      selected: this.address.selected,
      metresPerPixel: metresPerPixel(this.map),
      positions: arrange(this.map, this.answer, this.address.selected),
    };
    const actions = {
      select: (/** @type {Feature} */ feature) => this.select(feature, true),
      open: (/** @type {Cluster} */ cluster, /** @type {boolean} */ byKey) =>
        this.open(cluster, byKey),
      reach: (/** @type {LonLat} */ point) => reveal(this.map, point),
    };
    for (const layer of this.layers) layer.show(view, actions);
  }

  /**
   * @param {Feature | null} feature   null: nothing
   * @param {boolean} byVisitor   not by address
   */
  select(feature, byVisitor) {
    const before = this.address.selected;
    this.address.selected = feature?.id ?? "";
    if (feature && byVisitor && feature.id !== before) history.pushState(null, "", this.href());
    else history.replaceState(null, "", this.href());
    this.list.mark(this.address.selected);
    if (!feature) {
      this.closeCard();
      return;
    }
    this.returnTo = new Set([feature.id]);
    this.sheet.openAtLeastHalf();
    this.card.show(selectedCard(feature, distanceTo(this.here, feature, words)), byVisitor);
    // After the card, which markers make room for.
    this.draw();
    const point = pointOf(feature);
    if (point) reveal(this.map, point);
  }

  closeCard() {
    const hadFocus = this.card.hide();
    this.draw();
    if (hadFocus && !focusOneOf(this.map, this.returnTo)) this.map.getContainer().focus();
  }

  openFromAddress() {
    const { selected } = this.address;
    const shown = find("[data-id]", this.card.place);
    const feature = this.answer?.features.find(({ id }) => id === selected);
    if (!selected || !feature) return;
    if (shown?.dataset.id === selected) {
      writeNotices(shown, feature);
      return;
    }
    this.select(feature, false);
  }

  /**
   * @param {Cluster} cluster
   * @param {boolean} byKey
   */
  open(cluster, byKey) {
    const ids = new Set(cluster.features.map(({ id }) => id));
    if (cluster.together) {
      this.returnTo = ids;
      this.address.selected = "";
      this.sheet.openAtLeastHalf();
      this.card.show(togetherCard(cluster.features), true);
      return;
    }
    if (byKey) this.focusNext = ids;
    moveTo(this.map, cluster.bbox, { least: this.map.getZoom() + 1 });
  }

  /** @param {Partial<import("./address.js").Filters>} filters */
  filter(filters) {
    Object.assign(this.address, filters);
    this.remember();
    this.refresh();
  }

  /** Make of what is asked for now a step that the back button goes back over. */
  remember() {
    if (location.search !== writeAddress(this.address)) history.pushState(null, "", this.href());
  }

  /** @param {string} q */
  async search(q) {
    this.address.q = q;
    this.remember();
    if (isFiltered(this.address)) {
      await goToHits(this.map, (bbox) => this.ask(bbox), this.page.extent);
    }
    this.refresh();
  }

  /** @param {any} locate */
  sort(locate) {
    if (this.panel.isNearestFirst && !this.here) locate.start();
    else if (this.answer) this.list.show(this.answer, this.listed());
  }

  /** @param {LonLat} here */
  arrive(here) {
    this.here = here;
    this.address.more = { ...this.address.more, ordning: "nearest" };
    this.goTo(here, Math.max(CLOSE_ZOOM, this.map.getZoom()), false);
    this.refreshSoon();
  }

  /**
   * @param {LonLat} point
   * @param {number} zoom
   * @param {boolean} isAtOnce
   */
  goTo([lon, lat], zoom, isAtOnce) {
    moveTo(this.map, [lon, lat, lon, lat], { most: zoom, isAtOnce });
  }

  goBack() {
    this.address = readAddress(location.search);
    if (this.card.isOpen && !this.address.selected) this.closeCard();
    if (this.address.bbox) restore(this.map, this.address.bbox);
    this.panel.follow(this.address);
    this.refresh();
  }
}
