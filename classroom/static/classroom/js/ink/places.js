/**
 * Which of a figure's places a stroke lies in. No DOM here, so it runs under `node --test`.
 *
 * A place is {name, box: [left, top, right, bottom], role, kind, part} in ink units (classroom/skills/figures/base.py). The
 * reader decides for itself (recognition/regions.py).
 */

/** The smallest place around a point, undefined for none. */
export function placeAt([x, y], places) {
  const around = places.filter(({ box: [left, top, right, bottom] }) => x >= left && x <= right && y >= top && y <= bottom);
  return around.sort((a, b) => area(a) - area(b))[0];
}

const area = ({ box: [left, top, right, bottom] }) => (right - left) * (bottom - top);

/** The place that has most of a stroke's length, undefined for none. */
export function placeOfStroke(stroke, places) {
  const shares = new Map();
  for (let i = 0; i < stroke.length; i++) {
    const place = placeAt(stroke[i], places);
    const before = stroke[Math.max(0, i - 1)];
    if (place) shares.set(place, (shares.get(place) ?? 0) + 1 + Math.hypot(stroke[i][0] - before[0], stroke[i][1] - before[1]));
  }
  return [...shares].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** The strokes that lie in a place. */
export const strokesIn = (strokes, place, places) => strokes.filter((stroke) => placeOfStroke(stroke, places) === place);

/** The place that an arrow key leads to from `from`, undefined at the edge. Pure geometry: the nearest in that direction. */
export function neighbour(from, key, places) {
  const [ahead, across] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
  const middle = ({ box: [left, top, right, bottom] }) => [(left + right) / 2, (top + bottom) / 2];
  const [x, y] = middle(from);
  let best;
  let least = Infinity;
  for (const place of places) {
    const [dx, dy] = [middle(place)[0] - x, middle(place)[1] - y];
    const forward = dx * ahead + dy * across;
    const aside = Math.abs(dx * across) + Math.abs(dy * ahead);
    if (place === from || forward <= 1 || forward + 3 * aside >= least) continue;
    [best, least] = [place, forward + 3 * aside];
  }
  return best;
}

/** An empty place inside an answer that is being typed. */
export const HOLE = "_";

/** The places of each part of the answer. */
function partsOf(places) {
  const rows = [];
  for (const place of places) if (place.part !== null) (rows[place.part] ??= []).push(place);
  return rows;
}

/** The answer that the texts of places make, as Figure.answer_of; a hole says that a place inside is empty. */
export function answerOf(texts, places) {
  const rows = partsOf(places);
  const joined = rows.map((row) => {
    const signs = row.map(({ name }) => texts[name] ?? "");
    const first = signs.findIndex((sign) => sign);
    return first < 0 ? "" : signs.slice(first).map((sign) => sign || HOLE).join("");
  });
  if (!joined.some((text) => text)) return "";
  return joined.reduce((answer, text, i) => {
    const { joint = "|" } = rows[i][0];
    if (joint === "|") return `${answer}|${text}`;
    if (joint !== " ") return joined[i - 1] || text ? `${answer}${joined[i - 1] ? "" : HOLE}${joint}${text || HOLE}` : answer;
    return answer + (answer && (text || joined[i + 1]) ? " " : "") + text;
  });
}

/** An answer's text as those of its parts, as Figure._split. */
function split(answer, joints) {
  const sign = joints.find((joint) => "/:".includes(joint));
  if (!sign) return answer.split("|");
  const at = answer.lastIndexOf(" ");
  const [top, bottom] = answer.slice(at + 1).split(sign);
  if (!joints.includes(" ")) return [top, bottom ?? (top && "1")];
  return bottom === undefined ? [answer, "", ""] : [answer.slice(0, Math.max(0, at)), top, bottom];
}

/** The texts of places that an answer as `answerOf` made it stands in. */
export function textsOf(answer, places) {
  const texts = {};
  const rows = partsOf(places);
  const given = split(answer, rows.map(([{ joint }], i) => i && joint));
  rows.forEach((row, i) => {
    const text = given[i] ?? "";
    if (row.length === 1) return (texts[row[0].name] = text.replaceAll(HOLE, ""));
    const signs = [...text];
    row.slice(-signs.length).forEach((place, k) => signs.length && (texts[place.name] = signs[k + Math.max(0, signs.length - row.length)].replace(HOLE, "")));
  });
  return texts;
}
