/**
 * Ink as plain data. No DOM here, so it runs under `node --test`.
 *
 * A point is [x, y, t]: ink units from the box's top left, and milliseconds since the first pen-down. A stroke is
 * one pen-down to pen-up. Functions return new values and leave their arguments alone, but for `extend`.
 */

/** The box is this many ink units wide and high, whatever the screen or its rotation. */
export const WIDTH = 1000;
export const HEIGHT = 500;

/** The server's limits (recognition/ink.py), with a little room below the one for points. */
export const MAX_STROKES = 64;
export const MAX_POINTS = 1900;
/** Of figures in which much is written, such as the working of a long division. */
export const LARGE = { strokes: 240, points: 5700 };
const DAY = 86_400_000; // ms

/** Points nearer than this to the last one add nothing (ink units). */
const MIN_STEP = 2;

const clamp = (value, top) => Math.min(Math.max(value, 0), top);

/** A point inside the box, however far the pen slipped over its edge. */
export const inBox = ([x, y, t], height = HEIGHT) => [clamp(x, WIDTH), clamp(y, height), clamp(t, DAY)];

/** Carry `stroke` on to `point`, in place (it is called for every move of the pen); says whether it grew. */
export function extend(stroke, point) {
  const last = stroke[stroke.length - 1];
  if (Math.hypot(point[0] - last[0], point[1] - last[1]) < MIN_STEP) return false;
  stroke.push(point);
  return true;
}

/** How many points all strokes have. */
export const points = (strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

/** When the pen last touched, in the ink's own time; 0 for no ink. */
export const lastTime = (strokes) => strokes.at(-1)?.at(-1)[2] ?? 0;

/** The strokes with no more than `most` points in all: as few points go as must, those that matter least to the shape. */
export function fit(strokes, most = MAX_POINTS) {
  for (let slack = 0.8; points(strokes) > most; slack *= 1.6) {
    if (slack > WIDTH) return strokes.map((stroke) => everyNth(stroke, points(strokes) / most));
    strokes = strokes.map((stroke) => simplify(stroke, slack));
  }
  return strokes;
}

/** Ramer, Douglas and Peucker's way, without recursion: keep what lies further than `slack` from the straight line. */
export function simplify(stroke, slack) {
  if (stroke.length < 3) return stroke;
  const keep = new Uint8Array(stroke.length);
  keep[0] = keep[stroke.length - 1] = 1;
  const spans = [[0, stroke.length - 1]];
  while (spans.length) {
    const [from, to] = spans.pop();
    let far = slack;
    let at = 0;
    for (let i = from + 1; i < to; i++) {
      const away = distance(stroke[i], stroke[from], stroke[to]);
      if (away > far) [far, at] = [away, i];
    }
    if (at) {
      keep[at] = 1;
      spans.push([from, at], [at, to]);
    }
  }
  return stroke.filter((_, i) => keep[i]);
}

function distance([x, y], [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length ? clamp(((x - x1) * dx + (y - y1) * dy) / length, 1) : 0;
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

function everyNth(stroke, n) {
  const step = Math.ceil(n + 1);
  return stroke.filter((_, i) => i % step === 0);
}

const tenth = (value) => Math.round(value * 10) / 10;

/** The wire format of recognition/ink.py, version 1. */
export function toWire(strokes, height = HEIGHT, most = MAX_POINTS) {
  const rounded = fit(strokes, most).map((stroke) => stroke.map(([x, y, t]) => [tenth(x), tenth(y), Math.round(t)]));
  return { version: 1, width: WIDTH, height, strokes: rounded };
}

/** Strokes from the wire, whatever box they were drawn in; without times, they get none worth measuring. */
export function fromWire(wire, height = HEIGHT) {
  if (!wire) return [];
  const scale = Math.min(WIDTH / wire.width, height / wire.height);
  return wire.strokes.map((stroke) => stroke.map(([x, y, t = 0]) => [x * scale, y * scale, t]));
}
