import assert from "node:assert/strict";
import { test } from "node:test";

import { createTapped, nearest, placeOf, placeText, reordered } from "../../classroom/static/classroom/js/work/tapped.js";

test("a card that is tapped comes last, and goes away when it is tapped again", () => {
  assert.deepEqual(reordered(["3"], "8"), ["3", "8"]);
  assert.deepEqual(reordered(["3", "8", "5"], "8"), ["3", "5"]);
});

test("a mark snaps to the nearest place", () => {
  assert.equal(nearest([10, 20, 30], 24), 1);
  assert.equal(nearest([10, 20, 30], -50), 0);
  assert.equal(nearest([30, 20, 10], 12), 2);
});

test("a place is said as the server knows it, and found again", () => {
  const line = [["0", "0.5", "1"]];
  const grid = [["-1", "0", "1"], ["-1", "0", "1"]];
  assert.equal(placeText(line, [1]), "0.5");
  assert.equal(placeText(grid, [0, 2]), "(-1, 1)");
  assert.deepEqual(placeOf(line, "0.5"), [1]);
  assert.deepEqual(placeOf(grid, "(-1, 1)"), [0, 2]);
  for (const text of ["", "7", "(1)", "(1, 9)"]) assert.equal(placeOf(grid, text), null);
});

test("a chosen card is kept as the server knows it and told as it reads", () => {
  const card = (value, innerText) => ({ value, type: "radio", checked: false, parentElement: { innerText }, addEventListener() {} });
  const cards = [card("true", "wahr"), card("false", "falsch")];
  const place = { querySelectorAll: () => cards, addEventListener() {} };
  const made = createTapped(place, { kind: "choose", onChange() {}, onEnter() {} });
  made.show("false");
  assert.deepEqual([made.text(), made.words()], ["false", "falsch"]);
  made.show("");
  assert.equal(made.words(), "");
});
