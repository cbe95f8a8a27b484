import assert from "node:assert/strict";
import { test } from "node:test";
import { declutter } from "../../static/js/map/declutter.js";
import { spread } from "../../static/js/map/spread.js";

/** @typedef {import("../../static/js/map/spread.js").Body} Body */

/**
 * @param {Body[]} bodies
 * @param {Parameters<typeof spread>[1]} [fixed]
 */
function moved(bodies, fixed) {
  const by = spread(bodies, fixed);
  return bodies.map(({ key, x, y }) => {
    const { dx, dy } = /** @type {{dx: number, dy: number}} */ (by.get(key));
    return { x: x + dx, y: y + dy };
  });
}

test("markers with room stay where they are", () => {
  const bodies = [
    { key: "a", x: 0, y: 0, yields: true },
    { key: "b", x: 60, y: 0, yields: true },
  ];
  assert.deepEqual(
    moved(bodies),
    bodies.map(({ x, y }) => ({ x, y })),
  );
});

test("four at one place can each be hit", () => {
  const there = moved(["a", "b", "c", "d"].map((key) => ({ key, x: 100, y: 100, yields: true })));
  for (const [i, one] of there.entries()) {
    for (const other of there.slice(i + 1)) {
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 44);
    }
    assert.ok(Math.hypot(one.x - 100, one.y - 100) <= 53);
  }
});

test("a marker leaves a name readable", () => {
  const name = { x: 0, y: 0, width: 110, height: 18 };
  const [{ x, y }] = moved([{ key: "a", x: 5, y: 4, yields: true }], { names: [name] });
  assert.ok(Math.abs(y) >= 31 || Math.abs(x) >= 77);
  const exact = { key: "a", x: 5, y: 4, yields: false };
  assert.deepEqual(moved([exact], { names: [name] }), [{ x: 5, y: 4 }]);
});

test("a marker at the edge of a button comes out, one deep under a panel stays hidden", () => {
  const floating = [{ x: 100, y: 0, width: 200, height: 400 }];
  const bodies = [
    { key: "edge", x: 195, y: 0, yields: false },
    { key: "deep", x: 90, y: 0, yields: false },
  ];
  const [edge, deep] = moved(bodies, { floating });
  assert.ok(edge.x >= 222);
  assert.deepEqual(deep, { x: 90, y: 0 });
});

test("the same markers always move the same way", () => {
  const bodies = ["c", "a", "b"].map((key) => ({ key, x: 0, y: 0, yields: true }));
  assert.deepEqual(spread(bodies), spread([...bodies].reverse()));
});

test("of two names over each other the first stays", () => {
  const box = { x: 0, y: 0, width: 80, height: 20 };
  const below = { ...box, y: 40 };
  assert.deepEqual(
    declutter([box, { ...box, x: 30 }, below], () => true),
    [true, false, true],
  );
  assert.deepEqual(
    declutter([box, { ...box, x: 30 }], (index) => index > 0),
    [false, true],
  );
});
