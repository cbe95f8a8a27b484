/** Step 2 of telling: counts, saves while one writes, shows the card, takes in pictures. */

import { must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { createWords } from "../lib/words.js";
import { DraftSaver } from "./draft-saver.js";
import { PhotoPicker } from "./photo-picker.js";
import { Recorder } from "./recorder.js";
import { StoryPreview } from "./story-preview.js";

const page = readData("page-data");
const words = createWords(page.words, page.language);
const form = /** @type {HTMLFormElement} */ (must("#story-form"));
const title = /** @type {HTMLInputElement} */ (must("input[name=title]", form));
const counter = must(".field-aside", /** @type {HTMLElement} */ (title.closest(".field")));
const example = must("[data-example]", form);

const preview = new StoryPreview(form);
new PhotoPicker(form, page, words, {
  onChange: () => {
    preview.showPhoto();
    saver.saveSoon();
  },
  onTaken: offerDay,
});

new Recorder(form, page);
// After those that hold the form back: it saves on until the form is really on its way.
const saver = new DraftSaver(form, page, words, (answer) => preview.setTime(answer.happened_text));

form.addEventListener("input", (event) => {
  const { name } = /** @type {HTMLInputElement} */ (event.target);
  if (name === "title") count();
  if (name === "happened_precision") showExample();
  if (name === "photos" || name === "sound") return;
  preview.update();
  saver.saveSoon();
});

/**
 * A picture knows its day; whether that is when it happened, the teller knows.
 * @param {string} day
 */
function offerDay(day) {
  const happened = /** @type {HTMLInputElement} */ (must("input[name=happened]", form));
  const offer = must("[data-taken]", form);
  if (happened.value || !offer.hidden) return;
  const date = new Date(`${day}T12:00`).toLocaleDateString(page.language, { dateStyle: "long" });
  must("[data-slot=text]", offer).textContent = words.say("taken", { date });
  offer.hidden = false;
  must("button", offer).addEventListener("click", () => {
    const exact = /** @type {HTMLInputElement} */ (
      must("input[name=happened_precision][value=day]", form)
    );
    exact.checked = true;
    happened.value = day;
    offer.hidden = true;
    happened.focus();
    exact.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function count() {
  const values = { n: String([...title.value].length), most: String(title.maxLength) };
  counter.textContent = words.say("count", values);
}

function showExample() {
  const precision = String(new FormData(form).get("happened_precision"));
  example.textContent = words.say("example", { example: page.examples[precision] });
}
