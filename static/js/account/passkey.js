/** Making a passkey, and coming in with one. */

import { find } from "../lib/dom.js";
import { readData } from "../lib/page_data.js";
import { postJson } from "../lib/request.js";

const words = readData("passkey-words");

/** Passkeys are for names: a page at a bare number, as when trying things out, has none. */
const isNumber = /^[\d.]+$|:/.test(location.hostname);

if (window.PublicKeyCredential && !isNumber) {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const box = /** @type {HTMLElement} */ (place);
    box.hidden = false;
    find("button", box)?.addEventListener("click", () => run(box));
  }
}

/** @param {HTMLElement} box */
async function run(box) {
  const { passkey: act, offer = "", take = "", csrf = "" } = box.dataset;
  complain(box, "");
  try {
    const options = await postJson(offer, {}, { csrf });
    if (options.next) return location.assign(options.next); // it was long ago that they signed in
    const key = act === "make" ? await make(options) : await use(options);
    if (!key) throw new Error("no passkey");
    const said = act === "make" ? { key, name: deviceName() } : key;
    const { next } = await postJson(take, said, { csrf });
    location.assign(next);
  } catch (error) {
    const isKnown = error instanceof DOMException && error.name === "InvalidStateError";
    complain(box, isKnown ? words.known : words.failed);
  }
}

/**
 * @param {HTMLElement} box
 * @param {string} sentence
 */
function complain(box, sentence) {
  const place = find("[data-passkey-error]", box);
  if (!place) return;
  place.textContent = sentence;
  place.hidden = !sentence;
}

/** @param {any} options as the server sends them: bytes are base64url */
async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: (options.excludeCredentials ?? []).map(withBytes),
    },
  });
  if (!(made instanceof PublicKeyCredential)) return null;
  const response = /** @type {AuthenticatorAttestationResponse} */ (made.response);
  return {
    ...named(made),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
    },
  };
}

/** @param {any} options */
async function use(options) {
  const shown = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      allowCredentials: (options.allowCredentials ?? []).map(withBytes),
    },
  });
  if (!(shown instanceof PublicKeyCredential)) return null;
  const response = /** @type {AuthenticatorAssertionResponse} */ (shown.response);
  return {
    ...named(shown),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle ? toText(response.userHandle) : null,
    },
  };
}

/** @param {PublicKeyCredential} key */
const named = (key) => ({
  id: key.id,
  rawId: key.id,
  type: key.type,
  clientExtensionResults: key.getClientExtensionResults(),
});

/** @param {any} each */
const withBytes = (each) => ({ ...each, id: toBytes(each.id) });

/** What the list calls this device: its system, no finer. */
function deviceName() {
  const systems = ["iPhone", "iPad", "Android", "Windows", "Mac", "CrOS", "Linux"];
  return systems.find((name) => navigator.userAgent.includes(name)) ?? "";
}

/** @param {string} text */
function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} bytes */
function toText(bytes) {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
