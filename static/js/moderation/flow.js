/** From case to case without loading pages: what was decided is sent, what comes next is there already. */

import { find } from "../lib/dom.js";
import { keepPicked } from "./picking.js";
import { fetchPage, forget, preload, take } from "./preload.js";
import { canSwap, putInPlace, readPage } from "./swap.js";

/** @type {() => void} */
let start = () => {};
let busy = false;

/** @param {() => void} begin   makes forms and keys of the page that has been put in place work */
export function startFlow(begin) {
  start = begin;
  addEventListener("popstate", () => location.reload());
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a.queue-item");
    const plain = !(
      event.button ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    );
    if (link instanceof HTMLAnchorElement && plain && !busy && openReady(link))
      event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("[data-decision]") || event.defaultPrevented) return;
    event.preventDefault();
    send(form);
  });
  lookAhead();
}

/** @returns {HTMLAnchorElement[]} */
const queue = () =>
  [...document.querySelectorAll("a.queue-item")].map(
    (link) => /** @type {HTMLAnchorElement} */ (link),
  );

/**
 * The case that stands so far from the open one; after the last comes the first that was passed by.
 * @param {number} by
 * @param {boolean} [around]
 */
export function neighbour(by, around = false) {
  const links = queue();
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  if (now < 0) return links[0];
  return links[now + by] ?? (around && links.length > 1 ? links[0] : undefined);
}

function lookAhead() {
  for (const by of [1, -1]) preload(neighbour(by, by > 0));
}

/**
 * @param {HTMLAnchorElement} link
 * @returns {boolean} whether its case lay ready
 */
function openReady(link) {
  const page = take(link.href);
  if (page)
    show(page, link.href)
      .then(() => freshen(link.href))
      .then(lookAhead);
  return Boolean(page);
}

/**
 * @param {Document} page
 * @param {string} url
 * @param {string} [decided]   the address of the case that is decided, and waits no more
 */
async function show(page, url, decided) {
  for (const link of decided ? page.querySelectorAll("a.queue-item") : []) {
    if (/** @type {HTMLAnchorElement} */ (link).href === decided) link.closest("li")?.remove();
  }
  await putInPlace(page, url);
  start();
  goToTitle();
}

/** The reader's focus, and with it what is read out, goes to what is to be decided now. */
export function goToTitle() {
  const title = find("#case-title") ?? find("#queue-title");
  title?.setAttribute("tabindex", "-1");
  title?.focus();
  find(".case")?.scrollTo(0, 0);
  const region = find("[data-said]");
  const { left = "" } = region?.dataset ?? {};
  const words = left
    .replace("{title}", title?.textContent?.trim() ?? "")
    .replace("{n}", `${queue().length}`);
  if (region) region.textContent = find(".desk")?.dataset.view === "case" ? words : "";
}

/**
 * The queue and what was said after a decision come anew; the case only if it stands elsewhere by now.
 * @param {string} url
 */
async function freshen(url) {
  const page = await fetchPage(url).catch(() => null);
  if (!page || url !== location.href) return;
  const stamp = (/** @type {Document} */ from) => find(".desk", from)?.dataset.stamp;
  if (stamp(page) !== stamp(document)) {
    const wrote = find("textarea[name=message]");
    if (!wrote || wrote !== document.activeElement) await show(page, url);
    return;
  }
  const repick = keepPicked();
  for (const part of [".queue", "[data-done]"]) {
    const [old, fresh] = [find(part), find(part, page)];
    if (!old || !fresh) continue;
    const scrolled = old.scrollTop;
    old.replaceWith(document.adoptNode(fresh));
    fresh.scrollTop = scrolled;
  }
  repick();
  start();
}

/**
 * Sends a decision. When it is carried out the next case is there at once; a refusal is shown as the
 * server tells it. Without an answer nothing is lost: the form stands as it was.
 * @param {HTMLFormElement} form
 */
async function send(form) {
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(addressOf(form), {
      method: "POST",
      body: new FormData(form),
      redirect: "manual",
      credentials: "same-origin",
    });
    if (answer.type === "opaqueredirect") await goOn();
    else await showRefusal(await answer.text(), form);
  } catch {
    form.dispatchEvent(new Event("sendfailed"));
    const trouble = find("[data-not-sent]");
    if (trouble) trouble.hidden = false;
    trouble?.focus();
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

/**
 * Where a form is sent; one of its fields is called `action` itself.
 * @param {HTMLFormElement} form
 */
const addressOf = (form) => form.getAttribute("action") ?? "";

async function goOn() {
  const [here, next] = [
    queue().find((link) => link.hasAttribute("aria-current")),
    neighbour(1, true),
  ];
  const page = next ? take(next.href) : null;
  forget();
  if (!next || next === here || !page) {
    location.assign(
      next && next !== here
        ? next.href
        : (find(".case-back")?.getAttribute("href") ?? location.href),
    );
    return;
  }
  await show(page, next.href, here?.href);
  await freshen(next.href);
  lookAhead();
}

/**
 * @param {string} html
 * @param {HTMLFormElement} form
 */
async function showRefusal(html, form) {
  const page = readPage(html);
  if (!canSwap(page)) {
    location.assign(addressOf(form).replace(/\/beslut(?=\?|$)/, ""));
    return;
  }
  await putInPlace(page, location.href);
  start();
  (find("[data-conflict]") ?? find(".form-errors"))?.focus();
}
