/** Strokes to pixels. Pixels are a view of the strokes and can be painted anew at any time. */

import { WIDTH } from "./strokes.js";

/** The look in force says by what colour is written (--pen in tokens.css); dark on white where nothing says so. */
const COLOUR = "#1d2145";
export const colourOf = (canvas, name) => globalThis.getComputedStyle?.(canvas).getPropertyValue(name).trim() || COLOUR;

/** The pen is this many ink units wide, but never thinner than this many CSS pixels. */
const PEN = 9;
const THINNEST = 3.2;

/**
 * Give the canvas as many pixels as the screen shows of it, and set up its pen.
 *
 * @param {number} width  CSS pixels; 0 frees the memory of a canvas that nobody sees
 */
export function fitCanvas(canvas, context, width, height, ratio) {
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  const scale = across / WIDTH;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.lineWidth = width ? Math.max(PEN, (THINNEST * WIDTH) / width) : PEN;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = context.fillStyle = colourOf(canvas, "--pen");
}

/** Ink that is about to go, or is gone: still to be seen, no longer to be counted. */
const GHOST = 0.2;

/** Paint all strokes on an empty canvas; those in `ghosts` faintly. */
export function paint(canvas, context, strokes, ghosts = []) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.restore();
  for (const stroke of strokes) {
    context.globalAlpha = ghosts.includes(stroke) ? GHOST : 1;
    paintFrom(context, stroke, 0);
  }
  context.globalAlpha = 1;
}

/**
 * Paint what a stroke gained from point `from` on; what was painted before is left alone.
 *
 * Curves run between the middles of neighbouring points with the points as handles, so that a quick pen leaves no corners.
 */
export function paintFrom(context, stroke, from) {
  context.beginPath();
  if (stroke.length === 1) {
    context.arc(stroke[0][0], stroke[0][1], context.lineWidth / 2, 0, 7);
    context.fill();
    return;
  }
  const first = Math.max(from, 1);
  const [startX, startY] = first < 2 ? stroke[0] : middle(stroke[first - 2], stroke[first - 1]);
  context.moveTo(startX, startY);
  for (let i = first; i < stroke.length; i++) {
    const [x, y] = middle(stroke[i - 1], stroke[i]);
    context.quadraticCurveTo(stroke[i - 1][0], stroke[i - 1][1], x, y);
  }
  const end = stroke[stroke.length - 1];
  context.lineTo(end[0], end[1]);
  context.stroke();
}

const middle = ([x1, y1], [x2, y2]) => [(x1 + x2) / 2, (y1 + y2) / 2];
