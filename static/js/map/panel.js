/** Search, tabs and chips: links and a form of the server's, followed without leaving the page. */

import { find, must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { readAddress, writeListAddress } from "./address.js";

/** @typedef {import("./address.js").Address} Address */
/** @typedef {import("./address.js").Filters} Filters */

export class Panel {
  /**
   * @param {Address} address
   * @param {{filter: (filters: Filters) => void, search: (q: string) => void, sort: () => void}} on
   */
  constructor(address, on) {
    this.address = address;
    this.on = on;
    this.sortBox = /** @type {HTMLSelectElement | null} */ (find("#sort"));
    this.asList = /** @type {HTMLAnchorElement} */ (must("#as-list"));
    this.search = /** @type {HTMLFormElement} */ (must('form[role="search"]'));
    this.search.addEventListener("submit", (event) => this.#submit(event));
    this.sortBox?.addEventListener("change", () => this.on.sort());
    const filters = find("[data-filters]");
    filters?.addEventListener("click", () => {
      const isOpen = must(".map-filters").classList.toggle("is-open");
      filters.setAttribute("aria-expanded", String(isOpen));
    });
    for (const link of this.#links()) {
      link.addEventListener("click", (event) => this.#click(event, link));
    }
  }

  get isNearestFirst() {
    return this.sortBox ? this.sortBox.value === "nearest" : true;
  }

  sortNearest() {
    if (this.sortBox) this.sortBox.value = "nearest";
  }

  /**
   * Show the state: which tab and chip are on, and where the list page is.
   * @param {Address} address
   */
  follow(address) {
    this.address = address;
    for (const link of this.#links()) {
      const own = readAddress(link.search);
      const isTab = link.closest(".tabs") !== null;
      const isOn = own.tab === address.tab && (isTab || sameFilter(own, address));
      if (isOn) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll("[data-tab]")
    )) {
      group.hidden = group.dataset.tab !== address.tab;
    }
    const order = this.sortBox?.options[0];
    if (order) order.textContent = order.dataset[address.tab] ?? "";
    const input = /** @type {HTMLInputElement} */ (this.search.elements.namedItem("q"));
    if (document.activeElement !== input) input.value = address.q;
    const { urls } = readData("page-data");
    const page = address.tab === "natur" ? urls.places : urls.stories;
    this.asList.href = page + writeListAddress(address);
  }

  /** @returns {NodeListOf<HTMLAnchorElement>} */
  #links() {
    return document.querySelectorAll(".map-filters a[href]");
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    this.on.search(String(new FormData(this.search).get("q") ?? "").trim());
  }

  /**
   * @param {MouseEvent} event
   * @param {HTMLAnchorElement} link
   */
  #click(event, link) {
    // With a modifier the visitor wants another tab or window of the browser.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { tab, category, kind } = readAddress(link.search);
    this.on.filter({ tab, category, kind, q: this.address.q });
  }
}

/**
 * @param {Filters} a
 * @param {Filters} b
 */
const sameFilter = (a, b) => a.category === b.category && a.kind === b.kind;
