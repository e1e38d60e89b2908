/** The page of one answer: keys, and marks that change the page in place. */

import { onKeys, showKeys } from "../teacher/keys.js";
import { Trouble, fetchPanel, mark, send, takeOverForms } from "../teacher/panel.js";
import { undoBar } from "../teacher/undo.js";

const frame = document.querySelector("[data-answer-page]");
const said = document.querySelector("[data-said]");
const panel = () => frame.querySelector("[data-answer]");

const bar = undoBar({ undone: () => decide(async () => null) });

async function decide(act) {
  try {
    const kept = await act();
    if (kept) bar.offer(kept.undo);
    const fresh = await fetchPanel(location.href);
    frame.replaceChildren(fresh);
    fresh.querySelector("h2").focus();
    said.textContent = fresh.querySelector(".verdict").textContent;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    said.textContent = error.message;
    said.className = "message message-error";
  }
}

function go(where) {
  const link = panel().querySelector(`[data-nav="${where}"]`);
  if (link) location.assign(link.href);
}

showKeys(document);
takeOverForms(frame, (name, value, form) => decide(() => send(form, name, value)));
onKeys(document, {
  r: () => decide(() => mark(panel(), "right")),
  w: () => decide(() => mark(panel(), "wrong")),
  u: () => panel().dataset.source === "teacher" && decide(() => mark(panel(), "withdraw")),
  arrowleft: () => go("left"),
  arrowright: () => go("right"),
  arrowup: () => go("up"),
  arrowdown: () => go("down"),
  k: () => go("up"),
  j: () => go("down"),
});
