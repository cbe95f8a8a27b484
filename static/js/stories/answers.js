/**
 * Thanking and answering without leaving the page. A reader who has left nothing behind has no cookie
 * yet, and so no form here: the link to the form's own page is taken for the form itself.
 */

import { find } from "../lib/dom.js";

for (const link of document.querySelectorAll("a[data-form-of]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    void open(/** @type {HTMLAnchorElement} */ (link));
  });
}

/** @param {HTMLAnchorElement} link */
async function open(link) {
  const form = await fetchForm(link.href, link.dataset.formOf ?? "").catch(() => null);
  if (!form) {
    location.assign(link.href);
    return;
  }
  link.replaceWith(form);
  if ("send" in link.dataset) form.requestSubmit();
  else find("textarea", form)?.focus();
}

/**
 * The form of our own page, as the server wrote it.
 * @param {string} url
 * @param {string} name
 */
async function fetchForm(url, name) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector(`form[data-form="${name}"]`);
  return form instanceof HTMLFormElement ? document.importNode(form, true) : null;
}
