import assert from "node:assert/strict";
import { test } from "node:test";
import { declutter } from "../../static/js/map/declutter.js";
import { spread } from "../../static/js/map/spread.js";

/** @typedef {import("../../static/js/map/spread.js").Body} Body */

const REST = { rank: 2, reach: 52, size: 46 };

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
    { key: "a", x: 0, y: 0, yields: true, ...REST },
    { key: "b", x: 60, y: 0, yields: true, ...REST },
  ];
  assert.deepEqual(
    moved(bodies),
    bodies.map(({ x, y }) => ({ x, y })),
  );
});

test("four at one place can each be hit", () => {
  const there = moved(
    ["a", "b", "c", "d"].map((key) => ({ key, x: 100, y: 100, yields: true, ...REST })),
  );
  for (const [i, one] of there.entries()) {
    for (const other of there.slice(i + 1)) {
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 44);
    }
    assert.ok(Math.hypot(one.x - 100, one.y - 100) <= 53);
  }
});

test("a marker leaves a name readable", () => {
  const name = { x: 0, y: 0, width: 110, height: 18 };
  const [{ x, y }] = moved([{ key: "a", x: 5, y: 4, yields: true, ...REST }], { names: [name] });
  assert.ok(Math.abs(y) >= 31 || Math.abs(x) >= 77);
  const exact = { key: "a", x: 5, y: 4, yields: false, ...REST };
  assert.deepEqual(moved([exact], { names: [name] }), [{ x: 5, y: 4 }]);
});

test("a marker at the edge of a button comes out, one deep under a panel is left out", () => {
  const floating = [{ x: 100, y: 0, width: 200, height: 400 }];
  const edge = { key: "edge", x: 195, y: 0, yields: false, ...REST };
  const deep = { key: "deep", x: 90, y: 0, yields: false, ...REST };
  const by = spread([edge, deep], { floating });
  assert.ok(195 + (by.get("edge")?.dx ?? 0) >= 222);
  assert.equal(by.has("deep"), false);
  assert.ok(spread([{ ...deep, rank: 0 }], { floating }).has("deep"), "the selected one stays");
});

test("where there is no room, what matters less is left out", () => {
  const crowd = Array.from({ length: 12 }, (_, i) => ({
    key: `k${i}`,
    x: 0,
    y: 0,
    yields: false,
    rank: i + 1,
    reach: 20,
    size: 46,
  }));
  const by = spread(crowd);
  assert.ok(by.has("k0"));
  assert.ok(by.size < crowd.length);
});

test("the same markers always move the same way", () => {
  const bodies = ["c", "a", "b"].map((key) => ({ key, x: 0, y: 0, yields: true, ...REST }));
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
