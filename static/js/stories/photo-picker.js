/** Takes in pictures as they are chosen: made smaller, sent in parts, each with its progress. */

import { clone, find, must } from "../lib/dom.js";
import { forgetUpload, newKey, sendInParts, UploadRefused } from "../lib/upload.js";
import { PhotoOrder } from "./photo-order.js";
import { readPhoto } from "./read-photo.js";
import { shrink } from "./shrink.js";
import { drop, keep, takeOver } from "./waiting-photos.js";

/** @typedef {{id: string, url: string, full_url: string}} Kept */
/** @typedef {import("./waiting-photos.js").Waiting} Waiting */

export class PhotoPicker {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, any>} page   the page's data: urls, limits, story, csrf_token
   * @param {import("../lib/words.js").Words} words
   * @param {{onChange: () => void, onTaken: (day: string) => void}} listener
   *   onTaken: the day that a picture says it was taken
   */
  constructor(form, page, words, { onChange, onTaken }) {
    this.page = page;
    this.words = words;
    this.onChange = onChange;
    this.onTaken = onTaken;
    this.input = /** @type {HTMLInputElement} */ (must("input[name=photos]", form));
    this.list = must("[data-photo-list]", form);
    this.errors = must("[data-photo-errors]", form);
    this.status = must("[data-photo-status]", form);
    this.order = new PhotoOrder(this.list, words, {
      onMove: (said) => {
        this.status.textContent = said;
        this.onChange();
      },
    });
    /** One picture at a time: the server cleans each in a second, and their order stays. */
    this.queue = Promise.resolve();
    this.waiting = 0;
    /** @type {Map<HTMLElement, AbortController>} */
    this.underWay = new Map();
    this.input.addEventListener("change", () => this.#choose());
    this.list.addEventListener("click", (event) => this.#remove(event));
    for (const row of this.order.rows) this.#limit(row);
    form.addEventListener("submit", (event) => this.#finishFirst(form, event));
    /** One choice after the other, and all after those that were left from before. */
    this.reading = takeOver(page.story).then((left) => {
      for (const waiting of left) this.#add(waiting);
    });
    this.#choose(); // over a slow network somebody is quicker than this script
  }

  #choose() {
    const files = [...(this.input.files ?? [])];
    if (!files.length) return;
    this.input.value = ""; // the form must not carry them once more
    this.errors.replaceChildren();
    this.waiting += 1;
    this.reading = this.reading
      .then(() => this.#read(files))
      .finally(() => {
        this.waiting -= 1;
      });
  }

  /** @param {File[]} files */
  async #read(files) {
    const at = Date.now();
    for (const [order, file] of files.entries()) {
      const { taken, isAerial } = await readPhoto(file, this.page.urls.exif_reader);
      const { story } = this.page;
      const waiting = { key: newKey(), story, batch: "", at, order, file, taken, isAerial };
      await keep(waiting);
      this.#add(waiting);
    }
  }

  /** @param {Waiting} waiting */
  #add(waiting) {
    if (this.list.children.length >= this.page.limits.photos) {
      drop(waiting.key);
      return this.#complain(this.words.say("too_many"));
    }
    const row = clone("template[data-photo]");
    must("[data-slot=photo]", row).hidden = true; // HEIC shows in few browsers; the server's copy in all
    for (const slot of ["alt", "tools"]) must(`[data-slot=${slot}]`, row).hidden = true;
    this.list.append(row);
    const calledOff = new AbortController();
    calledOff.signal.addEventListener("abort", () => drop(waiting.key)); // a reload brings it back no more
    this.underWay.set(row, calledOff);
    this.waiting += 1;
    if (waiting.taken) this.onTaken(waiting.taken);
    this.queue = this.queue
      .then(() => this.#send(waiting, row, calledOff.signal))
      .finally(() => {
        this.waiting -= 1;
        this.underWay.delete(row);
      });
  }

  /**
   * @param {Waiting} waiting
   * @param {HTMLElement} row
   * @param {AbortSignal} signal
   */
  async #send(waiting, row, signal) {
    const { key, file, isAerial } = waiting;
    const { urls, limits, csrf_token: csrf } = this.page;
    try {
      signal.throwIfAborted();
      const blob = await shrink(file, limits.photo_edge);
      if (blob.size > limits.photo_bytes)
        throw new UploadRefused(this.words.say("too_large", { name: file.name }));
      await keep({ ...waiting, file: blob instanceof File ? blob : new File([blob], file.name) });
      const answer = await sendInParts(
        blob,
        { key, kind: "photo", isAerial },
        { url: urls.uploads, csrf, signal, partBytes: limits.part_bytes, ...this.#show(row) },
      );
      this.#settle(row, answer.photo);
    } catch (error) {
      if (signal.aborted) forgetUpload(key, { url: urls.uploads, csrf });
      else this.#refused(row, file.name, error);
    }
    await drop(key);
  }

  /** @param {HTMLElement} row */
  #show(row) {
    const progress = /** @type {HTMLProgressElement} */ (must("progress", row));
    const waiting = must("[data-slot=waiting]", row);
    return {
      onProgress: (/** @type {number} */ part) => {
        progress.value = part * 100;
      },
      onWaiting: (/** @type {boolean} */ isWaiting) => {
        waiting.textContent = isWaiting ? this.words.say("line_away") : "";
      },
    };
  }

  /**
   * @param {HTMLElement} row
   * @param {string} name
   * @param {unknown} error
   */
  #refused(row, name, error) {
    row.remove();
    this.order.refresh();
    const reason = error instanceof UploadRefused ? error.message : "";
    if (reason.startsWith(name)) this.#complain(reason);
    else if (reason) this.#complain(this.words.say("upload_refused", { name, reason }));
    else this.#complain(this.words.say("upload_failed", { name }));
  }

  /**
   * @param {HTMLElement} row
   * @param {Kept} kept
   */
  #settle(row, kept) {
    if (!row.isConnected) return this.#forget(kept.id);
    row.dataset.photoId = kept.id;
    const picture = /** @type {HTMLImageElement} */ (must("[data-slot=photo]", row));
    picture.src = kept.url;
    picture.dataset.full = kept.full_url;
    picture.hidden = false;
    for (const slot of ["progress", "waiting"]) must(`[data-slot=${slot}]`, row).remove();
    for (const slot of ["alt", "credit", "then"]) nameField(row, slot, kept.id);
    for (const slot of ["alt", "tools"]) must(`[data-slot=${slot}]`, row).hidden = false;
    this.#limit(row);
    this.order.refresh();
    this.status.textContent = this.words.say("uploaded");
    this.onChange();
  }

  /** @param {HTMLElement} row */
  #limit(row) {
    const { alt, credit } = this.page.limits;
    /** @type {HTMLTextAreaElement} */ (must("[data-slot=alt]", row)).maxLength = alt;
    /** @type {HTMLInputElement} */ (must("[data-slot=credit]", row)).maxLength = credit;
  }

  /** @param {MouseEvent} event */
  #remove(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-slot=remove]");
    const row = /** @type {HTMLElement | null} */ (button?.closest(".photo-field") ?? null);
    if (!row) return;
    event.preventDefault();
    const id = row.dataset.photoId ?? "";
    const isUnderWay = id === "new";
    if (isUnderWay) this.underWay.get(row)?.abort();
    row.remove();
    this.order.refresh();
    this.status.textContent = this.words.say(isUnderWay ? "cancelled" : "removed");
    this.input.focus();
    this.onChange();
    if (!isUnderWay) this.#forget(id);
  }

  /** @param {string} id */
  async #forget(id) {
    await fetch(this.page.urls.remove.replace("MEDIA", id), {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": this.page.csrf_token },
    });
  }

  /**
   * Whoever goes on while pictures are under way goes on when they have arrived.
   * @param {HTMLFormElement} form
   * @param {SubmitEvent} event
   */
  async #finishFirst(form, event) {
    if (!this.waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const says = must("[data-photo-waiting]", form);
    says.textContent = this.words.say("under_way");
    while (this.waiting) await Promise.all([this.reading, this.queue]);
    says.textContent = "";
    if (!this.errors.hasChildNodes()) form.requestSubmit(event.submitter);
  }

  /** @param {string} sentence */
  #complain(sentence) {
    const error = clone("template[data-photo-error]");
    const text = find("[data-slot=text]", error);
    if (text) text.textContent = sentence;
    this.errors.append(error);
  }
}

/**
 * The fields of a row that was cloned get the picture's id, their labels and buttons with them.
 * @param {HTMLElement} row
 * @param {string} slot
 * @param {string} id
 */
function nameField(row, slot, id) {
  const field = /** @type {HTMLInputElement} */ (must(`[data-slot=${slot}]`, row));
  must(`label[for="${field.id}"]`, row).setAttribute("for", `${slot}-${id}`);
  field.id = field.name = `${slot}-${id}`;
}
