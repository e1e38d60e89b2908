/**
 * A film of one answer (classroom/replaying): what is to be seen at a time. No DOM here, so it runs under `node --test`.
 *
 * A film is {width, height, even, length, strokes, pauses, typed, steps}; times are ms of the film, whatever the speed.
 */

import { gettext, interpolate, ngettext } from "../words.js";

/**
 * What is to be seen at `time`: {strokes, ghosts, pen, pause, typed, pieces, number}.
 *
 * `strokes` are {points, isLive}, cut off where the pen is; `ghosts` points of rubbed-out strokes; `pen` [x, y] while it
 * draws; `pieces` the typed texts in their boxes of a figure; `pause` the rest of the pen that is going on, or null; `number` how many strokes have begun.
 */
export function seenAt(film, time) {
  const [strokes, ghosts] = [[], []];
  let pen = null;
  let number = 0;
  for (const stroke of film.strokes) {
    if (stroke.start > time) break;
    number = stroke.number;
    if (stroke.gone !== null && stroke.gone <= time) ghosts.push(stroke.points);
    else if (stroke.end <= time) strokes.push({ points: stroke.points, isLive: false });
    else {
      const points = cut(stroke.points, time - stroke.start);
      strokes.push({ points, isLive: true });
      pen = points.at(-1);
    }
  }
  const pause = film.pauses.find(({ at, until }) => at <= time && time < until) ?? null;
  const typed = film.typed.filter(({ at }) => at <= time).at(-1);
  const isCovered = typed && film.strokes.some(({ start }) => start > typed.at && start <= time);
  return { strokes, ghosts, pen, pause, ...(typed && !isCovered ? { typed: typed.text, pieces: typed.pieces } : { typed: "", pieces: [] }), number };
}

/** The points drawn in the first `ms` of a stroke; the last one lies on the way to the next. */
function cut(points, ms) {
  const next = points.findIndex(([, , at]) => at > ms);
  if (next < 0) return points;
  if (next === 0) return points.slice(0, 1);
  const [[x1, y1, from], [x2, y2, to]] = [points[next - 1], points[next]];
  const part = (ms - from) / (to - from);
  return [...points.slice(0, next), [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part, ms]];
}

/** The next moment worth stopping at after `time`, or before it when `by` is -1. */
export function step(film, time, by) {
  if (by > 0) return film.steps.find((at) => at > time) ?? film.length;
  return film.steps.findLast((at) => at < time) ?? 0;
}

/** "stroke 2 of 5, pause of 9 seconds": what stands at `time`, for who cannot see it. */
export function inWords(film, time) {
  const { number, ghosts, pause, typed } = seenAt(film, time);
  const words = film.strokes.length ? [interpolate(gettext("stroke %(number)s of %(all)s"), { number, all: film.strokes.length })] : [];
  if (ghosts.length) words.push(interpolate(gettext("%(count)s rubbed out"), { count: ghosts.length }));
  if (typed) words.push(interpolate(gettext("typed %(text)s"), { text: typed }));
  if (pause) words.push(interpolate(gettext("pause of %(time)s"), { time: seconds(pause.real) }));
  return words.join(", ");
}

/** 9400 -> "9 seconds" */
export function seconds(ms) {
  const whole = Math.round(ms / 1000);
  if (whole >= 120) return interpolate(gettext("%(count)s minutes"), { count: Math.round(whole / 60) });
  return interpolate(ngettext("%(count)s second", "%(count)s seconds", whole), { count: whole });
}
