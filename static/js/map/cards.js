/**
 * Cards of features, from the server's own templates: rows of the list and the card of the selection.
 * The one place that knows the cards' markup. Only textContent and addresses of ours are set.
 */

import { clone, cloneAll, find } from "../lib/dom.js";
import { words } from "./context.js";
import { glyphOf, noticesOf, sourceOf, titleOf } from "./features.js";

/** @typedef {import("./features.js").Feature} Feature */

/**
 * A row of the list.
 * @param {Feature} feature
 */
export function row(feature) {
  const item = clone(isStory(feature) ? "template#card-story" : "template#card-place");
  const card = /** @type {HTMLElement} */ (item.firstElementChild);
  fill(card, feature);
  find('[data-slot="title"]', card)?.setAttribute("href", feature.properties.url);
  return item;
}

/**
 * What changes in a row while it stays in the list.
 * @param {HTMLElement} item
 * @param {Feature} feature
 * @param {{distance: string, isSelected: boolean}} state   distance: words, or empty
 */
export function updateRow(item, feature, { distance, isSelected }) {
  const card = /** @type {HTMLElement} */ (item.firstElementChild);
  writeNotices(card, feature);
  writeFound(card, feature);
  if (isSelected) card.setAttribute("aria-current", "true");
  else card.removeAttribute("aria-current");
  write(card, "distance", distance && !isStory(feature) ? ` · ${distance}` : distance);
}

/**
 * The card of what is selected.
 * @param {Feature} feature
 * @param {string} distance   words, or empty
 */
export function selectedCard(feature, distance) {
  const card = clone(`template[data-card="${isStory(feature) ? "story" : "place"}"]`);
  fill(card, feature);
  find('[data-slot="link"]', card)?.setAttribute("href", feature.properties.url);
  write(card, "distance-text", distance);
  if (!distance) find('[data-slot="distance"]', card)?.remove();
  return card;
}

/**
 * What holds there now: a notice may have begun or ended while the card was shown.
 * @param {HTMLElement} card
 * @param {Feature} feature
 */
export function writeNotices(card, feature) {
  const marks = noticesOf(feature).map(({ kind, short }) => {
    const mark = clone(`template[data-notice="${kind}"]`);
    write(mark, "notice", short);
    return mark;
  });
  find('[data-slot="notices"]', card)?.replaceChildren(...marks);
}

/**
 * The part of the text that was searched for, the hits marked; another search hits another.
 * @param {HTMLElement} card
 * @param {Feature} feature
 */
function writeFound(card, { properties }) {
  const parts = /** @type {{text: string, hit: boolean}[]} */ (properties.found ?? []).map(
    ({ text, hit }) => {
      if (!hit) return text;
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    },
  );
  find('[data-slot="found"]', card)?.replaceChildren(...parts);
}

/**
 * Slots that both kinds of card have; one that a card lacks is passed over.
 * @param {HTMLElement} card
 * @param {Feature} feature
 */
function fill(card, feature) {
  const { properties, id } = feature;
  card.dataset.id = id;
  write(card, "title", titleOf(feature));
  write(card, "author", properties.author);
  write(card, "excerpt", properties.excerpt);
  write(card, "summary", properties.summary);
  write(card, "place", [properties.place, properties.happened].filter(Boolean).join(" · "));
  write(card, "kind", kindOf(feature));
  write(card, "thanks", String(properties.thanks ?? ""));
  write(card, "sound", properties.sound);
  find("[data-sound]", card)?.toggleAttribute("hidden", !properties.sound);
  find("[data-thanks]", card)?.toggleAttribute("hidden", !properties.thanks);
  if (isStory(feature))
    find('[data-slot="title"]', card)?.setAttribute("lang", properties.language);
  if (!properties.approximate) find('[data-slot="approximate"]', card)?.remove();
  writeNotices(card, feature);
  const badge = find('[data-slot="badge"]', card);
  badge?.replaceChildren(voiceBadge(feature));
  if (isStory(feature) && properties.is_example) {
    badge?.after(cloneAll('template[data-badge="example-story"]'));
  }
  if (sourceOf(feature) === "trail") {
    write(card, "link", words.say("show_trail"));
  }
  fillPhoto(find('[data-slot="photo"]', card), feature);
}

/**
 * A card that lists what stands at one and the same place.
 * @param {Feature[]} features
 */
export function togetherCard(features) {
  const card = clone("template#map-together");
  const phrase = isStory(features[0]) ? "together_story" : "together_official";
  write(card, "title", words.count(phrase, features.length));
  const items = features.map((feature) => {
    const link = document.createElement("a");
    link.textContent = titleOf(feature);
    link.href = feature.properties.url;
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  find('[data-slot="links"]', card)?.replaceChildren(...items);
  return card;
}

/** @param {Feature} feature */
const isStory = ({ properties }) => properties.kind === "story";

/**
 * @param {Feature} feature
 * @returns {string}
 */
function kindOf({ properties }) {
  if (properties.kind !== "trail") return properties.kind_name ?? "";
  return [words.say("trail"), properties.length].filter(Boolean).join(" ");
}

/**
 * The photo, else the sign that the marker bears.
 * @param {HTMLElement | null} frame
 * @param {Feature} feature
 */
function fillPhoto(frame, feature) {
  if (!frame) return;
  const source = sourceOf(feature);
  if (source !== "story") {
    frame.classList.remove("card-photo-nature");
    frame.classList.add(`card-photo-${source}`);
  }
  const { photo } = feature.properties;
  frame.replaceChildren(photo ? picture(photo) : sign(source, glyphOf(feature)));
}

/** @param {{url: string, alt: string | null}} photo */
function picture({ url, alt }) {
  const image = new Image();
  image.loading = "lazy";
  image.alt = alt ?? "";
  image.src = url;
  return image;
}

/**
 * @param {import("./features.js").Source} source
 * @param {string} glyph
 */
function sign(source, glyph) {
  const frame = document.createElement("span");
  const isOutline = source === "story" || source === "trail";
  frame.className = isOutline ? "icon" : "icon icon-maki";
  frame.setAttribute("aria-hidden", "true");
  frame.append(cloneAll(`template[data-glyph="${source === "trail" ? "trail" : glyph}"]`));
  return frame;
}

/**
 * Who speaks: the teller's voice, an association by its name, or the register.
 * @param {Feature} feature
 */
function voiceBadge({ properties: { voice, author, is_example: isExample } }) {
  const badge = cloneAll(`template[data-badge="${voice ?? (isExample ? "example" : "official")}"]`);
  const label = badge.querySelector(".badge-association")?.lastChild;
  if (label && author) label.textContent = author;
  return badge;
}

/**
 * @param {HTMLElement} card
 * @param {string} slot
 * @param {string | null} [text]
 */
function write(card, slot, text) {
  const element = find(`[data-slot="${slot}"]`, card);
  if (element) element.textContent = text ?? "";
}
