/** Keeps words on the map from lying over each other. Pure. */

/** @typedef {{x: number, y: number, width: number, height: number}} Box   centre and size, pixels */

const AIR_PX = 6;

/**
 * Which boxes to show, the first ones first, so that none lies over another.
 * @param {Box[]} boxes
 * @param {(index: number) => boolean} isWanted
 */
export function declutter(boxes, isWanted) {
  /** @type {Box[]} */
  const taken = [];
  return boxes.map((box, index) => {
    const free = isWanted(index) && !taken.some((other) => overlap(box, other));
    if (free) taken.push(box);
    return free;
  });
}

/**
 * @param {Box} a
 * @param {Box} b
 */
const overlap = (a, b) =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 + AIR_PX &&
  Math.abs(a.y - b.y) < (a.height + b.height) / 2 + AIR_PX;
