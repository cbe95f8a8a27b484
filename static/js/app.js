/** What every page gets: menus that close, filters open where there is room, errors that take focus. */

import { find, isNarrow } from "./lib/dom.js";

/** @param {EventTarget | null} target */
function closeMenus(target) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!(target instanceof Node && menu.contains(target))) menu.removeAttribute("open");
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = find("details[data-menu][open]");
  if (!open) return;
  open.removeAttribute("open");
  find("summary", open)?.focus();
});

if (!isNarrow()) find(".list-page > details.list-filters")?.setAttribute("open", "");

find(".form-errors")?.focus();
