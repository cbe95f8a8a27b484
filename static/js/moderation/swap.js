/** Putting another page of the desk in place of the one that is open, without loading it anew. */

import { find, must } from "../lib/dom.js";
import { keepPicked } from "./picking.js";

const PARTS = [".desk", "#keys"];
const DATA = "script[type='application/json'][id]";
const FILES = "script[src]";

/**
 * Whether a page is one of the desk, and can be put in place.
 * @param {Document} page
 */
export const canSwap = (page) => PARTS.every((part) => find(part, page));

/** @param {string} html */
export const readPage = (html) => new DOMParser().parseFromString(html, "text/html");

/**
 * @param {Document} page   read from our own server; it is used up
 * @param {string} url
 */
export async function putInPlace(page, url) {
  const map = find("script[type=module]:not([src])", page)?.textContent ?? "";
  for (const block of page.querySelectorAll(DATA)) putData(block);
  await Promise.all(missingStyles(page).map(addStyle));
  for (const file of missingScripts(page)) await addScript(file);
  const scrolled = find(".queue")?.scrollTop ?? 0;
  const repick = keepPicked();
  for (const part of PARTS) must(part).replaceWith(document.adoptNode(must(part, page)));
  must(".queue").scrollTop = scrolled;
  repick();
  document.title = page.title;
  if (url !== location.href) history.pushState(null, "", url);
  if (map) runScript(map);
}

/** @param {Element} block */
function putData(block) {
  const old = document.getElementById(block.id);
  const fresh = document.importNode(block, true);
  if (old) old.replaceWith(fresh);
  else document.body.append(fresh);
}

/** @param {Document} page */
function missingStyles(page) {
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (
    page.querySelectorAll("head > link[rel=stylesheet]")
  );
  return [...links].filter(
    (link) => !find(`link[href="${CSS.escape(link.getAttribute("href") ?? "")}"]`),
  );
}

/** @param {HTMLLinkElement} link */
function addStyle(link) {
  const fresh = document.importNode(link, true);
  const done = settled(fresh);
  document.head.append(fresh);
  return done;
}

/** @param {Document} page */
function missingScripts(page) {
  const known = new Set(
    [...document.querySelectorAll(FILES)].map((each) => each.getAttribute("src")),
  );
  const scripts = /** @type {NodeListOf<HTMLScriptElement>} */ (page.querySelectorAll(FILES));
  return [...scripts].filter((script) => !known.has(script.getAttribute("src")));
}

/** @param {HTMLScriptElement} given */
function addScript(given) {
  const script = blankScript();
  script.type = given.type;
  script.src = given.getAttribute("src") ?? "";
  script.async = false;
  const done = settled(script);
  document.body.append(script);
  return done;
}

/**
 * The map's own lines, which the server writes into each page.
 * @param {string} text
 */
function runScript(text) {
  const script = blankScript();
  script.type = "module";
  script.textContent = text;
  document.body.append(script);
  script.remove();
}

/** A script that this page's policy lets run. */
function blankScript() {
  const script = document.createElement("script");
  script.nonce = /** @type {HTMLScriptElement} */ (must("script[nonce]")).nonce;
  return script;
}

/** @param {HTMLElement} element */
const settled = (element) =>
  new Promise((done) => {
    element.addEventListener("load", done);
    element.addEventListener("error", done);
  });
