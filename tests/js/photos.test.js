import assert from "node:assert/strict";
import test from "node:test";
import { understand } from "../../static/js/stories/read-photo.js";
import { fit } from "../../static/js/stories/shrink.js";

const said = (/** @type {string} */ description) => ({ description });

test("the longest edge is what is asked for, and nothing grows", () => {
  assert.deepEqual(fit(6000, 4000, 2560), { width: 2560, height: 1707 });
  assert.deepEqual(fit(3000, 4000, 2560), { width: 1920, height: 2560 });
  assert.deepEqual(fit(800, 600, 2560), { width: 800, height: 600 });
  assert.deepEqual(fit(20_000, 1, 2560), { width: 2560, height: 1 });
});

test("place and day are read, and nothing that is none", () => {
  const gps = { Latitude: 58.99, Longitude: 16.2 };
  const exif = { DateTimeOriginal: said("1987:06:20 12:00:00") };
  const nothing = { point: null, taken: "", isAerial: false };
  assert.deepEqual(understand({ gps, exif }), {
    point: [16.2, 58.99],
    taken: "1987-06-20",
    isAerial: false,
  });
  assert.deepEqual(understand({}), nothing);
  assert.deepEqual(understand({ gps: { Latitude: 0, Longitude: 0 } }), nothing);
  assert.deepEqual(understand({ gps: { Latitude: Number.NaN, Longitude: 16 } }), nothing);
  assert.deepEqual(
    understand({ exif: { DateTimeOriginal: said("0000:00:00 00:00:00") } }),
    nothing,
  );
});

test("drones are known by maker and by what they write", () => {
  const by = (/** @type {string} */ make, /** @type {string} */ model) =>
    understand({ exif: { Make: said(make), Model: said(model) } }).isAerial;
  assert.equal(by("DJI", "FC3170"), true);
  assert.equal(by("DJI", "Osmo Pocket 3"), false);
  assert.equal(by("Apple", "iPhone 17"), false);
  assert.equal(understand({ xmp: { _raw: '<x drone-dji:GimbalYawDegree="+3"/>' } }).isAerial, true);
});
