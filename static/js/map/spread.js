/**
 * Moves markers aside that would cover each other or a name, or lie under a button, as little as
 * possible, so that each can be seen and hit. Sources never share a cluster, so at one place several markers may stand. Pure.
 */

/** @typedef {{key: string, x: number, y: number, yields: boolean}} Body   centre of a marker, in
 *  pixels; whether it makes room for names */
/** @typedef {import("./declutter.js").Box} Box */

/** A marker's hit area is 44 pixels; two more keep the rings apart. */
const APART_PX = 46;
/** Farther from its place a marker would point at something else. */
const FARTHEST_PX = 52;
const ROUNDS = 80;

/**
 * @param {Body[]} bodies
 * @param {{names?: Box[], floating?: Box[]}} [fixed]   what stays where it is
 * @returns {Map<string, {dx: number, dy: number}>}   how far each one moves
 */
export function spread(bodies, { names = [], floating = [] } = {}) {
  // Sorted, so that the same markers always move the same way.
  const moved = [...bodies]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((body) => ({ ...body, homeX: body.x, homeY: body.y }));
  for (let round = 0; round < ROUNDS; round++) {
    let isQuiet = true;
    for (let i = 0; i < moved.length; i++) {
      for (let j = i + 1; j < moved.length; j++) {
        if (pushApart(moved[i], moved[j], i + j)) isQuiet = false;
      }
      for (const box of moved[i].yields ? [...names, ...floating] : floating) {
        if (pushOff(moved[i], box)) isQuiet = false;
      }
    }
    moved.forEach(holdNear);
    if (isQuiet) break;
  }
  return new Map(
    moved.map(({ key, x, y, homeX, homeY }) => [key, { dx: x - homeX, dy: y - homeY }]),
  );
}

/**
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 * @param {number} turn   gives two at the very same place a direction each
 */
function pushApart(a, b, turn) {
  let [dx, dy] = [b.x - a.x, b.y - a.y];
  const distance = Math.hypot(dx, dy);
  if (distance >= APART_PX - 0.5) return false;
  if (distance < 1) [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  const length = Math.hypot(dx, dy);
  const push = (APART_PX - distance) / 2 / length;
  a.x -= dx * push;
  a.y -= dy * push;
  b.x += dx * push;
  b.y += dy * push;
  return true;
}

/**
 * @param {{x: number, y: number}} body
 * @param {Box} box
 */
function pushOff(body, box) {
  const [dx, dy] = [body.x - box.x, body.y - box.y];
  const overX = (APART_PX + box.width) / 2 - Math.abs(dx);
  const overY = (APART_PX + box.height) / 2 - Math.abs(dy);
  if (overX <= 0.5 || overY <= 0.5) return false;
  // Deep under a panel it stays hidden; half out it would be a target too small to hit.
  if (Math.min(overX, overY) > FARTHEST_PX) return false;
  if (overX < overY) body.x += overX * (dx < 0 ? -1 : 1);
  else body.y += overY * (dy < 0 ? -1 : 1);
  return true;
}

/** @param {{x: number, y: number, homeX: number, homeY: number}} body */
function holdNear(body) {
  const [dx, dy] = [body.x - body.homeX, body.y - body.homeY];
  const distance = Math.hypot(dx, dy);
  if (distance <= FARTHEST_PX) return;
  body.x = body.homeX + (dx / distance) * FARTHEST_PX;
  body.y = body.homeY + (dy / distance) * FARTHEST_PX;
}
