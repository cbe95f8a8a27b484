import assert from "node:assert/strict";
import { test } from "node:test";
import { heightAt, stepped } from "../../static/js/places/heights.js";

/** @type {[number, number][]} */
const HILL = [
  [0, 20],
  [100, 40],
  [100, 60],
  [300, 50],
];

test("between two points the height is between theirs", () => {
  assert.equal(heightAt(HILL, 50), 30);
  assert.equal(heightAt(HILL, 200), 55);
});

test("at a gap it is that of the part that begins", () => {
  assert.equal(heightAt(HILL, 100), 60);
});

test("beyond the ends it is that of the end", () => {
  assert.equal(heightAt(HILL, -5), 20);
  assert.equal(heightAt(HILL, 300), 50);
  assert.equal(heightAt(HILL, 900), 50);
});

test("keys step along and stop at the ends", () => {
  assert.equal(stepped(100, 1000, "ArrowRight"), 120);
  assert.equal(stepped(10, 1000, "PageDown"), 0);
  assert.equal(stepped(990, 1000, "ArrowUp"), 1000);
  assert.equal(stepped(500, 1000, "Home"), 0);
  assert.equal(stepped(500, 1000, "End"), 1000);
  assert.equal(stepped(500, 1000, "a"), null);
});
