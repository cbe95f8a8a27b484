/** Sending files with their progress, which fetch cannot tell. */

/**
 * Sends one file. Answers the server's JSON, also when it refused; null when there was no answer.
 * @param {string} url
 * @param {string} field
 * @param {File} file
 * @param {{csrf: string, onProgress: (part: number) => void}} options   part from 0 to 1
 * @returns {Promise<any>}
 */
export function sendFile(url, field, file, { csrf, onProgress }) {
  const body = new FormData();
  body.append(field, file);
  return sendForm(url, body, { csrf, onProgress });
}

/**
 * Sends a form with all its files. Answers as sendFile; a form that carries its token needs no csrf.
 * @param {string} url
 * @param {FormData} body
 * @param {{csrf?: string, onProgress: (part: number) => void}} options
 * @returns {Promise<any>}
 */
export function sendForm(url, body, { csrf, onProgress }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("load", () => resolve(readJson(request.responseText)));
    for (const end of ["error", "abort", "timeout"])
      request.addEventListener(end, () => resolve(null));
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    if (csrf) request.setRequestHeader("X-CSRFToken", csrf);
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
