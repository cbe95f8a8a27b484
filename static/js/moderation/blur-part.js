/** Which part of a picture is blurred: drawn on it with the pointer, or typed; each shows the other. */

const EDGES = ["left", "top", "wide", "high"];

/** @param {Element | null} target */
const formOf = (target) => /** @type {HTMLFormElement | null} */ (target?.closest("[data-change]"));

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {HTMLFormElement} form */
function show(form) {
  const chosen = field(form, "picture")?.value;
  for (const canvas of form.querySelectorAll("[data-canvas]")) {
    if (!(canvas instanceof HTMLElement)) continue;
    canvas.hidden = canvas.dataset.canvas !== chosen;
    const box = canvas.querySelector("span");
    if (!box) continue;
    const [left, top, wide, high] = EDGES.map((name) => Number(field(form, name).value) || 0);
    Object.assign(box.style, {
      left: `${left}%`,
      top: `${top}%`,
      width: `${wide}%`,
      height: `${high}%`,
    });
  }
}

/**
 * @param {HTMLElement} canvas
 * @param {PointerEvent} event
 */
function place(canvas, event) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const percent = (/** @type {number} */ part) =>
    Math.min(100, Math.max(0, Math.round(part * 100)));
  return [percent((event.clientX - left) / width), percent((event.clientY - top) / height)];
}

/** @param {PointerEvent} down */
function draw(down) {
  const target = /** @type {Element} */ (down.target);
  const canvas = /** @type {HTMLElement | null} */ (target.closest("[data-canvas]"));
  const form = formOf(canvas);
  if (!canvas || !form || down.button) return;
  down.preventDefault();
  const [x, y] = place(canvas, down);
  canvas.setPointerCapture(down.pointerId);
  const move = (/** @type {PointerEvent} */ event) => {
    const [x2, y2] = place(canvas, event);
    const part = [Math.min(x, x2), Math.min(y, y2), Math.abs(x2 - x), Math.abs(y2 - y)];
    EDGES.forEach((name, n) => {
      field(form, name).value = String(part[n]);
    });
    show(form);
  };
  canvas.addEventListener("pointermove", move);
  const stop = () => canvas.removeEventListener("pointermove", move);
  canvas.addEventListener("pointerup", stop, { once: true });
  canvas.addEventListener("pointercancel", stop, { once: true });
}

/** Listens for any case that is put in place later too. */
export function startBlurring() {
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = formOf(/** @type {Element} */ (event.target));
      if (form) show(form);
    });
  }
  document.addEventListener("pointerdown", draw);
  const form = document.querySelector("[data-change]");
  if (form instanceof HTMLFormElement) show(form);
}
