/** Search, tabs and chips: links and a form of the server's, followed without leaving the page. */

import { find, must } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { chosen, countOf, readAddress, writeListAddress } from "./address.js";

/** @typedef {import("./address.js").Address} Address */
/** @typedef {import("./address.js").Filters} Filters */

export class Panel {
  /**
   * @param {Address} address
   * @param {{filter: (filters: Partial<Filters>) => void, search: (q: string) => void, sort: () => void}} on
   */
  constructor(address, on) {
    this.address = address;
    this.on = on;
    this.sortBox = /** @type {HTMLSelectElement | null} */ (find("#sort"));
    this.asList = /** @type {HTMLAnchorElement} */ (must("#as-list"));
    this.search = /** @type {HTMLFormElement} */ (must('form[role="search"]'));
    this.search.addEventListener("submit", (event) => this.#submit(event));
    this.form = /** @type {HTMLFormElement} */ (must("[data-story-filters]"));
    this.form.addEventListener("change", () => this.#choose());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#choose();
    });
    this.sortBox?.addEventListener("change", () => {
      this.#choose();
      this.on.sort();
    });
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
    this.#fill(address);
    this.#order(address.tab);
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

  /**
   * Only the orders that this tab knows, in its words; where the chosen one is none, the first.
   * @param {import("./address.js").Tab} tab
   */
  #order(tab) {
    for (const option of this.sortBox?.options ?? []) {
      option.hidden = option.dataset.tab !== undefined && option.dataset.tab !== tab;
      // Safari shows what is hidden.
      option.disabled = option.hidden;
      option.textContent = option.dataset[tab] ?? option.textContent;
    }
    if (this.sortBox?.selectedOptions[0]?.hidden) this.sortBox.selectedIndex = 0;
  }

  /** What the form says, and what the address has that the form does not know. */
  #choose() {
    const { berattare, punkt, inom } = this.address.more;
    const given = chosen(new FormData(this.form));
    const kept = { berattare, punkt, inom, ordning: this.sortBox?.value ?? "" };
    const pairs = Object.entries({ ...given, ...kept }).filter(([, value]) => value);
    this.on.filter({ more: Object.fromEntries(pairs) });
  }

  /**
   * Put what the address says into the form: it may have come by the back button.
   * @param {Address} address
   */
  #fill(address) {
    for (const control of this.form.elements) {
      if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) continue;
      if (!control.name || control.type === "hidden" || control === document.activeElement)
        continue;
      const value = address.more[control.name] ?? (control === this.sortBox ? usual(address) : "");
      if (control instanceof HTMLInputElement && /radio|checkbox/.test(control.type)) {
        control.checked = control.value === value;
      } else {
        control.value = value;
        if (control === this.sortBox && !control.value) this.sortBox.selectedIndex = 0;
      }
    }
    this.form.dispatchEvent(new CustomEvent("filled"));
    const count = countOf(address);
    must("[data-filter-count]").textContent = count ? String(count) : "";
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
    this.on.filter({ tab, category, kind });
  }
}

/**
 * The order where none is chosen: from the point that is named, if one is.
 * @param {Filters} filters
 */
const usual = ({ more }) => (more.punkt ? "nearest" : "");

/**
 * @param {Filters} a
 * @param {Filters} b
 */
const sameFilter = (a, b) => a.category === b.category && a.kind === b.kind;
