import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countOf,
  isFiltered,
  readAddress,
  writeAddress,
  writeListAddress,
} from "../../static/js/map/address.js";

test("an empty address shows stories, everywhere, unfiltered", () => {
  const address = readAddress("");
  assert.deepEqual(address, {
    tab: "berattelser",
    q: "",
    category: "",
    kind: "",
    more: {},
    bbox: null,
    selected: "",
  });
  assert.equal(writeAddress(address), "");
  assert.equal(isFiltered(address), false);
});

test("what is written is read back the same", () => {
  const search = "?bbox=16.1,58.9,16.3,59.05&q=isen+sj%C3%B6ng&kategori=memory&vald=abc";
  assert.equal(writeAddress(readAddress(search)), search);
});

test("what narrows and orders stories is read, written and counted", () => {
  const search = "?q=is&kategori=memory&rost=resident&fran=1950&till=1969&ordning=oldest_event";
  const address = readAddress(search);
  assert.equal(writeAddress(address), search);
  assert.equal(countOf(address), 3);
  assert.equal(isFiltered(readAddress("?ordning=nearest")), false);
  assert.equal(isFiltered(readAddress("?bild=1")), true);
  assert.equal(isFiltered(readAddress("?visa=natur&bild=1")), false);
  assert.equal(writeListAddress({ ...address, tab: "natur" }), "?q=is");
});

test("a box that is none is left out", () => {
  for (const bbox of ["1,2,3", "a,b,c,d", "16,59,15,60", "", "1,2,3,NaN"]) {
    assert.equal(readAddress(`?bbox=${bbox}`).bbox, null);
  }
});

test("the list page gets the query without the map's own words", () => {
  const story = readAddress("?q=is&kategori=memory&slag=castle&vald=abc&bbox=1,2,3,4");
  assert.equal(writeListAddress(story), "?bbox=1,2,3,4&q=is&kategori=memory");
  const official = { ...story, tab: /** @type {const} */ ("natur") };
  assert.equal(writeListAddress(official), "?bbox=1,2,3,4&q=is&slag=castle");
});

test("a category filters stories only", () => {
  const address = readAddress("?visa=natur&kategori=memory");
  assert.equal(isFiltered(address), false);
  assert.equal(isFiltered({ ...address, tab: "berattelser" }), true);
});
