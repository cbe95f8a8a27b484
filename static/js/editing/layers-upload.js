/** Sending a layer's file with its progress; without this module the form sends itself. */

import { must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { sendForm } from "../lib/send_file.js";

const form = /** @type {HTMLFormElement} */ (must("form[data-upload]"));
const error = must("[data-upload-error]", form);
const progress = must("[data-upload-progress]", form);
const bar = /** @type {HTMLProgressElement} */ (must("progress", progress));
const button = /** @type {HTMLButtonElement} */ (must("button[type=submit]", form));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!progress.hidden) return; // pressed twice
  error.hidden = true;
  progress.hidden = false;
  button.setAttribute("aria-disabled", "true");
  const answer = await sendForm(form.action, new FormData(form), {
    onProgress: (part) => {
      bar.value = part * 100;
    },
  });
  if (answer?.url) return location.assign(answer.url);
  progress.hidden = true;
  button.removeAttribute("aria-disabled");
  error.textContent = answer?.title ?? readData("page-data").failed;
  error.hidden = false;
});
