/** Sending a file in parts: what broke off goes on, by the same key, where the server has got to. */

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const TRY_AGAIN = [408, 425, 502, 503, 504];

/**
 * @typedef {object} Way
 * @property {string} url        where uploads of the draft begin
 * @property {string} csrf
 * @property {number} partBytes
 * @property {AbortSignal} signal
 * @property {(part: number) => void} onProgress   part from 0 to 1
 * @property {(isWaiting: boolean) => void} [onWaiting]   the line broke, or is there again
 */

/** The server said no, in words of its own where it had some. */
export class UploadRefused extends Error {}

/** A new upload's key: a random UUID, also where the page came without TLS. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Sends it all and answers what the server made of it. Goes on for as long as the line is away;
 * throws UploadRefused, or an AbortError when it was cancelled.
 * @param {Blob} file
 * @param {{key: string, kind: "photo" | "sound", isAerial?: boolean}} about
 * @param {Way} way
 * @returns {Promise<any>}
 */
export async function sendInParts(file, { key, kind, isAerial = false }, way) {
  const own = `${way.url}/${key}`;
  const json = { "Content-Type": "application/json" };
  const said = JSON.stringify({ key, kind, size: file.size, is_aerial: isAerial });
  let { received, is_done: isDone } = await persist("POST", way.url, said, json, way);
  while (!isDone && received < file.size) {
    way.onProgress(received / file.size);
    const part = await readPart(file, received, way.partBytes);
    ({ received } = await persist("PUT", own, part, { "Upload-Offset": String(received) }, way));
  }
  way.onProgress(1);
  return persist("POST", `${own}/klar`, "", {}, way);
}

/**
 * Lets the server forget what has come of a cancelled upload; should it not hear, its sweeper does.
 * @param {string} key
 * @param {{url: string, csrf: string}} way
 */
export const forgetUpload = (key, { url, csrf }) =>
  fetch(`${url}/${key}`, { method: "DELETE", headers: headersFor(csrf) }).catch(() => undefined);

/**
 * A file that was changed or moved since it was chosen cannot be read any more.
 * @param {Blob} file
 * @param {number} from
 * @param {number} length
 */
async function readPart(file, from, length) {
  try {
    return await file.slice(from, from + length).arrayBuffer();
  } catch {
    throw new UploadRefused("");
  }
}

/**
 * @param {string} method
 * @param {string} url
 * @param {BodyInit} body
 * @param {Record<string, string>} more
 * @param {Way} way
 * @returns {Promise<any>}
 */
async function persist(method, url, body, more, way) {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const answer = await ask(method, url, body, { ...headersFor(way.csrf), ...more }, way.signal);
    way.onWaiting?.(!answer);
    if (answer) return answer;
    await rest(pause * (1 + Math.random() / 2), way.signal);
  }
}

/**
 * The server's JSON; null when it is worth while to ask again.
 * @param {string} method
 * @param {string} url
 * @param {BodyInit} body
 * @param {Record<string, string>} headers
 * @param {AbortSignal} signal
 */
async function ask(method, url, body, headers, signal) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { method, body, headers, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
  if (TRY_AGAIN.includes(response.status)) return null;
  const answer = await response.json().catch(() => null);
  const goesOnElsewhere = response.status === 409 && answer?.received >= 0;
  if (!response.ok && !goesOnElsewhere) throw new UploadRefused(answer?.title ?? "");
  return answer;
}

/** @param {string} csrf */
const headersFor = (csrf) => ({ Accept: "application/json", "X-CSRFToken": csrf });

/**
 * A pause that ends early when the line is back, and with an error when it is all called off.
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function rest(ms, signal) {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const end = () => {
      clearTimeout(timer);
      done.abort();
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    globalThis.addEventListener?.("online", end, { signal: done.signal });
    signal.addEventListener("abort", end, { signal: done.signal });
  });
}
