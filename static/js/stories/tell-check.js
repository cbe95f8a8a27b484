/** Step 3 of telling: the row and the card say at once whether the name is shown. */

import { find } from "../lib/dom.js";

for (const choice of document.querySelectorAll("#send input[name=name]")) {
  choice.addEventListener("change", () => {
    const { says = "", author = "" } = /** @type {HTMLElement} */ (choice).dataset;
    write("[data-slot=name]", says);
    write("[data-preview] [data-slot=author]", author);
    write("[data-preview] .avatar", initials(author));
  });
}

/**
 * @param {string} selector
 * @param {string} text
 */
function write(selector, text) {
  const element = find(selector);
  if (element) element.textContent = text;
}

/** @param {string} name */
const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");
