/** The table of layers while something is read in or fetched: it is shown anew until all stands still. */

import { find, must } from "../lib/dom.js";

const PAUSE_MS = 3000;

async function renew() {
  const table = must("[data-layers]");
  const page = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  const text = page?.ok ? await page.text() : "";
  const fresh = find("[data-layers]", new DOMParser().parseFromString(text, "text/html"));
  const isInUse = table.contains(document.activeElement); // whoever works there is not interrupted
  if (fresh && !isInUse) table.replaceWith(document.importNode(fresh, true));
  if (must("[data-layers]").hasAttribute("data-moving")) setTimeout(renew, PAUSE_MS);
}

setTimeout(renew, PAUSE_MS);
