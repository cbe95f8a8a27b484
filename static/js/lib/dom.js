/** Steps in the page's tree that every module takes. */

/**
 * The first element that matches; null when the page has none.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement | null}
 */
export const find = (selector, root = document) => root.querySelector(selector);

/**
 * The first element that matches; a page without it is a fault.
 * @param {string} selector
 * @param {ParentNode} [root]
 */
export function must(selector, root = document) {
  const found = find(selector, root);
  if (!found) throw new Error(`no element ${selector}`);
  return found;
}

/**
 * A copy of what stands first in a template.
 * @param {string} selector
 */
export function clone(selector) {
  const template = must(selector);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`${selector} is no template`);
  const first = template.content.firstElementChild;
  return /** @type {HTMLElement} */ (document.importNode(/** @type {Element} */ (first), true));
}

/**
 * Copies of all that stands in a template; empty when there is no such template.
 * @param {string} selector
 */
export function cloneAll(selector) {
  const template = find(selector);
  return template instanceof HTMLTemplateElement
    ? document.importNode(template.content, true)
    : document.createDocumentFragment();
}

/** Whether the window is a phone's: the list is a sheet over the map (css/pages/map-sheet.css). */
export const isNarrow = () => matchMedia("(width < 768px)").matches;
