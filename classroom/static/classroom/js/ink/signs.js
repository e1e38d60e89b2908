/** The printed signs of a reading and the strokes that each rests on. No DOM here, so it runs under `node --test`. */

import { HEIGHT, WIDTH } from "./strokes.js";

/** Room around the ink that goes, and the least that a digit fits in (ink units). */
const ROOM = 40;
const LEAST = { across: 160, down: 220 };

/** Indices of the signs that go when `which` is written again: those that share strokes go together. */
export function groupOf(signs, which) {
  const group = new Set([which]);
  for (let before = 0; before < group.size; ) {
    before = group.size;
    const taken = new Set([...group].flatMap((i) => signs[i].strokes));
    signs.forEach(({ strokes }, i) => strokes.some((stroke) => taken.has(stroke)) && group.add(i));
  }
  return [...group].sort((a, b) => a - b);
}

/**
 * The strokes without those of sign `which`: {keep, gone}. Where nobody knows which strokes it has, all go.
 *
 * @param {{text: string, strokes: number[]}[]} signs
 */
export function without(strokes, signs, which) {
  const taken = new Set(groupOf(signs, which).flatMap((i) => signs[i].strokes));
  const gone = strokes.filter((_, i) => taken.has(i));
  return gone.length && signs[which].strokes.length ? { keep: strokes.filter((_, i) => !taken.has(i)), gone } : { keep: [], gone: strokes };
}

/** Where to write instead of these strokes: {left, top, right, bottom} in ink units, inside the box. */
export function placeOf(strokes, height = HEIGHT) {
  const [left, right] = span(strokes, 0, LEAST.across, WIDTH);
  const [top, bottom] = span(strokes, 1, LEAST.down, height);
  return { left, top, right, bottom };
}

function span(strokes, axis, least, most) {
  const all = strokes.flatMap((stroke) => stroke.map((point) => point[axis]));
  const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  const short = Math.max(ROOM, (least - (high - low)) / 2);
  return [Math.max(0, low - short), Math.min(most, high + short)];
}
