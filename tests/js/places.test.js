import assert from "node:assert/strict";
import { test } from "node:test";

import { answerOf, neighbour, placeAt, placeOfStroke, strokesIn, textsOf } from "../../classroom/static/classroom/js/ink/places.js";

const cell = (name, left, part = 0) => ({ name, box: [left, 200, left + 100, 300], kind: "digit", role: "answer", part });
const ROW = [cell("a2", 100), cell("a1", 200), cell("a0", 300)];
const CARRY = { name: "c1", box: [220, 20, 280, 80], kind: "digit", role: "carry", part: null };
const PLACES = [CARRY, ...ROW];

test("a stroke belongs to the box that has most of it", () => {
  assert.equal(placeAt([250, 50], PLACES), CARRY);
  assert.equal(placeAt([10, 10], PLACES), undefined);
  const across = [[150, 250, 0], [195, 250, 5], [280, 250, 9]];
  assert.equal(placeOfStroke(across, PLACES).name, "a1");
  assert.deepEqual(strokesIn([across, [[350, 210, 0]]], ROW[2], PLACES), [[[350, 210, 0]]]);
});

test("arrow keys lead to the nearest box in their direction, and nowhere at the edge", () => {
  assert.equal(neighbour(ROW[2], "ArrowLeft", ROW), ROW[1]);
  assert.equal(neighbour(ROW[0], "ArrowLeft", ROW), undefined);
  assert.equal(neighbour(ROW[1], "ArrowUp", PLACES), CARRY);
  assert.equal(neighbour(ROW[1], "x", PLACES), undefined);
});

test("what is typed box by box is one answer, and comes back box by box", () => {
  assert.equal(answerOf({ a1: "2", a0: "3" }, PLACES), "23");
  assert.equal(answerOf({ a2: "6", a0: "3" }, PLACES), "6_3");
  assert.equal(answerOf({ a2: "6" }, PLACES), "6__");
  assert.equal(answerOf({ c1: "1" }, PLACES), "");
  for (const answer of ["23", "6_3", "6__", "623"]) assert.equal(answerOf(textsOf(answer, PLACES), PLACES), answer);
});

test("a fraction is one answer, with a hole where one side of its bar is empty", () => {
  const [top, bottom] = [cell("top", 200), { ...cell("bottom", 200, 1), joint: "/" }];
  const bar = { ...CARRY, name: "bar" };
  const mixed = [cell("whole", 100), { ...top, part: 1, joint: " " }, { ...bottom, part: 2 }, bar];
  const told = (places, ...texts) => answerOf(Object.fromEntries(places.map(({ name }, i) => [name, texts[i] ?? ""])), places);
  const fraction = [top, bottom, bar];
  const asked = [[fraction, "3", "4", "3/4"], [fraction, "3", "", "3/_"], [fraction, "", "4", "_/4"], [mixed, "2", "3", "4", "2 3/4"],
    [mixed, "2", "", "", "2"], [mixed, "", "3", "4", "3/4"], [mixed, "2", "3", "", "2 3/_"], [mixed, "", "", "4", "_/4"], [mixed, "", ""]];
  const time = [cell("hours", 100), { ...cell("minutes", 200, 1), joint: ":" }];
  asked.push([time, "9", "05", "9:05"], [time, "", "05", "_:05"], [time, "9", "", "9:_"]);
  for (const [places, ...rest] of asked) {
    const wanted = rest.length > 2 ? rest.pop() : "";
    assert.equal(told(places, ...rest), wanted);
    const given = textsOf(wanted, places);
    assert.deepEqual(rest.map((_, i) => given[places[i].name]), rest);
  }
});

test("several boxes are joined by bars", () => {
  const boxes = ["b1", "b2", "b3"].map((name, i) => ({ ...cell(name, 100 * i, i), kind: "whole" }));
  assert.equal(answerOf({ b1: "300", b3: "5" }, boxes), "300||5");
  assert.equal(answerOf({}, boxes), "");
  assert.deepEqual(textsOf("300|70|5", boxes), { b1: "300", b2: "70", b3: "5" });
});
