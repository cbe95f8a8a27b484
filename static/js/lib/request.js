/** Requests to our own server. */

/** The server could not be reached, or did not answer with what was asked for. */
export class RequestFailed extends Error {
  /**
   * @param {string} message
   * @param {any} [problem]   the problem+json of the answer, if it had one
   */
  constructor(message, problem) {
    super(message);
    this.problem = problem;
  }
}

/**
 * @param {string} url
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any>}
 */
export const getJson = (url, { signal } = {}) =>
  ask(url, { signal, headers: { Accept: "application/json" } });

/**
 * @param {string} url
 * @param {object} body
 * @param {{csrf: string, signal?: AbortSignal}} options
 * @returns {Promise<any>}
 */
export const postJson = (url, body, { csrf, signal }) =>
  ask(url, {
    method: "POST",
    signal,
    body: JSON.stringify(body),
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": csrf,
    },
  });

/**
 * @param {string} url
 * @param {RequestInit} init
 */
async function ask(url, init) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { ...init, credentials: "same-origin" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestFailed(String(error));
  }
  const isJson = response.headers.get("content-type")?.includes("json");
  const body = isJson ? await response.json() : null;
  if (!response.ok || !isJson) throw new RequestFailed(`${response.status} from ${url}`, body);
  return body;
}
