/** Pictures that were chosen and have not arrived: kept in the browser from step to step, and after a reload. */

const NAME = "geostories-photos";
const TABLE = "waiting";
const HANDED = "geostories-photos-handed";
const HOUR_MS = 3_600_000;
const KEEP_MS = 24 * HOUR_MS;

/**
 * @typedef {object} Waiting
 * @property {string} key      the upload's
 * @property {string} story    its draft; empty until there is one
 * @property {string} batch    of those chosen together in the first step
 * @property {number} at
 * @property {number} order
 * @property {File} file
 * @property {string} taken
 * @property {boolean} isAerial
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  const asked = indexedDB.open(NAME, 1);
  asked.addEventListener("upgradeneeded", () =>
    asked.result.createObjectStore(TABLE, { keyPath: "key" }),
  );
  return settled(asked);
}

/**
 * @template T
 * @param {IDBRequest<T>} asked
 * @returns {Promise<T>}
 */
const settled = (asked) =>
  new Promise((resolve, reject) => {
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(asked.error));
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(table: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function inTable(mode, act) {
  const database = await open();
  try {
    return await settled(act(database.transaction(TABLE, mode).objectStore(TABLE)));
  } finally {
    database.close();
  }
}

/**
 * Keeps one. A browser that has no room, or keeps nothing, is no fault: it is sent all the same.
 * @param {Waiting} waiting
 * @returns {Promise<boolean>}
 */
export const keep = (waiting) =>
  inTable("readwrite", (table) => table.put(waiting)).then(
    () => true,
    () => false,
  );

/** @param {string} key */
export const drop = (key) =>
  inTable("readwrite", (table) => table.delete(key)).catch(() => undefined);

/** @returns {Promise<Waiting[]>} */
const list = () => inTable("readonly", (table) => table.getAll()).catch(() => []);

/** Whoever begins anew, perhaps another person at the same computer, finds nothing chosen. */
export async function clearUnbound() {
  sessionStorage.removeItem(HANDED);
  for (const { key, story } of await list()) if (!story) await drop(key);
}

/**
 * The first step hands a batch to the page that follows, and to no other.
 * @param {string} batch
 */
export const handOver = (batch) => sessionStorage.setItem(HANDED, batch);

/**
 * What waits for this draft: what was under way when the page was left, and what was handed over.
 * @param {string} story
 * @returns {Promise<Waiting[]>}
 */
export async function takeOver(story) {
  const batch = sessionStorage.getItem(HANDED);
  sessionStorage.removeItem(HANDED);
  const own = [];
  for (const waiting of await list()) {
    const age = Date.now() - waiting.at;
    if (waiting.story === story && age < KEEP_MS) own.push(waiting);
    else if (!waiting.story && waiting.batch === batch && age < HOUR_MS) {
      own.push({ ...waiting, story });
      await keep({ ...waiting, story });
    } else if (age > KEEP_MS) await drop(waiting.key);
  }
  return own.sort((one, other) => one.at - other.at || one.order - other.order);
}
