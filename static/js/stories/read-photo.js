/** What a picture says of itself: where and when it was taken, and whether from the air. Read here, sent nowhere. */

const HEAD_BYTES = 1 << 20;
const FLIES = /^(dji|parrot|autel|skydio|yuneec|sensefly|hubsan|fimi)/i;
const IN_XMP = /drone-dji|drone-parrot|FlightYawDegree|GimbalYawDegree|RelativeAltitude/;

/** @typedef {{point: [number, number] | null, taken: string, isAerial: boolean}} Said */

/** @type {Promise<any> | null} */
let reader = null;

/**
 * Loads the reader when the first picture is chosen; it is much code for those who choose none.
 * @param {string} url
 */
function loadReader(url) {
  reader ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.nonce = document.querySelector("script")?.nonce ?? "";
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).ExifReader));
    script.addEventListener("error", reject);
    script.src = url;
    document.head.append(script);
  });
  return reader;
}

/**
 * Longitude and latitude, the day as 1987-06-20; nothing of what is not there or cannot be read.
 * @param {Blob} file
 * @param {string} url   of the reader
 * @returns {Promise<Said>}
 */
export async function readPhoto(file, url) {
  try {
    const library = await loadReader(url);
    const head = await file.slice(0, HEAD_BYTES).arrayBuffer();
    return understand(library.load(head, { expanded: true, includeUnknown: false }));
  } catch {
    return { point: null, taken: "", isAerial: false };
  }
}

/**
 * @param {any} tags   as ExifReader groups them
 * @returns {Said}
 */
export function understand({ gps, exif, xmp }) {
  const flies = FLIES.test(words(exif?.Make)) && !/^(dji )?(osmo|pocket)/i.test(words(exif?.Model));
  return {
    point: pointOf(gps?.Longitude, gps?.Latitude),
    taken: dayOf(words(exif?.DateTimeOriginal) || words(exif?.DateTimeDigitized)),
    isAerial: flies || IN_XMP.test(xmp?._raw ?? ""),
  };
}

/** @param {any} tag */
const words = (tag) => String(tag?.description ?? "").trim();

/**
 * @param {unknown} lon
 * @param {unknown} lat
 * @returns {[number, number] | null}
 */
function pointOf(lon, lat) {
  if (typeof lon !== "number" || typeof lat !== "number") return null;
  const isThere = Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lat) < 90;
  return isThere && (lon !== 0 || lat !== 0) ? [lon, lat] : null;
}

/** @param {string} text   2019:07:14 12:00:00 */
function dayOf(text) {
  const [, year, month, day] = /^(\d{4})[:-](\d\d)[:-](\d\d)/.exec(text) ?? [];
  return Number(year) > 1800 && Number(month) && Number(day) ? `${year}-${month}-${day}` : "";
}
