import assert from "node:assert/strict";
import { test } from "node:test";

import { HEIGHT, MAX_POINTS, WIDTH, extend, fit, fromWire, inBox, points, simplify, toWire } from "../../classroom/static/classroom/js/ink/strokes.js";

/** A scribble of `n` points that no straight line comes near to. */
const scribble = (n, at = 0) => Array.from({ length: n }, (_, i) => [500 + 400 * Math.sin(i * 1.7 + at), 250 + 200 * Math.cos(i * 2.3), i]);

test("a point that hardly moved adds nothing", () => {
  const stroke = [[10, 10, 0]];
  assert.equal(extend(stroke, [11, 10, 5]), false);
  assert.equal(extend(stroke, [14, 10, 9]), true);
  assert.deepEqual(stroke, [[10, 10, 0], [14, 10, 9]]);
});

test("a pen that slips over the edge stays in the box", () => {
  assert.deepEqual(inBox([-30, 620, 4]), [0, HEIGHT, 4]);
  assert.deepEqual(inBox([1200, -5, -3]), [WIDTH, 0, 0]);
});

test("a straight line keeps its two ends, a corner its corner", () => {
  const line = Array.from({ length: 50 }, (_, i) => [i * 10, 100, i]);
  assert.deepEqual(simplify(line, 1), [[0, 100, 0], [490, 100, 49]]);
  assert.deepEqual(simplify([[0, 0, 0], [100, 0, 1], [100, 100, 2]], 1).length, 3);
});

test("what fits is not touched", () => {
  const strokes = [scribble(100), scribble(200)];
  assert.equal(fit(strokes), strokes);
});

test("any amount of ink fits the server's limits, and keeps all its strokes with both their ends", () => {
  for (const sizes of [[3000], [1000, 1000, 1000], [5000, 5000, 1], Array(64).fill(100)]) {
    const strokes = sizes.map((n, i) => scribble(n, i));
    const fitted = fit(strokes);
    assert.ok(points(fitted) <= MAX_POINTS, `${points(fitted)} points`);
    assert.equal(fitted.length, strokes.length);
    for (const [i, stroke] of fitted.entries()) {
      assert.ok(stroke.length >= 1);
      assert.deepEqual(stroke[0], strokes[i][0]);
    }
  }
});

test("thinning keeps the shape: no point of the ink is far from the line that is left", () => {
  const circle = Array.from({ length: 4000 }, (_, i) => [500 + 200 * Math.cos(i / 636), 250 + 200 * Math.sin(i / 636), i]);
  for (const [x, y] of fit([circle])[0]) assert.ok(Math.abs(Math.hypot(x - 500, y - 250) - 200) < 0.01);
  assert.ok(fit([circle])[0].length > 40);
});

test("functions leave their arguments alone", () => {
  const strokes = [scribble(3000)];
  const before = structuredClone(strokes);
  toWire(strokes);
  assert.deepEqual(strokes, before);
});

test("ink goes to the wire in tenths and comes back", () => {
  const wire = toWire([[[1.23456, 2.98765, 10.4]]]);
  assert.deepEqual(wire, { version: 1, width: WIDTH, height: HEIGHT, strokes: [[[1.2, 3, 10]]] });
  assert.deepEqual(fromWire(wire), [[[1.2, 3, 10]]]);
  assert.deepEqual(fromWire(null), []);
});

test("the largest ink that fits is well under the server's 64 KiB", () => {
  const strokes = Array.from({ length: 64 }, (_, i) => scribble(200, i).map(([x, y, t]) => [x + 0.123, y + 0.456, t + 86_000_000]));
  assert.ok(JSON.stringify(toWire(strokes)).length < 60_000);
});

test("ink of another box is shown whole in ours", () => {
  const [[corner]] = fromWire({ version: 1, width: 300, height: 300, strokes: [[[300, 300, 0]]] });
  assert.ok(corner[0] <= WIDTH && corner[1] <= HEIGHT);
  assert.deepEqual(fromWire({ version: 1, width: 500, height: 100, strokes: [[[250, 50]]] }), [[[500, 100, 0]]]);
});
