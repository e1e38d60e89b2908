/** What of the wall was on the teacher's screen, wholly and at rest: only to this can she agree. */

import { stampOf, thumbsOf } from "./groups.js";

const REST = 150; // ms without scrolling

/** The part of the window that nothing lies over. */
function free() {
  const bar = document.querySelector(".wall-tools");
  const top = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  const undo = document.querySelector("[data-undo-bar]:not([hidden])");
  return { top, bottom: window.innerHeight - (undo ? undo.offsetHeight + 10 : 0) };
}

/**
 * @param {HTMLElement} wall
 * @param {() => void} changed  called when more was seen
 */
export function looking(wall, changed) {
  const seen = new Set();
  let rest = 0;

  function look() {
    const { top, bottom } = free();
    const before = seen.size;
    for (const section of wall.querySelectorAll("[data-section]")) {
      const place = section.getBoundingClientRect();
      if (place.bottom < top || place.top > bottom) continue;
      for (const thumb of thumbsOf(section)) {
        const { top: from, bottom: to, height } = thumb.getBoundingClientRect();
        if (height > 0 && from >= top - 1 && to <= bottom + 1) seen.add(stampOf(thumb));
      }
    }
    if (seen.size !== before) changed();
  }

  const later = () => {
    clearTimeout(rest);
    rest = setTimeout(look, REST);
  };
  for (const what of ["scroll", "resize"]) window.addEventListener(what, later, { passive: true });
  later();

  const isSeen = (thumb) => seen.has(stampOf(thumb));
  return {
    isSeen,
    again: later,
    count: () => thumbsOf(wall).filter(isSeen).length,
    /** Bring what was not seen yet to the top; the group there, or null when all was seen. */
    turn() {
      const next = thumbsOf(wall).find((thumb) => !isSeen(thumb) && !thumb.closest("[hidden]"));
      if (!next) return null;
      const group = next.closest("[data-group]");
      const section = group.closest("[data-section]");
      const isFirst = (what, of) => of.querySelector(what) === (what === "[data-thumb]" ? next : group);
      const to = !isFirst("[data-thumb]", group) ? next : isFirst("[data-group]", section) ? section : group;
      window.scrollBy({ top: to.getBoundingClientRect().top - free().top - 6, behavior: "instant" });
      return group;
    },
  };
}
