import assert from "node:assert/strict";
import { test } from "node:test";
import Index from "supercluster";
import { gather } from "../../static/js/map/clusters.js";

/**
 * @param {string} id
 * @param {number} lon
 * @param {number} lat
 * @param {Record<string, any>} [properties]
 */
const at = (id, lon, lat, properties = { kind: "story" }) => ({
  id,
  geometry: { type: "Point", coordinates: [lon, lat] },
  properties,
});
const place = (/** @type {string} */ group) => ({ kind: "place", group });
const gatherAt = (/** @type {any[]} */ features, zoom = 10, keep = "") =>
  gather(features, { zoom, keep, Index });

test("sources at one place never share a cluster", () => {
  const features = [
    at("a", 16.2, 59),
    at("b", 16.2, 59),
    at("c", 16.2, 59, place("nature")),
    at("d", 16.2, 59, place("nature")),
    at("e", 16.2, 59, place("destination")),
    at("f", 16.2, 59, { kind: "trail" }),
  ];
  const { clusters, points } = gatherAt(features);
  assert.deepEqual(
    clusters.map(({ source, features: members }) => [source, members.map(({ id }) => id)]),
    [
      ["story", ["a", "b"]],
      ["nature", ["c", "d"]],
    ],
  );
  assert.deepEqual(
    points.map(({ id }) => id),
    ["e", "f"],
  );
});

test("everything asked for is shown once, whatever the zoom", () => {
  const features = Array.from({ length: 300 }, (_, i) =>
    at(`s${i}`, 16 + (i % 20) / 40, 58.8 + Math.floor(i / 20) / 40),
  );
  for (const zoom of [5, 9, 12, 15, 19]) {
    const { clusters, points } = gatherAt(features, zoom);
    const shown = [...points, ...clusters.flatMap((each) => each.features)].map(({ id }) => id);
    assert.deepEqual(shown.sort(), features.map(({ id }) => id).sort());
  }
});

test("at most 25 stand alone while they can be gathered", () => {
  const features = Array.from({ length: 60 }, (_, i) =>
    at(`s${i}`, 15.9 + (i % 10) * 0.09, 58.8 + Math.floor(i / 10) * 0.06),
  );
  const { clusters, points } = gatherAt(features);
  assert.ok(points.length <= 25, `${points.length} alone`);
  assert.ok(clusters.length > 0);
});

test("the selected one always stands alone", () => {
  const { clusters, points } = gatherAt(
    [at("a", 16.2, 59), at("b", 16.2, 59), at("c", 16.2, 59)],
    10,
    "b",
  );
  assert.deepEqual(
    points.map(({ id }) => id),
    ["b"],
  );
  assert.equal(clusters[0].features.length, 2);
});

test("a cluster says whether zooming takes it apart", () => {
  const apart = gatherAt([at("a", 16.2, 59), at("b", 16.21, 59)]).clusters[0];
  assert.equal(apart.together, false);
  assert.deepEqual(apart.bbox, [16.2, 59, 16.21, 59]);
  assert.equal(gatherAt([at("a", 16.2, 59), at("b", 16.2, 59)], 19).clusters[0].together, true);
});

test("the order of the answer does not change the clusters", () => {
  const features = Array.from({ length: 40 }, (_, i) => at(`s${i}`, 16 + ((i * 7) % 40) / 100, 59));
  const keys = (/** @type {any[]} */ list) =>
    gatherAt(list)
      .clusters.map(({ key }) => key)
      .sort();
  assert.deepEqual(keys([...features].reverse()), keys(features));
});

test("what has no place is not on the map", () => {
  const trail = { id: "t", geometry: null, properties: { kind: "trail", marker: null } };
  assert.deepEqual(gatherAt([trail]), { clusters: [], points: [] });
});
