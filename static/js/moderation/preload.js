/** The cases next to the open one, read beforehand with their pictures: opening them takes no time. */

import { canSwap, readPage } from "./swap.js";

/** What lies longer than this is read anew: a colleague may have been there. */
const FRESH_MS = 120_000;

/** Such a request takes no message that waits for the next page (web/pages/moderation/desk.py). */
const HEADERS = { "X-Preload": "1" };

/**
 * @typedef {object} Ready
 * @property {Document} page
 * @property {number} at
 * @property {HTMLElement[]} pictures   held, so that the browser does not let go of them
 */

/** @type {Map<string, Ready>} */
const ready = new Map();
/** @type {Set<string>} */
const asked = new Set();

/** @param {HTMLAnchorElement | undefined} link */
export async function preload(link) {
  if (!link || asked.has(link.href)) return;
  if (ready.has(link.href)) {
    link.dataset.ready = "";
    return;
  }
  asked.add(link.href);
  const page = await fetchPage(link.href, HEADERS).catch(() => null);
  asked.delete(link.href);
  if (page && canSwap(page)) {
    ready.set(link.href, { page, at: Date.now(), pictures: picturesOf(page) });
    link.dataset.ready = "";
  }
}

/**
 * A page that lies ready, handed out once; null when there is none.
 * @param {string} url
 */
export function take(url) {
  const found = ready.get(url);
  ready.delete(url);
  return found && Date.now() - found.at < FRESH_MS ? found.page : null;
}

/** After a decision what was read before is of yesterday. */
export const forget = () => ready.clear();

/**
 * A page of the desk; null when the answer is none, or comes from elsewhere.
 * @param {string} url
 * @param {Record<string, string>} [headers]
 */
export async function fetchPage(url, headers = {}) {
  const answer = await fetch(url, { headers, credentials: "same-origin" });
  return answer.ok && !answer.redirected ? readPage(await answer.text()) : null;
}

/**
 * Copies in this document, which the browser fetches at once and shows again when the case is opened.
 * @param {Document} page
 */
function picturesOf(page) {
  const pictures = /** @type {NodeListOf<HTMLImageElement>} */ (page.querySelectorAll(".case img"));
  return [...pictures].map((picture) => {
    picture.loading = "eager";
    return document.importNode(picture.closest("picture") ?? picture, true);
  });
}
