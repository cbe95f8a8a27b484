/** What the server tells the scripts: JSON blocks in the page, never code. */

/**
 * The content of `<script type="application/json" id="…">`; an empty object when there is none.
 * @param {string} id
 * @returns {Record<string, any>}
 */
export function readData(id) {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent ?? "{}") : {};
}
