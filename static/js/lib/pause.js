/** Waiting for a pause, so that something that goes on and on is answered once. Pure. */

/**
 * A function that does the thing when it has not been called for so long.
 * @param {() => void} action
 * @param {number} ms
 */
export function afterPause(action, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(action, ms);
  };
}
