import assert from "node:assert/strict";
import { test } from "node:test";
import { createWords } from "../../static/js/lib/words.js";
import { parsePair } from "../../static/js/map/coordinates.js";
import { isWarned, nameOf } from "../../static/js/map/features.js";
import { byDistance, distanceTo } from "../../static/js/map/nearness.js";

const directions = "norrut,åt nordost,österut,åt sydost,söderut,åt sydväst,västerut,åt nordväst";
const words = createWords(
  {
    count_story: "{n} berättelser i kartbilden",
    "count_story.one": "1 berättelse i kartbilden",
    marker_story: "Berättelse: {name}",
    marker_example: "Exempel, inte en riktig led: {name}",
    approximate: "ungefärlig plats",
    distance: "{distance} {direction}",
    here: "här",
    about: "omkring {distance}",
    directions: directions.split(","),
  },
  "sv",
);

/**
 * @param {string} id
 * @param {[number, number] | null} coordinates
 */
const story = (id, coordinates) => ({
  id,
  geometry: coordinates && { type: "Point", coordinates },
  properties: { kind: "story", title: "Kvällen då isen sjöng", place: "Djulösjön" },
});

test("a marker says what does not hold as usual there, and leaves news to the card", () => {
  const notices = [
    { kind: "fire_ban", short: "Eldningsförbud sedan 3 juni" },
    { kind: "closure", short: "Avstängt till 30 juni" },
    { kind: "news", short: "Ny skylt" },
  ];
  const warned = { ...story("a", [16, 59]), properties: { kind: "story", title: "Bron", notices } };
  assert.equal(
    nameOf(warned, words),
    "Berättelse: Bron, Eldningsförbud sedan 3 juni, Avstängt till 30 juni",
  );
  assert.equal(isWarned(warned), true);
  warned.properties.notices = notices.slice(2);
  assert.equal(nameOf(warned, words), "Berättelse: Bron");
  assert.equal(isWarned(warned), false);
});

test("counts are written as the language counts", () => {
  assert.equal(words.count("count_story", 1), "1 berättelse i kartbilden");
  assert.equal(words.count("count_story", 0), "0 berättelser i kartbilden");
  assert.equal(
    words.count("count_story", 1234).replace(/\s/g, " "),
    "1 234 berättelser i kartbilden",
  );
});

test("a distance to what is known roughly is rough too", () => {
  assert.equal(words.away(10, 2, true), "omkring 1 km norrut");
  assert.equal(words.away(2_600, 2, true), "omkring 3 km norrut");
  const here = /** @type {[number, number]} */ ([16, 59]);
  const reserve = { ...story("a", [16, 59.02]), properties: { kind: "place", approximate: true } };
  const off = (/** @type {number} */ metres) => ({
    ...reserve,
    properties: { ...reserve.properties, accuracy_m: metres },
  });
  assert.equal(distanceTo(here, reserve, words), "omkring 2 km norrut");
  assert.equal(distanceTo(here, off(3_000), words), "omkring 2 km norrut");
  assert.equal(distanceTo(here, off(50), words), "2,2 km norrut");
});

test("distances are said with direction", () => {
  assert.equal(words.away(1234, 2), "1,2 km norrut");
  assert.equal(words.away(344, 359), "340 m norrut");
  assert.equal(words.away(23_400, 225), "23 km åt sydväst");
  assert.equal(words.away(12, 90), "här");
});

test("a marker says what it is, and when its place is approximate", () => {
  const one = story("a", [16.2, 59]);
  assert.equal(nameOf(one, words), "Berättelse: Kvällen då isen sjöng, Djulösjön");
  const blurred = { ...one, properties: { ...one.properties, approximate: true } };
  assert.equal(
    nameOf(blurred, words),
    "Berättelse: Kvällen då isen sjöng, Djulösjön, ungefärlig plats",
  );
  const trail = {
    id: "t",
    geometry: null,
    properties: { kind: "trail", name: "Runt", is_example: true },
  };
  assert.equal(nameOf(trail, words), "Exempel, inte en riktig led: Runt");
});

test("text with braces or dollar signs stays text", () => {
  assert.equal(words.say("marker_story", { name: "{name} $& <b>" }), "Berättelse: {name} $& <b>");
});

test("the nearest comes first, and what has no place last", () => {
  const list = [story("none", null), story("far", [16.4, 59]), story("near", [16.21, 59])];
  const sorted = byDistance(list, [16.2, 59]).map(({ id }) => id);
  assert.deepEqual(sorted, ["near", "far", "none"]);
  assert.equal(distanceTo([16.2, 59], list[2], words), "570 m österut");
  assert.equal(distanceTo(null, list[2], words), "");
  assert.equal(distanceTo([16.2, 59], list[0], words), "");
});

test("coordinates are read as people type them", () => {
  assert.deepEqual(parsePair("58.99587, 16.20721"), [16.20721, 58.99587]);
  assert.deepEqual(parsePair("58,99587 16,20721"), [16.20721, 58.99587]);
  assert.deepEqual(parsePair("16.2 59.0"), [16.2, 59]);
  for (const text of ["", "Djulö", "59", "6540000 569000", "0, 0", "1 2 3"]) {
    assert.equal(parsePair(text), null);
  }
});
