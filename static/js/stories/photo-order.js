/** The order of the pictures, which is that of their fields: by buttons, or by dragging; and their pairs. */

import { find, must } from "../lib/dom.js";

export class PhotoOrder {
  /**
   * @param {HTMLElement} list
   * @param {import("../lib/words.js").Words} words
   * @param {{onMove: (said: string) => void}} listener   words for who does not see it move
   */
  constructor(list, words, { onMove }) {
    this.list = list;
    this.words = words;
    this.onMove = onMove;
    /** @type {HTMLElement | null} */
    this.dragged = null;
    list.addEventListener("click", (event) => this.#press(event));
    list.addEventListener("dragstart", (event) => this.#lift(event));
    list.addEventListener("dragover", (event) => this.#pass(event));
    list.addEventListener("dragend", () => this.#lay());
    list.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLTextAreaElement) this.refresh();
    });
    this.refresh();
  }

  get rows() {
    return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".photo-field")]);
  }

  /** After a picture came, went or was described. */
  refresh() {
    const { rows } = this;
    rows.forEach((row, at) => {
      must("[data-move=up]", row).toggleAttribute("disabled", at === 0);
      must("[data-move=down]", row).toggleAttribute("disabled", at === rows.length - 1);
      must("[data-slot=moves]", row).hidden = rows.length < 2;
      must("[data-slot=pair]", row).hidden = rows.length < 2;
      must("[data-drag]", row).draggable = rows.length > 1;
      this.#offer(row, rows);
    });
  }

  /**
   * Every other picture may be the older one of the same view.
   * @param {HTMLElement} row
   * @param {HTMLElement[]} rows
   */
  #offer(row, rows) {
    const select = /** @type {HTMLSelectElement} */ (must("[data-slot=then]", row));
    const chosen = select.value;
    const none = select.options[0];
    const others = rows.flatMap((other, at) => {
      const id = other.dataset.photoId ?? "";
      return other === row || id === "new" ? [] : [new Option(this.#name(other, at), id)];
    });
    select.replaceChildren(none, ...others);
    select.value = others.some(({ value }) => value === chosen) ? chosen : "";
  }

  /**
   * @param {HTMLElement} row
   * @param {number} at
   */
  #name(row, at) {
    const field = /** @type {HTMLTextAreaElement} */ (must("[data-slot=alt]", row));
    const alt = field.value.trim().slice(0, 40);
    return this.words.say(alt ? "choice" : "choice_undescribed", { n: String(at + 1), alt });
  }

  /** @param {MouseEvent} event */
  #press(event) {
    const button = /** @type {HTMLButtonElement | null} */ (
      /** @type {Element} */ (event.target).closest("[data-move]")
    );
    const row = /** @type {HTMLElement | null} */ (button?.closest(".photo-field") ?? null);
    if (!button || !row) return;
    event.preventDefault();
    if (button.dataset.move === "up") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    this.#tell(row);
    const other = find(`[data-move]:not([disabled])`, row);
    (button.disabled ? other : button)?.focus();
  }

  /** @param {DragEvent} event */
  #lift(event) {
    const { target } = event; // a text node, where selected text is dragged
    const held = target instanceof Element ? target.closest("[data-drag]") : null;
    const row = /** @type {HTMLElement | null} */ (held?.closest(".photo-field") ?? null);
    if (!row || !event.dataTransfer) return;
    this.dragged = row;
    event.dataTransfer.effectAllowed = "move";
    row.classList.add("is-dragged");
  }

  /** @param {DragEvent} event */
  #pass(event) {
    if (!this.dragged) return; // a file from outside is no row of ours
    event.preventDefault();
    const over = /** @type {Element} */ (event.target).closest(".photo-field");
    if (!over || over === this.dragged) return;
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(this.dragged);
    else over.after(this.dragged);
  }

  #lay() {
    const row = this.dragged;
    this.dragged = null;
    row?.classList.remove("is-dragged");
    if (row) this.#tell(row);
  }

  /** @param {HTMLElement} row */
  #tell(row) {
    this.refresh();
    const { rows } = this;
    const values = { n: String(rows.indexOf(row) + 1), most: String(rows.length) };
    this.onMove(this.words.say("moved", values));
  }
}
