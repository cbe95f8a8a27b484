/**
 * Moves markers aside that would cover each other or a name, or lie under a button, as little as
 * possible, so that each can be seen and hit: sources never share a cluster, so several markers may
 * stand at one place. What finds no room is left out till the map is moved; the list has it. Pure.
 */

/** @typedef {import("./declutter.js").Box} Box */

/**
 * @typedef {object} Body
 * @property {string} key
 * @property {number} x   its middle, pixels
 * @property {number} y
 * @property {number} size     across, with a little air
 * @property {number} rank     what matters most has the lowest, and is never left out for others
 * @property {number} reach    how far it may be moved: a cluster is nowhere exactly
 * @property {boolean} yields   whether it makes room for names
 */

/** @typedef {Body & {homeX: number, homeY: number}} Moved */

/** WCAG 2.2, 2.5.8: of a target at least so much must be free. */
const LEAST_FREE_PX = 24;
const ROUNDS = 80;

/**
 * @param {Body[]} bodies
 * @param {{names?: Box[], floating?: Box[]}} [fixed]   what stays where it is
 * @returns {Map<string, {dx: number, dy: number}>}   how far each moves; without those left out
 */
export function spread(bodies, { names = [], floating = [] } = {}) {
  // Sorted, so that the same markers always move the same way.
  const moved = [...bodies]
    .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))
    .map((body) => ({ ...body, homeX: body.x, homeY: body.y }));
  for (let round = 0; round < ROUNDS; round++) {
    if (isQuiet(moved, names, floating)) break;
    moved.forEach(holdNear);
  }
  const free = moved.filter((body, index) => isFree(body, moved.slice(0, index), floating));
  return new Map(
    free.map(({ key, x, y, homeX, homeY }) => [key, { dx: x - homeX, dy: y - homeY }]),
  );
}

/**
 * One round of pushing; whether nothing had to be pushed.
 * @param {Moved[]} moved
 * @param {Box[]} names
 * @param {Box[]} floating
 */
function isQuiet(moved, names, floating) {
  let quiet = true;
  for (let i = 0; i < moved.length; i++) {
    for (let j = i + 1; j < moved.length; j++) {
      if (pushApart(moved[i], moved[j], i + j)) quiet = false;
    }
    for (const box of moved[i].yields ? [...names, ...floating] : floating) {
      if (pushOff(moved[i], box)) quiet = false;
    }
  }
  return quiet;
}

/**
 * @param {Moved} a
 * @param {Moved} b
 * @param {number} turn   gives two at the very same place a direction each
 */
function pushApart(a, b, turn) {
  let [dx, dy] = [b.x - a.x, b.y - a.y];
  const distance = Math.hypot(dx, dy);
  const apart = (a.size + b.size) / 2;
  if (distance >= apart - 0.5) return false;
  if (distance < 1) [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  const push = (apart - distance) / 2 / Math.hypot(dx, dy);
  a.x -= dx * push;
  a.y -= dy * push;
  b.x += dx * push;
  b.y += dy * push;
  return true;
}

/**
 * @param {Moved} body
 * @param {Box} box
 */
function pushOff(body, box) {
  const [overX, overY] = overlap(body, box);
  if (overX <= 0.5 || overY <= 0.5) return false;
  // So deep under a panel it cannot come out.
  if (Math.min(overX, overY) > body.reach) return false;
  if (overX < overY) body.x += overX * (body.x < box.x ? -1 : 1);
  else body.y += overY * (body.y < box.y ? -1 : 1);
  return true;
}

/**
 * How far a marker reaches over a box, across and down; negative: how far it is off.
 * @param {Moved} body
 * @param {Box} box
 */
const overlap = (body, box) => [
  (body.size + box.width) / 2 - Math.abs(body.x - box.x),
  (body.size + box.height) / 2 - Math.abs(body.y - box.y),
];

/** @param {Moved} body */
function holdNear(body) {
  const [dx, dy] = [body.x - body.homeX, body.y - body.homeY];
  const distance = Math.hypot(dx, dy);
  if (distance <= body.reach) return;
  body.x = body.homeX + (dx / distance) * body.reach;
  body.y = body.homeY + (dy / distance) * body.reach;
}

/**
 * @param {Moved} body
 * @param {Moved[]} before   those that matter more
 * @param {Box[]} floating
 */
function isFree(body, before, floating) {
  const most = body.size - LEAST_FREE_PX;
  const isUnder = floating.some((box) => overlap(body, box).every((over) => over > most));
  const isCovered = before.some(
    ({ x, y }) => Math.max(Math.abs(x - body.x), Math.abs(y - body.y)) < LEAST_FREE_PX,
  );
  return body.rank === 0 || !(isUnder || isCovered);
}
