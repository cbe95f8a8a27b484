/** Making a picture as small as a screen needs it, before it is sent: in the browser, upright. */

const QUALITY = 0.88;
const UNSHRUNK = /\.(heic|heif)$|^image\/hei[cf]/i;

/**
 * The picture with its longest edge at most so long, as JPEG without anything but pixels. The file
 * itself when it is small enough, when it is HEIC, or when this browser cannot draw it.
 * @param {File} file
 * @param {number} edge   pixels
 * @returns {Promise<Blob>}
 */
export async function shrink(file, edge) {
  if (UNSHRUNK.test(file.type) || UNSHRUNK.test(file.name)) return file;
  try {
    return await drawSmaller(file, edge);
  } catch {
    return file; // no canvas, no memory for it, or a picture that only the server can read
  }
}

/**
 * @param {File} file
 * @param {number} edge
 */
async function drawSmaller(file, edge) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const { width, height } = fit(picture.width, picture.height, edge);
  if (width === picture.width) return file;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) return file;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await encode(canvas);
  canvas.width = canvas.height = 0; // phones give the memory back at once
  return blob ?? file;
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} edge
 */
export function fit(width, height, edge) {
  const scale = Math.min(1, edge / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob | null>}
 */
const encode = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
