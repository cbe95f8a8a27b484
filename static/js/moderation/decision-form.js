/** The form of a decision: choice, reason, message and button agree with each other. */

import { find, must } from "../lib/dom.js";
import { composeMessage } from "./message.js";

const NO_REASON = "none";
const WITHOUT_REASON = new Set(["restore", "dismiss", "correct", "forward", "uphold"]);

/**
 * @typedef {object} Decision
 * @property {(key: string) => boolean} choose   by the key of the choice; false when there is none
 * @property {(number: number) => boolean} number  a reason, or a unit, by its place in the row, from 1
 * @property {() => void} confirm
 */

/**
 * @param {HTMLFormElement} form
 * @param {import("./message.js").Parts} parts
 * @returns {Decision}
 */
export function startForm(form, parts) {
  const fill = createFilling(form, parts);
  const show = createButton(form);
  form.addEventListener("change", (event) => {
    const { name } = /** @type {HTMLInputElement} */ (event.target);
    if (name === "message") return;
    if (name === "template") insertText(form);
    if (name === "action") followAction(form);
    if (name === "ground") followGround(form);
    fill();
    show();
  });
  fill();
  show();
  return {
    choose(key) {
      const choice = find(`input[name=action][data-key=${CSS.escape(key)}]`, form);
      choice?.click();
      choice?.focus();
      return Boolean(choice);
    },
    number: (number) => chooseUnit(form, number) || chooseReason(form, number),
    confirm: () => form.requestSubmit(),
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {number} number
 */
function chooseReason(form, number) {
  const chips = [...form.querySelectorAll("input[name=ground]")].filter(
    (chip) => /** @type {HTMLInputElement} */ (chip).value !== NO_REASON,
  );
  const chip = /** @type {HTMLInputElement | undefined} */ (chips[number - 1]);
  if (chip?.closest("[hidden]")) return false;
  chip?.click();
  chip?.focus();
  return Boolean(chip);
}

/**
 * Where it is passed on to, once that is what is decided.
 * @param {HTMLFormElement} form
 * @param {number} number
 */
function chooseUnit(form, number) {
  const units = /** @type {HTMLSelectElement | null} */ (find("select[name=unit]", form));
  if (!units || units.closest("[hidden]") || number >= units.options.length) return false;
  units.selectedIndex = number;
  units.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const checked = (form, name) =>
  /** @type {HTMLInputElement | null} */ (find(`input[name=${name}]:checked`, form));

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
const option = (form, name, value) =>
  /** @type {HTMLInputElement | null} */ (find(`input[name=${name}][value=${value}]`, form));

/**
 * The text that was chosen takes the message's place, and its decision is made the choice.
 * @param {HTMLFormElement} form
 */
function insertText(form) {
  const texts = /** @type {HTMLSelectElement} */ (must("select[data-texts]", form));
  const { text, action } = texts.selectedOptions[0]?.dataset ?? {};
  if (!text) return;
  if (action) option(form, "action", action)?.click();
  /** @type {HTMLTextAreaElement} */ (must("textarea[name=message]", form)).value = text;
}

/**
 * A publishing has no reason, and nothing else has none.
 * @param {HTMLFormElement} form
 */
function followAction(form) {
  const none = option(form, "ground", NO_REASON);
  if (none) none.checked = checked(form, "action")?.value === "publish";
}

/**
 * Who gives a reason does not publish.
 * @param {HTMLFormElement} form
 */
function followGround(form) {
  const publish = option(form, "action", "publish");
  if (!publish) return;
  if (checked(form, "ground")?.value === NO_REASON) publish.checked = true;
  else if (publish.checked) must("input[value=request_changes]", form).click();
}

/**
 * Fills in a text for what is chosen, but never over what somebody wrote.
 * @param {HTMLFormElement} form
 * @param {import("./message.js").Parts} parts
 */
function createFilling(form, parts) {
  const message = /** @type {HTMLTextAreaElement} */ (must("textarea[name=message]", form));
  let filled = "";
  return () => {
    if (message.value.trim() && message.value !== filled) return;
    const [action, ground] = ["action", "ground"].map((name) => checked(form, name)?.value ?? "");
    filled = composeMessage(parts, action, ground);
    message.value = filled;
  };
}

/**
 * The button says what it does; only what the decision needs is asked for.
 * @param {HTMLFormElement} form
 */
function createButton(form) {
  const words = must("[data-confirm] span", form);
  const neutral = words.textContent ?? "";
  return () => {
    const action = checked(form, "action");
    words.textContent = action?.dataset.submit ?? neutral;
    const ground = checked(form, "ground")?.value;
    shows(form, "[data-law-part]", ground === "illegal");
    shows(form, "[data-unit-part]", action?.value === "forward");
    shows(form, "[data-reasons]", !(action && WITHOUT_REASON.has(action.value)));
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {string} parts
 * @param {boolean} wanted
 */
function shows(form, parts, wanted) {
  for (const part of form.querySelectorAll(parts)) part.toggleAttribute("hidden", !wanted);
}
