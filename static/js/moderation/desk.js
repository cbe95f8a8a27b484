/** The moderators' desk: the form that words itself, the way from case to case, the keyboard. */

import { find } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { startBlurring } from "./blur-part.js";
import { startForm } from "./decision-form.js";
import { goToTitle, startFlow } from "./flow.js";
import { startKeys } from "./keys.js";
import { startPicking } from "./picking.js";
import { startUndo } from "./undo.js";

/** @type {import("./decision-form.js").Decision | null} */
let decision = null;
/** @type {HTMLElement | null} */
let started = null;

function start() {
  const form = find("form[data-decision]");
  if (form !== started) {
    started = form;
    decision = form instanceof HTMLFormElement ? startForm(form, readData("message-parts")) : null;
  }
  startPlayers();
  showKeys();
  startUndo();
}

/** Recordings of a case that was put in place; those of the page itself have started by themselves. */
async function startPlayers() {
  if (!find("[data-player]")) return;
  const { SoundPlayer } = await import("../stories/player.js");
  for (const root of document.querySelectorAll("[data-player]")) {
    if (!find("audio.is-replaced", /** @type {HTMLElement} */ (root))) {
      new SoundPlayer(/** @type {HTMLElement} */ (root));
    }
  }
}

const showKeys = startKeys(() => decision);
start();
startFlow(start);
startPicking();
startBlurring();
if (find("[data-view=case], [data-done] *")) goToTitle();
find("[data-conflict]")?.focus();
