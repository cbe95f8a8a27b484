/** Step 3 of telling: the row and the card say at once which name is shown. */

import { find } from "../lib/dom.js";

const NAMING = "#send :is([name=byline], [name=teller_name], [name=voice])";
for (const field of document.querySelectorAll(NAMING)) {
  field.addEventListener("input", showName);
}

/** Who is shown: what the chosen radio says, or what is typed below it. */
function showName() {
  const chosen = find("#send [name=byline]:checked");
  if (!(chosen instanceof HTMLInputElement)) return;
  const association = find("#send [name=voice]:checked")?.dataset.author;
  const { says = "", author = "" } = association
    ? { says: association, author: association }
    : chosen.dataset;
  const typed = association || chosen.value === "anonymous" ? "" : typedName(chosen.value);
  write("[data-slot=name]", typed || says || author);
  write("[data-preview] [data-slot=author]", typed || author);
  write("[data-preview] .avatar", initials(typed || author));
}

/** @param {string} part which part of the name stands under the story */
function typedName(part) {
  const field = find("[name=teller_name]");
  const name = field instanceof HTMLInputElement ? field.value.trim() : "";
  return part === "first_name" ? (name.split(/\s+/)[0] ?? "") : name;
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
