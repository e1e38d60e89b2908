/** A canvas one can write on. Knows pointers and palms; knows nothing of answers. */

import { fitCanvas, paint, paintFrom } from "./paint.js";
import { HEIGHT, MAX_POINTS, MAX_STROKES, WIDTH, extend, fit, inBox, lastTime, toWire } from "./strokes.js";

/** Once a pen was near, a touch is a palm for this long (ms): a child rests the hand and thinks. */
const PALM = 12_000;

/** A touch is a tap when it moves no further than this (ink units) and is over so soon (ms). */
const TAP = { far: 22, long: 350 };

/** A pause between strokes counts as no more than this (ms), also over a reload. */
const LONGEST_PAUSE = 60_000;

// Shared by all pads of a page: the palm may rest on the neighbouring box.
let penSeen = -Infinity; // ms, clock of event.timeStamp
const sawPen = ({ timeStamp }) => (penSeen = timeStamp);

/** Every position since the last event; older Safari offers only the newest. */
function trail(event) {
  const finer = event.getCoalescedEvents?.() ?? [];
  return finer.length > 0 ? finer : [event];
}

/**
 * Make `canvas` writable. It must be styled with `touch-action: none` and an aspect ratio of the box's.
 *
 * @param {{onDown?: () => void, onChange?: (pointer: string) => void, onFull?: () => void, onTap?: (point: number[]) => boolean}} on
 *   `onChange` comes after every stroke, undo and clear, with the kind of pointer ("" for none); `onFull` when no stroke
 *   more will fit; `onTap` after a short touch, and says whether that was meant as no ink
 * @param {{height?: number, strokes?: number, points?: number}} room  of a figure that is taller or holds more than a line
 */
export function createPad(canvas, on = {}, room = {}) {
  const { height = HEIGHT, strokes: mostStrokes = MAX_STROKES, points: mostPoints = MAX_POINTS } = room;
  // A canvas that skips the page's compositor shows ink a frame earlier; worth its quirks only under finger and pen.
  const context = canvas.getContext("2d", { desynchronized: matchMedia("(pointer: coarse)").matches });
  let strokes = [];
  let history = []; // what the strokes were before each change, newest last
  let live = null; // {id, type, stroke, box, startedAt}
  let upAt = -Infinity; // when the last stroke ended, clock of event.timeStamp
  let frozen = false;
  let seen = true;
  let lifted = []; // strokes that make way for the next one; until it comes nothing has changed

  const repaint = () => {
    const show = seen && canvas.clientWidth > 0;
    fitCanvas(canvas, context, show ? canvas.clientWidth : 0, show ? canvas.clientHeight : 0, devicePixelRatio);
    if (show) paint(canvas, context, live ? [...remaining(), live.stroke] : strokes, lifted);
    if (live) live.box = canvas.getBoundingClientRect();
  };

  const remaining = () => strokes.filter((stroke) => !lifted.includes(stroke));

  const become = (next, pointer = "") => {
    history.push(strokes);
    [strokes, lifted] = [next, []];
    on.onChange?.(pointer);
  };

  // The box is measured once for a stroke: asking for it at every move would make the browser lay out the page.
  const point = ({ clientX, clientY, timeStamp }) => {
    const unit = WIDTH / live.box.width;
    const [x, y] = [(clientX - live.box.left) * unit, (clientY - live.box.top) * unit];
    return inBox([x, y, timeStamp - live.startedAt], height);
  };

  const drop = () => {
    live = null;
    repaint();
  };

  canvas.addEventListener("pointerdown", (event) => {
    const pen = event.pointerType === "pen";
    if (pen) sawPen(event);
    if (frozen || event.button !== 0) return;
    if (event.pointerType === "touch" && event.timeStamp - penSeen < PALM) return;
    if (live && pen && live.type === "touch") drop(); // the palm was there first
    if (live) return; // a second finger
    if (strokes.length >= mostStrokes) return on.onFull?.();
    const pause = Math.min(event.timeStamp - upAt, LONGEST_PAUSE);
    live = {
      id: event.pointerId,
      type: event.pointerType,
      box: canvas.getBoundingClientRect(),
      startedAt: event.timeStamp - (strokes.length ? lastTime(strokes) + pause : 0),
    };
    live.stroke = [point(event)];
    canvas.setPointerCapture(live.id);
    if (lifted.length) repaint();
    paintFrom(context, live.stroke, 0);
    on.onDown?.();
  });

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "pen") sawPen(event);
    if (event.pointerId !== live?.id) return;
    const from = live.stroke.length;
    for (const one of trail(event)) extend(live.stroke, point(one));
    if (live.stroke.length > from) paintFrom(context, live.stroke, from);
  });

  const up = (event) => {
    if (event.pointerId !== live?.id) return;
    const { stroke, type } = live;
    // The system takes a touch away when it was a palm or a gesture; a pen's stroke is always meant.
    if (event.type === "pointercancel" && type === "touch") return drop();
    const isTap = stroke.at(-1)[2] - stroke[0][2] < TAP.long && stroke.every(([x, y]) => Math.hypot(x - stroke[0][0], y - stroke[0][1]) < TAP.far);
    if (isTap && on.onTap?.(stroke[0])) return drop();
    live = null;
    upAt = event.timeStamp;
    become(fit([...remaining(), stroke], mostPoints), type);
  };
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) canvas.addEventListener(name, up);
  for (const name of ["contextmenu", "selectstart"]) canvas.addEventListener(name, (event) => event.preventDefault());
  // Without this an iPad takes a quick second stroke for a double tap, and a slow one for "select text".
  canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });

  // Told of turns and layouts in CSS pixels everywhere, of zoom in the screen's own where the browser can.
  const watch = new ResizeObserver(repaint);
  try {
    watch.observe(canvas, { box: "device-pixel-content-box" });
  } catch {
    watch.observe(canvas);
    addEventListener("resize", repaint);
  }
  // At dusk a device may turn dark by itself: what is written turns with the box.
  matchMedia("(prefers-color-scheme: dark)").addEventListener?.("change", repaint);
  // A sheet of sixty boxes would fill a small tablet's memory: those out of sight give their pixels back.
  new IntersectionObserver(
    ([entry]) => {
      if (seen === entry.isIntersecting) return;
      seen = entry.isIntersecting;
      repaint();
    },
    { rootMargin: "300px" },
  ).observe(canvas);

  return {
    height,
    strokes: () => strokes,
    /** The strokes in the wire format of recognition/ink.py. */
    wire: () => toWire(strokes, height, mostPoints),
    isWriting: () => live !== null,
    /** Show other strokes, with a history of their own: one step for each. Tells nobody. */
    show(next) {
      [strokes, lifted] = [next, []];
      history = next.map((_, i) => next.slice(0, i));
      repaint();
    },
    /** Take the last stroke, or the last clearing, back. */
    undo() {
      if (!history.length || live) return;
      [strokes, lifted] = [history.pop(), []];
      repaint();
      on.onChange?.("");
    },
    /** Wipe all, or only `some`; can be undone. */
    clear(some = strokes) {
      if (!some.length || live) return;
      become(strokes.filter((stroke) => !some.includes(stroke)));
      repaint();
    },
    canUndo: () => history.length > 0,
    /** Let some strokes make way for the next one that is written; an empty list takes that back. */
    lift(some) {
      lifted = some;
      repaint();
    },
    /** Take no more ink: the worksheet is closed. */
    freeze() {
      frozen = true;
      if (live) drop();
    },
  };
}
