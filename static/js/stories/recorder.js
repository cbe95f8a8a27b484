/** The recording of a story: made here or chosen as a file, sent in parts, listened to, made again. */

import { clone, find, must } from "../lib/dom.js";
import { forgetUpload, newKey, sendInParts, UploadRefused } from "../lib/upload.js";
import { createWords } from "../lib/words.js";
import { canRecord, openMicrophone } from "./microphone.js";
import { clock, SoundPlayer } from "./player.js";

const MINUTE_S = 60;

export class Recorder {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, any>} page   the page's data: sound (urls, limits, words), csrf_token, language
   */
  constructor(form, page) {
    this.page = page.sound;
    this.csrf = page.csrf_token;
    this.words = createWords(this.page.words, page.language);
    this.root = must("[data-recorder]", form);
    this.opener = must("[data-record]", form);
    this.input = /** @type {HTMLInputElement} */ (must("input[name=sound]", this.root));
    this.player = new SoundPlayer(must("[data-player]", this.root));
    /** @type {import("./microphone.js").Take | null} */
    this.take = null;
    this.isAsking = false;
    this.calledOff = new AbortController();
    this.sending = Promise.resolve();
    this.isSending = false;
    this.before = must("[data-state=done]", this.root).hidden ? "idle" : "done";
    this.#show(this.before);
    this.#listen(form);
  }

  /** @param {HTMLFormElement} form */
  #listen(form) {
    /** @type {Record<string, () => unknown>} */
    const acts = {
      record: () => this.#record(),
      stop: () => this.#finish(),
      pause: () => this.#pause(),
      cancel: () => this.#cancel(),
      "call-off": () => this.calledOff.abort(),
      remove: () => this.#remove(),
    };
    this.opener.addEventListener("click", () => this.#record());
    this.root.addEventListener("click", (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("[data-do]");
      if (!(pressed instanceof HTMLElement)) return;
      event.preventDefault();
      acts[pressed.dataset.do ?? ""]?.();
    });
    this.input.addEventListener("change", () => {
      const [file] = this.input.files ?? [];
      this.input.value = ""; // the form must not carry it once more
      if (file) this.#keep(file);
    });
    form.addEventListener("submit", (event) => this.#finishFirst(form, event));
    addEventListener("beforeunload", (event) => {
      if (this.take || this.isSending) event.preventDefault();
    });
  }

  async #record() {
    if (this.take || this.isAsking) return;
    this.#complain("");
    this.player.stop();
    if (!canRecord()) return this.#complain(this.words.say("no_recorder"));
    this.isAsking = true;
    try {
      this.take = await openMicrophone();
    } catch (error) {
      const isMissing = error instanceof DOMException && error.name === "NotFoundError";
      return this.#complain(this.words.say(isMissing ? "no_microphone" : "denied"));
    } finally {
      this.isAsking = false;
    }
    this.take.start();
    this.#follow(this.take);
    this.#show("recording");
    this.#showPause();
    must("[data-do=stop]", this.root).focus();
    must("[data-state=recording]", this.root).scrollIntoView({ block: "center" });
    this.#say("recording");
    this.#watch(this.take, false);
  }

  /**
   * Nothing is drawn in a hidden tab, but its sound goes on; and a microphone may be gone, or a call come in.
   * @param {import("./microphone.js").Take} take
   */
  #follow(take) {
    take.recorder.addEventListener("dataavailable", () => this.#endWhenFull(take));
    take.recorder.addEventListener("stop", () => this.take === take && this.#finish());
  }

  /**
   * Ends it where there is no more room.
   * @param {import("./microphone.js").Take} take
   */
  #endWhenFull(take) {
    if (this.take !== take || take.seconds < this.page.limits.seconds) return;
    this.#finish();
    this.#say("full");
  }

  /**
   * Shows time and level while it lasts.
   * @param {import("./microphone.js").Take} take
   * @param {boolean} isWarned
   */
  #watch(take, isWarned) {
    if (this.take !== take) return;
    const { seconds: most } = this.page.limits;
    const isLate = take.seconds > most - MINUTE_S;
    must("[data-state=recording] [data-slot=now]", this.root).textContent = clock(take.seconds);
    /** @type {HTMLMeterElement} */ (must("[data-slot=level]", this.root)).value = take.level;
    if (isLate && !isWarned) this.#say("minute_left");
    this.#endWhenFull(take);
    requestAnimationFrame(() => this.#watch(take, isLate));
  }

  #pause() {
    if (this.take?.isPaused) this.take.resume();
    else this.take?.pause();
    this.#showPause();
    this.#say(this.take?.isPaused ? "paused" : "recording");
  }

  #showPause() {
    const isPaused = this.take?.isPaused ?? false;
    const button = must("[data-do=pause]", this.root);
    const words = must("span:not(.icon)", button);
    button.dataset.pause ??= words.textContent ?? "";
    words.textContent = (isPaused ? button.dataset.resume : button.dataset.pause) ?? "";
    this.root.classList.toggle("is-paused", isPaused);
  }

  async #finish() {
    const { take } = this;
    this.take = null;
    if (take) this.#keep(await take.stop());
  }

  async #cancel() {
    const { take } = this;
    this.take = null;
    await take?.stop();
    this.#show(this.before);
    this.#say("cancelled");
    this.#focusBack();
  }

  /** @param {Blob} blob */
  #keep(blob) {
    this.#complain("");
    if (blob.size > this.page.limits.bytes) {
      this.#show(this.before);
      return this.#complain(this.words.say("too_large"));
    }
    this.isSending = true;
    this.calledOff = new AbortController();
    this.#show("sending");
    this.sending = this.#send(blob, this.calledOff.signal).finally(() => {
      this.isSending = false;
    });
  }

  /**
   * @param {Blob} blob
   * @param {AbortSignal} signal
   */
  async #send(blob, signal) {
    const key = newKey();
    const { urls, limits } = this.page;
    const progress = /** @type {HTMLProgressElement} */ (must("progress", this.root));
    const waiting = must("[data-slot=waiting]", this.root);
    waiting.textContent = this.words.say("sending");
    try {
      const way = {
        url: urls.uploads,
        csrf: this.csrf,
        signal,
        partBytes: limits.part_bytes,
        onProgress: (/** @type {number} */ part) => {
          progress.value = part * 100;
        },
        onWaiting: (/** @type {boolean} */ isWaiting) => {
          waiting.textContent = this.words.say(isWaiting ? "line_away" : "sending");
        },
      };
      const answer = await sendInParts(blob, { key, kind: "sound" }, way);
      this.player.load(answer.sound);
      this.before = "done";
      this.#show("done");
      this.#say("kept");
      must("[data-own=play]", this.root).focus();
      must("[data-state=done]", this.root).scrollIntoView({ block: "center" });
    } catch (error) {
      if (signal.aborted) forgetUpload(key, { url: urls.uploads, csrf: this.csrf });
      this.#show(this.before);
      const reason = error instanceof UploadRefused ? error.message : "";
      if (signal.aborted) this.#say("cancelled");
      else this.#complain(reason || this.words.say("upload_failed"));
      this.#focusBack();
    }
  }

  async #remove() {
    this.player.stop();
    const response = await fetch(this.page.urls.remove, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": this.csrf },
    }).catch(() => null);
    if (!response?.ok) return this.#complain(this.words.say("upload_failed"));
    /** @type {HTMLTextAreaElement} */ (must("textarea", this.root)).value = "";
    this.before = "idle";
    this.#show("idle");
    this.#say("removed");
    this.#focusBack();
  }

  /**
   * Whoever goes on while it is under way goes on when it has arrived; what is still on is ended first.
   * @param {HTMLFormElement} form
   * @param {SubmitEvent} event
   */
  async #finishFirst(form, event) {
    if (!this.take && !this.isSending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.take) return this.#complain(this.words.say("still_on"));
    must("[data-slot=waiting]", this.root).textContent = this.words.say("under_way");
    await this.sending;
    if (!must("[data-slot=errors]", this.root).hasChildNodes()) form.requestSubmit(event.submitter);
  }

  /** @param {string} state */
  #show(state) {
    for (const part of this.root.querySelectorAll("[data-state]"))
      part.toggleAttribute("hidden", part.getAttribute("data-state") !== state);
    this.opener.hidden = state !== "idle";
  }

  #focusBack() {
    if (this.before === "idle") this.opener.focus();
    else must("[data-do=record]", this.root).focus();
  }

  /** @param {string} key */
  #say(key) {
    must("[data-slot=status]", this.root).textContent = this.words.say(key);
  }

  /** @param {string} sentence */
  #complain(sentence) {
    const place = must("[data-slot=errors]", this.root);
    place.replaceChildren();
    if (!sentence) return;
    const error = clone("template[data-photo-error]");
    const text = find("[data-slot=text]", error);
    if (text) text.textContent = sentence;
    place.append(error);
  }
}
