/** Sending a form's files with their progress, which fetch cannot tell. */

/**
 * Sends a form with all its files. Answers the server's JSON, also when it refused; null when there was no
 * answer.
 * @param {string} url
 * @param {FormData} body
 * @param {{onProgress: (part: number) => void}} options   part from 0 to 1
 * @returns {Promise<any>}
 */
export function sendForm(url, body, { onProgress }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("load", () => resolve(readJson(request.responseText)));
    for (const end of ["error", "abort", "timeout"])
      request.addEventListener(end, () => resolve(null));
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
}

/** @param {string} text */
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
