/** The figure under a question's ink: its room, the box that a tap chose, and typing box by box. */

import { HOLE, placeAt, placeOfStroke, strokesIn } from "../ink/places.js";
import { LARGE, WIDTH } from "../ink/strokes.js";
import { createCells } from "./cells.js";

/** Working is never read, so it need not hurry over the network: it is safe on the device at once. */
const PAUSE_OF_WORKING = 2500;

/** In places of other kinds a dot may be meant: 3.5, or 9:30. */
const WITHOUT_DOTS = new Set(["digit", "whole"]);

/** Nothing is told or asked for so long (ms): from one column to the next a child thinks. */
const REST = 4000;

/**
 * Bring the figure of a `<section data-answer>` to life.
 *
 * @param {object} figure  as the server tells it (classroom/skills/figures/words.py, for_page)
 * @param {{say: (text: string) => void}} page
 */
export function createFigure(section, figure, { say }) {
  const fields = section.querySelector("[data-cells]");
  const rub = section.querySelector('[data-do="clear"] span');
  const drawn = new Map([...section.querySelectorAll("[data-place]")].map((one) => [one.dataset.place, one]));
  section.style.setProperty("--ratio", WIDTH / figure.height);
  const rubAll = rub.textContent;
  const { places } = figure;
  let chosen = null;

  const choose = (place) => {
    chosen = place;
    for (const [name, shape] of drawn) shape.classList.toggle("is-chosen", name === place?.name);
    rub.textContent = place ? fields.dataset.rubOne : rubAll;
    if (place) say(place.label);
  };

  return {
    rest: REST,
    /** Whether the answer must have more digits than these: from one column to the next nobody is told "wrong". */
    isBegun: (text) => text.length > 0 && (text.length < figure.least || text.includes(HOLE)),
    room: figure.large ? { height: figure.height, ...LARGE } : { height: figure.height },
    /** A tap on a box that is written in chooses it for rubbing out; a second tap lets it go. It leaves no ink. */
    tap(point, strokes) {
      const place = placeAt(point, places);
      if (chosen) {
        choose(place === chosen || !place || !strokesIn(strokes, place, places).length ? null : place);
        return true;
      }
      if (!WITHOUT_DOTS.has(place?.kind) || !strokesIn(strokes, place, places).length) return false;
      choose(place);
      return true;
    },
    /** The strokes that rubbing out takes: those of the chosen box, or all. */
    chosen: (strokes) => (chosen ? strokesIn(strokes, chosen, places) : strokes),
    inkChanged: () => choose(null),
    /** How long sending may wait (ms) when only working changed; undefined for the usual. */
    pause: (strokes) => (strokes.length && placeOfStroke(strokes.at(-1), places)?.role === "working" ? PAUSE_OF_WORKING : undefined),
    useKeys(yes) {
      fields.hidden = !yes;
      section.classList.toggle("uses-keys", yes);
      if (yes) choose(null);
    },
    createKeys: (place, facts) => createCells(fields, place, { ...facts, figure }),
  };
}

