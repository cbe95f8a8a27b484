import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bearing,
  boxRound,
  distanceM,
  formatBBox,
  outlinesOnce,
} from "../../static/js/map/geometry.js";

/** @typedef {[number, number]} LonLat */
/** @type {LonLat} */
const KATRINEHOLM = [16.20721, 58.99587];
/** @type {LonLat} */
const VAXJO = [14.80906, 56.87767];

test("Katrineholm to Växjö is 249 km, to the south by west", () => {
  assert.ok(Math.abs(distanceM(KATRINEHOLM, VAXJO) - 249_900) < 1500);
  assert.ok(Math.abs(bearing(KATRINEHOLM, VAXJO) - 200) < 3);
  assert.equal(distanceM(VAXJO, VAXJO), 0);
});

test("the four winds", () => {
  /** @type {[LonLat, number][]} */
  const winds = [
    [[16, 59.1], 0],
    [[16.1, 59], 90],
    [[16, 58.9], 180],
    [[15.9, 59], 270],
  ];
  for (const [to, degrees] of winds) assert.ok(Math.abs(bearing([16, 59], to) - degrees) < 0.1);
});

test("a view in an address has five decimals at most", () => {
  assert.equal(formatBBox([16.123456789, 58.9, 16.3, 59]), "16.12346,58.9,16.3,59");
});

test("the box round points holds them all", () => {
  assert.deepEqual(boxRound([KATRINEHOLM, VAXJO]), [14.80906, 56.87767, 16.20721, 58.99587]);
  assert.equal(boxRound([]), null);
});

test("a border that neighbours share is drawn once", () => {
  /** @type {LonLat[]} */
  const left = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ];
  /** @type {LonLat[]} */
  const right = [
    [1, 0],
    [2, 0],
    [2, 1],
    [1, 1],
    [1, 0],
  ];
  assert.deepEqual(outlinesOnce([left, right]), [left, right.slice(0, 4)]);
});
