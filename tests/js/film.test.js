import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords, seconds, seenAt, step } from "../../classroom/static/classroom/js/replay/film.js";

// A 1, a pause, a 7 that is rubbed out, a 2.
const line = (x) => [[x, 0, 0], [x, 100, 100], [x + 50, 100, 200]];
const film = {
  width: 1000,
  height: 500,
  even: false,
  length: 4000,
  strokes: [
    { number: 1, points: line(0), start: 0, end: 200, gone: null },
    { number: 2, points: line(300), start: 2200, end: 2400, gone: 2650 },
    { number: 3, points: line(300), start: 3400, end: 3600, gone: null },
  ],
  pauses: [{ at: 200, until: 2200, real: 9400 }],
  typed: [],
  steps: [200, 2400, 3150, 3600],
};

test("before a stroke begins it is not there; while it is drawn it ends where the pen is", () => {
  assert.deepEqual(seenAt(film, 0).strokes, [{ points: [[0, 0, 0], [0, 0, 0]], isLive: true }]);
  const half = seenAt(film, 50);
  assert.deepEqual(half.strokes[0].points.at(-1), [0, 50, 50]);
  assert.deepEqual(half.pen.slice(0, 2), [0, 50]);
  const three = seenAt(film, 150).strokes[0].points;
  assert.deepEqual(three.at(-1), [25, 100, 150]);
  assert.equal(three.length, 3);
});

test("a finished stroke stands as it was written, and the pen is gone", () => {
  const seen = seenAt(film, 300);
  assert.deepEqual(seen.strokes, [{ points: line(0), isLive: false }]);
  assert.equal(seen.pen, null);
});

test("a pause is told while it lasts, with its true length", () => {
  assert.equal(seenAt(film, 150).pause, null);
  assert.equal(seenAt(film, 1000).pause.real, 9400);
  assert.equal(seenAt(film, 2200).pause, null);
});

test("what was rubbed out is a ghost from then on, to the end", () => {
  assert.deepEqual(seenAt(film, 2640).ghosts, []);
  for (const time of [2650, 3500, 4000]) assert.deepEqual(seenAt(film, time).ghosts, [line(300)]);
  assert.equal(seenAt(film, 4000).strokes.length, 2);
});

test("steps lead from one moment to the next, and stop at both ends", () => {
  const forward = [0, 200, 2400, 3150, 3600, 4000];
  forward.slice(0, -1).forEach((at, i) => assert.equal(step(film, at, 1), forward[i + 1]));
  assert.equal(step(film, 4000, 1), 4000);
  assert.equal(step(film, 4000, -1), 3600);
  assert.equal(step(film, 200, -1), 0);
  assert.equal(step(film, 0, -1), 0);
});

test("typed text is shown until ink follows", () => {
  const typed = { ...film, typed: [{ at: 2500, text: "17" }] };
  assert.equal(seenAt(typed, 2400).typed, "");
  assert.equal(seenAt(typed, 2600).typed, "17");
  assert.equal(seenAt(typed, 3500).typed, "", "the 2 came after it");
});

test("what is typed into a figure stands in its boxes, until it is rubbed out", () => {
  const pieces = [{ text: "1", x: 50, y: 40, size: 30, isNew: true }];
  const typed = { ...film, strokes: [], typed: [{ at: 0, text: "1", pieces }, { at: 900, text: "", pieces: [] }] };
  assert.deepEqual(seenAt(typed, 100).pieces, pieces);
  assert.deepEqual(seenAt(typed, 1000).pieces, []);
  assert.equal(seenAt(typed, 1000).typed, "");
});

test("what stands there is said in words", () => {
  assert.equal(inWords(film, 1000), "stroke 1 of 3, pause of 9 seconds");
  assert.equal(inWords(film, 4000), "stroke 3 of 3, 1 rubbed out");
  assert.equal(seconds(1499), "1 second");
  assert.equal(seconds(150_000), "3 minutes");
});

test("an empty film shows nothing and has nowhere to go", () => {
  const none = { ...film, length: 0, strokes: [], pauses: [], steps: [] };
  assert.deepEqual(seenAt(none, 0).strokes, []);
  assert.equal(step(none, 0, 1), 0);
  assert.equal(inWords(none, 0), "");
});
