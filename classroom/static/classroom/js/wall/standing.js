/** Where the teacher is on the wall: one group is the current one, and keys lead from group to group and answer to answer. */

import { groupsOf, isCheck, thumbsOf, waits } from "./groups.js";
import { gettext } from "../words.js";

const firstStop = (thumb) => thumb.querySelector("input") ?? thumb.querySelector("a");

/**
 * @param {HTMLElement} wall
 * @param {{ onlyDoubts: boolean, say: (words: string) => void }} world
 */
export function standing(wall, { onlyDoubts, say }) {
  let current = null;

  const goTo = (thumb) => {
    firstStop(thumb).focus({ preventScroll: true });
    thumb.scrollIntoView({ block: "nearest" });
  };

  function stand(group, { focus = true } = {}) {
    current?.classList.remove("is-current");
    current = group;
    if (!group) return;
    group.classList.add("is-current");
    if (!focus) return;
    group.querySelector("[data-group-head]").focus({ preventScroll: true });
    const isFirst = group === group.closest("[data-section]").querySelector("[data-group]");
    (isFirst ? (group.closest("[data-section]").querySelector(".wall-question") ?? group) : group).scrollIntoView({ block: "nearest" });
    group.scrollIntoView({ block: "nearest" });
    if (isCheck(group)) toDoubtful(group);
  }

  /** To the next answer that waits: of a group, else of the wall from here on. False when there is none. */
  function toDoubtful(within = wall) {
    const all = thumbsOf(within).filter((thumb) => thumb.dataset.look !== undefined);
    const here = document.activeElement.closest("[data-thumb]") ?? current;
    const after = (thumb) => !here || here.compareDocumentPosition(thumb) & Node.DOCUMENT_POSITION_FOLLOWING;
    const next = all.find((thumb) => thumb !== here && after(thumb)) ?? all[0];
    if (next) goTo(next);
    return next !== undefined;
  }

  return {
    stand,
    goTo,
    toDoubtful,
    current: () => current,
    forget: () => (current = null),

    /** One stop for the Tab key in each group instead of dozens: the rest is reached by arrows. */
    roam() {
      for (const group of groupsOf(wall)) {
        thumbsOf(group).forEach((thumb, at) => {
          for (const stop of thumb.querySelectorAll("input, a")) stop.tabIndex = at === 0 && stop === firstStop(thumb) ? 0 : -1;
          thumb.draggable = true;
        });
      }
    },

    step(by) {
      const groups = groupsOf(wall);
      const at = groups.indexOf(current);
      const next = groups[at < 0 ? 0 : at + by];
      if (next) stand(next);
    },

    beside(by) {
      const thumbs = current ? thumbsOf(current) : [];
      const at = thumbs.indexOf(document.activeElement.closest("[data-thumb]"));
      const next = thumbs[at < 0 ? (by > 0 ? 0 : thumbs.length - 1) : at + by];
      if (next) goTo(next);
    },

    /** What was pulled out, here or before; the next group that waits, from here on and then from the top; the way on. */
    goOn() {
      const tray = [current, ...groupsOf(wall)].find((group) => group?.querySelector("[data-pulled]:not([hidden]) [data-thumb]"));
      if (tray) {
        stand(tray, { focus: false });
        goTo(tray.querySelector("[data-pulled] [data-thumb]"));
        say(gettext("Now what you pulled out."));
        return;
      }
      const groups = groupsOf(wall);
      const at = groups.indexOf(current);
      const round = [...groups.slice(at + 1), ...groups.slice(0, at + 1)].filter((group) => waits(group, { onlyDoubts }));
      const next = round.find((group) => !isCheck(group)) ?? round[0];
      if (next) {
        stand(next);
        return;
      }
      const on = document.querySelector("[data-after]");
      say(on ? gettext("All of this question is decided. Enter leads to the next.") : gettext("All of it is decided."));
      on?.focus();
    },
  };
}
