/** What lies together on the wall: which answers a decision is about, and pulling odd ones out. */

import { gettext } from "../words.js";

export const groupsOf = (root) => [...root.querySelectorAll("[data-group]")];
export const thumbsOf = (root) => [...root.querySelectorAll("[data-thumb]")];
export const groupOf = (element) => element?.closest?.("[data-group]") ?? null;
export const isCheck = (group) => group.classList.contains("group-check");
const boxOf = (thumb) => thumb.querySelector("input[name=answer]");
const mainOf = (group) => group.querySelector("form:not([data-pulled])");
const trayOf = (group) => group.querySelector("[data-pulled]");

/** The thumbs that a decision through this form is about. */
export function chosen(form) {
  const thumbs = thumbsOf(form);
  if (form.matches("[data-pulled]")) return thumbs.filter(boxOf);
  return thumbs.filter((thumb) => boxOf(thumb)?.checked);
}

/** Whether a group still waits for a decision: something to look at, or something nobody confirmed. */
export const waits = (group, { onlyDoubts }) =>
  thumbsOf(group).some((thumb) => (isCheck(group) ? thumb.dataset.look !== undefined : boxOf(thumb)) && (onlyDoubts ? thumb.dataset.look !== undefined : !thumb.classList.contains("is-decided")));

/** What a decision names: the answer, its ink and its reading, as they are shown. */
export const stampOf = (thumb) => thumb.dataset.state.split(":").slice(0, 3).join(":");

/** What agreeing says of a thumb: the machine's sure word, or of a doubtful one what its group's reading is worth; "" for none. */
export function agreed(thumb) {
  const group = groupOf(thumb);
  const box = boxOf(thumb);
  if (!group?.dataset.reads || !box?.checked || thumb.closest("[data-pulled]") || thumb.classList.contains("is-decided")) return "";
  if (thumb.dataset.look === undefined) return ["right", "wrong"].includes(thumb.dataset.verdict) ? thumb.dataset.verdict : "";
  return /:(plausible_right|doubtful)$/.test(thumb.dataset.state) ? group.dataset.reads : "";
}

/** Pull a thumb out of its group, or put it back. Thumbs marked before go along again instead. */
export function toggle(thumb) {
  const box = boxOf(thumb);
  const group = groupOf(thumb);
  const tray = group && trayOf(group);
  if (!box || !tray) return;
  const isOut = thumb.closest("[data-pulled]") !== null;
  if (!isOut && thumb.classList.contains("is-decided") && !box.checked) {
    box.checked = true;
    thumb.classList.remove("is-decided");
    return;
  }
  move(thumb, group, !isOut);
}

/** Put a thumb among a group's own, or among what is pulled out of it. */
export function move(thumb, group, out) {
  const tray = trayOf(group);
  if (!tray || !boxOf(thumb)) return;
  const before = groupOf(thumb);
  (out ? tray : mainOf(group)).querySelector("[data-thumbs]").append(thumb);
  boxOf(thumb).checked = !out;
  for (const one of new Set([before, group])) {
    const left = trayOf(one);
    if (left) left.hidden = thumbsOf(left).length === 0;
  }
}

/** Show a decision at once; the server's word replaces it. */
export function showDecided(thumb, verdict) {
  thumb.classList.remove("verdict-right", "verdict-wrong", "verdict-unsure", "verdict-none");
  thumb.classList.add(`verdict-${verdict}`, "is-decided");
  thumb.dataset.verdict = verdict;
  thumb.dataset.decided = verdict;
  thumb.dataset.state += ":decided"; // whatever the server says next is news
  delete thumb.dataset.look;
  const words = thumb.querySelector(".thumb-note b");
  words.textContent = verdict === "right" ? gettext("✓ right · teacher") : verdict === "wrong" ? gettext("✗ wrong · teacher") : gettext("decided");
  const box = boxOf(thumb);
  if (box) box.checked = false;
  const tray = thumb.closest("[data-pulled]");
  if (tray) {
    mainOf(groupOf(thumb)).querySelector("[data-thumbs]").append(thumb);
    tray.hidden = thumbsOf(tray).length === 0;
  }
}

/** Dragging with the mouse: out of the group, back into it, or over to another group of the same question. */
export function letDrag(wall, moved) {
  let dragged = null;
  const targetOf = (event) => {
    const group = groupOf(event.target);
    if (!dragged || !group || group.closest("[data-section]") !== dragged.closest("[data-section]")) return null;
    return trayOf(group) ? { group, out: event.target.closest("[data-pulled]") !== null } : null;
  };
  wall.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-thumb]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    const tray = trayOf(groupOf(dragged));
    if (tray) setTimeout(() => (tray.hidden = false)); // somewhere to drop it; not now, or the drag ends at once
  });
  wall.addEventListener("dragover", (event) => {
    if (targetOf(event)) event.preventDefault();
  });
  wall.addEventListener("drop", (event) => {
    const target = targetOf(event);
    if (!target) return;
    event.preventDefault();
    move(dragged, target.group, target.out);
    moved(dragged);
  });
  wall.addEventListener("dragend", () => {
    for (const tray of wall.querySelectorAll("[data-pulled]")) tray.hidden = thumbsOf(tray).length === 0;
    dragged = null;
  });
}
