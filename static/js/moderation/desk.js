/** The moderators' desk: the form that words itself, and the keyboard. */

import { find } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { startForm } from "./decision-form.js";
import { startKeys } from "./keys.js";
import { startUndo } from "./undo.js";

const form = find("form[data-decision]");
const decision =
  form instanceof HTMLFormElement ? startForm(form, readData("message-parts")) : null;
startKeys(decision);
startUndo();
find("[data-conflict]")?.focus();
