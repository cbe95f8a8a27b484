/** Saves the draft a moment after the last key, and says so in the bar. */

import { cloneAll, find, must } from "../lib/dom.js";

const PAUSE_MS = 1500;
const RETRY_MS = 10_000;

/** @typedef {{saved_text: string, happened_text: string}} Saved */

export class DraftSaver {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, any>} page   the page's data: urls.save, csrf_token
   * @param {import("../lib/words.js").Words} words
   * @param {(answer: Saved) => void} onSaved
   */
  constructor(form, page, words, onSaved) {
    this.form = form;
    this.page = page;
    this.words = words;
    this.onSaved = onSaved;
    this.place = must("[data-saved]");
    this.pause = 0;
    this.asking = new AbortController();
    this.isLeaving = false;
    form.addEventListener("submit", () => this.#leave());
    addEventListener("pagehide", () => this.#saveInPassing());
    addEventListener("pageshow", () => {
      this.isLeaving = false;
    });
  }

  saveSoon(wait = PAUSE_MS) {
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.#save(), wait);
  }

  async #save() {
    this.pause = 0;
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const response = await fetch(this.page.urls.save, this.#request({ signal }));
      const answer = await response.json();
      if (response.ok) this.#say(answer.saved_text, true);
      if (response.ok) this.onSaved(answer);
    } catch {
      if (signal.aborted || this.isLeaving) return;
      this.#say(this.words.say("not_saved"), false);
      this.saveSoon(RETRY_MS);
    }
  }

  /** @param {RequestInit} more */
  #request(more) {
    const body = new FormData(this.form);
    body.delete("photos"); // they go by themselves
    return {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": this.page.csrf_token },
      ...more,
    };
  }

  /** The form itself is on its way with all of it. */
  #leave() {
    this.isLeaving = true;
    clearTimeout(this.pause);
    this.pause = 0;
    this.asking.abort();
  }

  /** A link was followed before the pause was over. */
  #saveInPassing() {
    if (this.isLeaving || !this.pause) return;
    this.#leave();
    fetch(this.page.urls.save, this.#request({ keepalive: true })).catch(() => {});
  }

  /**
   * @param {string} text
   * @param {boolean} isSaved
   */
  #say(text, isSaved) {
    const icon = isSaved && find("template[data-saved-icon]");
    this.place.replaceChildren(...(icon ? [cloneAll("template[data-saved-icon]")] : []), text);
  }
}
