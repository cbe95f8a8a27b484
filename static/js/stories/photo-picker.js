/** Takes in pictures one after another as they are chosen, each with its progress. */

import { clone, find, must } from "../lib/dom.js";
import { sendFile } from "../lib/send_file.js";

/** @typedef {{id: string, url: string, full_url: string}} Kept */

export class PhotoPicker {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, any>} page   the page's data: urls, limits, csrf_token
   * @param {import("../lib/words.js").Words} words
   * @param {{onChange: () => void}} listener
   */
  constructor(form, page, words, { onChange }) {
    this.page = page;
    this.words = words;
    this.onChange = onChange;
    this.input = /** @type {HTMLInputElement} */ (must("input[name=photos]", form));
    this.list = must("[data-photo-list]", form);
    this.errors = must("[data-photo-errors]", form);
    this.status = must("[data-photo-status]", form);
    /** One picture at a time: the server cleans each in a second, and their order stays. */
    this.queue = Promise.resolve();
    this.input.addEventListener("change", () => this.#choose());
    this.list.addEventListener("click", (event) => this.#remove(event));
    for (const alt of this.list.querySelectorAll("textarea")) this.#limit(alt);
    form.addEventListener("submit", (event) => this.#finishFirst(form, event));
    this.waiting = 0;
  }

  #choose() {
    const files = [...(this.input.files ?? [])];
    this.input.value = ""; // the form must not carry them once more
    this.errors.replaceChildren();
    for (const file of files) this.#add(file);
  }

  /** @param {File} file */
  #add(file) {
    const refusal = this.#refuse(file);
    if (refusal) return this.#complain(refusal);
    const row = clone("template[data-photo]");
    const picture = /** @type {HTMLImageElement} */ (must("[data-slot=photo]", row));
    picture.hidden = true; // HEIC shows in few browsers; the server's copy shows in all
    must("[data-slot=alt]", row).hidden = true;
    this.list.append(row);
    this.waiting += 1;
    this.queue = this.queue
      .then(() => this.#send(file, row))
      .finally(() => {
        this.waiting -= 1;
      });
  }

  /** @param {File} file */
  #refuse(file) {
    const { photos, photo_bytes: bytes } = this.page.limits;
    if (this.list.children.length >= photos) return this.words.say("too_many");
    return file.size > bytes ? this.words.say("too_large", { name: file.name }) : "";
  }

  /**
   * @param {File} file
   * @param {HTMLElement} row
   */
  async #send(file, row) {
    if (!row.isConnected) return; // removed while it waited
    const progress = /** @type {HTMLProgressElement} */ (must("progress", row));
    const answer = await sendFile(this.page.urls.photos, "photos", file, {
      csrf: this.page.csrf_token,
      onProgress: (part) => {
        progress.value = part * 100;
      },
    });
    const kept = answer?.photos?.[0];
    if (kept) return this.#settle(row, kept);
    row.remove();
    const sentences = answer?.errors?.length
      ? answer.errors
      : [answer?.title ?? this.words.say("upload_failed", { name: file.name })];
    for (const sentence of sentences) this.#complain(sentence);
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
    must("progress", row).remove();
    const alt = /** @type {HTMLTextAreaElement} */ (must("[data-slot=alt]", row));
    alt.id = alt.name = `alt-${kept.id}`;
    alt.hidden = false;
    must("label", row).setAttribute("for", alt.id);
    this.#limit(alt);
    this.status.textContent = this.words.say("uploaded");
    this.onChange();
  }

  /** @param {HTMLTextAreaElement} alt */
  #limit(alt) {
    alt.maxLength = this.page.limits.alt;
  }

  /** @param {MouseEvent} event */
  #remove(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-slot=remove]");
    const row = /** @type {HTMLElement | null} */ (button?.closest(".photo-field") ?? null);
    if (!row) return;
    event.preventDefault();
    const id = row.dataset.photoId ?? "";
    row.remove();
    this.status.textContent = this.words.say("removed");
    this.input.focus();
    this.onChange();
    if (id !== "new") return this.#forget(id);
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
    await this.queue;
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
