/** The story's card as it will stand on the map, kept up to date while one writes. */

import { find, must } from "../lib/dom.js";

export class StoryPreview {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.card = must("[data-preview]");
    this.time = this.#slot("kind").textContent?.split(" · ")[1] ?? "";
    this.untitled = must("[data-preview] [data-slot=title]").textContent ?? "";
  }

  update() {
    const given = new FormData(this.form);
    const title = String(given.get("title") ?? "").trim();
    this.#slot("title").textContent = title || this.untitled;
    this.#slot("body").replaceChildren(...paragraphs(String(given.get("body") ?? "")));
    this.#showKind();
  }

  /**
   * The server's words for when it happened.
   * @param {string} text
   */
  setTime(text) {
    this.time = text;
    this.#showKind();
  }

  /** The first picture of the list. */
  showPhoto() {
    const first = find("[data-photo-list] img[src]", this.form);
    const photo = /** @type {HTMLImageElement} */ (this.#slot("photo"));
    photo.hidden = !first;
    if (first instanceof HTMLImageElement) photo.src = first.dataset.full ?? first.src;
    else photo.removeAttribute("src");
  }

  #showKind() {
    const chosen = find("input[name=category]:checked", this.form);
    const category = chosen?.closest("label")?.textContent?.trim() ?? "";
    this.#slot("kind").textContent = [category, this.time].filter(Boolean).join(" · ");
  }

  /** @param {string} name */
  #slot(name) {
    return must(`[data-slot=${name}]`, this.card);
  }
}

/**
 * Text only: the marks for emphasis and lists are shown by the next step.
 * @param {string} text
 */
function paragraphs(text) {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = part.trim();
      return paragraph;
    });
}
