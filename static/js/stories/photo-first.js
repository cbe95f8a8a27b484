/** Step 1 of telling may begin with pictures: where they were taken is read here, and sent nowhere. */

import { find, must } from "../lib/dom.js";
import { newKey } from "../lib/upload.js";
import { createWords } from "../lib/words.js";
import { readPhoto } from "./read-photo.js";
import { clearUnbound, handOver, keep } from "./waiting-photos.js";

const DECIMALS = 6;
const SAME_PRESS_MS = 100;

/** @typedef {import("./read-photo.js").Said} Said */

export class PhotoFirst {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, any>} page   the page's data: urls.exif_reader, limits, words
   */
  constructor(form, page) {
    this.form = form;
    this.page = page;
    this.words = createWords(page.words, page.language);
    this.panel = must("[data-photo-first]", form);
    this.input = /** @type {HTMLInputElement} */ (must("input[type=file]", this.panel));
    this.says = must("[data-photo-says]", this.panel);
    this.batch = "";
    this.pressedAt = 0;
    const way = must("input[name=way][value=photo]", form);
    const card = /** @type {HTMLElement} */ (way.closest("label"));
    card.addEventListener("click", (event) => this.#pressed(event));
    this.isReading = false;
    /** @type {HTMLElement | null} */
    this.pressedOn = null;
    this.input.addEventListener("change", () => this.#read());
    form.addEventListener("submit", (event) => this.#leave(event));
    // A step that was refused comes back with its pictures still chosen.
    if (!find(".form-errors", form)) clearUnbound();
  }

  /** @param {string} way   the chosen one */
  show(way) {
    this.panel.hidden = way !== "photo" && !this.batch;
  }

  /**
   * Pressing the card opens the pictures; choosing it by arrow keys only shows the field. A label
   * hands its click on to its button: that one comes with the first, and does not open them twice.
   * @param {MouseEvent} event
   */
  #pressed({ detail, timeStamp }) {
    if (!detail || timeStamp - this.pressedAt < SAME_PRESS_MS) return;
    this.pressedAt = timeStamp;
    this.input.click();
  }

  async #read() {
    this.isReading = true;
    await this.#choose().finally(() => {
      this.isReading = false;
    });
    const { pressedOn } = this;
    this.pressedOn = null;
    if (pressedOn) this.form.requestSubmit(pressedOn);
  }

  /**
   * Pictures that are still being read come along: the form waits for them.
   * @param {SubmitEvent} event
   */
  #leave(event) {
    if (this.isReading) {
      event.preventDefault();
      this.pressedOn = event.submitter;
    } else if (this.batch) handOver(this.batch);
  }

  async #choose() {
    const files = [...(this.input.files ?? [])].slice(0, this.page.limits.photos);
    if (!files.length) return;
    this.says.textContent = this.words.say("reading");
    await clearUnbound();
    this.batch = newKey();
    const all = await Promise.all(files.map((file) => readPhoto(file, this.page.urls.exif_reader)));
    const kept = await Promise.all(files.map((file, order) => this.#keep(file, order, all[order])));
    if (!kept.every(Boolean)) return this.#say("not_kept");
    this.#show(files);
    const from = all.findIndex(({ point }) => point);
    if (from < 0) return this.#say("without_place");
    this.#goTo(/** @type {[number, number]} */ (all[from].point));
    this.#say("with_place", files[from].name);
  }

  /**
   * @param {File} file
   * @param {number} order
   * @param {Said} said
   */
  #keep(file, order, { taken, isAerial }) {
    const key = newKey();
    return keep({
      key,
      story: "",
      batch: this.batch,
      at: Date.now(),
      order,
      file,
      taken,
      isAerial,
    });
  }

  /** @param {[number, number]} point */
  #goTo([lon, lat]) {
    for (const [name, degrees] of Object.entries({ lon, lat })) {
      const field = /** @type {HTMLInputElement} */ (must(`input[name=${name}]`, this.form));
      field.value = degrees.toFixed(DECIMALS);
    }
    this.form.dispatchEvent(new CustomEvent("place-read", { detail: { lon, lat } }));
  }

  /** @param {File[]} files */
  #show(files) {
    const list = must("[data-photo-chosen]", this.panel);
    list.replaceChildren(...files.map(thumb));
  }

  /**
   * @param {string} key
   * @param {string} [name]
   */
  #say(key, name = "") {
    this.says.textContent = this.words.say(key, { name });
    const chosen = find("[data-chosen-message]");
    if (chosen) chosen.textContent = "";
  }
}

/**
 * What this browser cannot show, HEIC mostly, goes by its name.
 * @param {File} file
 */
function thumb(file) {
  const item = document.createElement("li");
  const image = new Image(56, 56);
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  image.addEventListener("error", () => image.replaceWith(file.name));
  item.append(image);
  return item;
}
