/** The review list, by keys alone: one answer after the other, each there at once because it was fetched before. */

import { onKeys, showKeys } from "../teacher/keys.js";
import { Trouble, fetchPanel, send, takeOverForms } from "../teacher/panel.js";
import { undoBar } from "../teacher/undo.js";
import { gettext, interpolate, ngettext } from "../words.js";

const AHEAD = 3; // panels fetched before they are needed

const frame = document.querySelector("[data-work]");
if (frame) run(frame);

function run(frame) {
  const current = frame.querySelector("[data-current]");
  const said = frame.querySelector("[data-said]");
  const queue = [...frame.querySelectorAll("[data-item]")];
  const panels = new Map(); // item -> promise of its panel
  const done = new Map(); // address of its undoing -> what was decided here
  const linkOf = (item) => item.querySelector("a");
  const isCurrent = (item) => linkOf(item).getAttribute("aria-current") === "true";
  let item = queue.find(isCurrent) ?? queue[0];
  let showing = 0;

  const panelOf = (which) => {
    if (!panels.has(which)) {
      const coming = fetchPanel(linkOf(which).dataset.panel);
      coming.catch(() => panels.delete(which)); // asked again when it is needed
      panels.set(which, coming);
    }
    return panels.get(which);
  };
  panels.set(item, Promise.resolve(current.querySelector("[data-answer]")));

  const prefetch = () => {
    const at = queue.indexOf(item);
    for (const next of [...queue.slice(at + 1), ...queue.slice(0, at)].slice(0, AHEAD)) panelOf(next);
  };

  const tell = (words, isTrouble = false) => {
    said.textContent = words;
    said.className = isTrouble ? "message message-error" : "visually-hidden";
  };

  const count = () => {
    document.querySelector("[data-remaining]").textContent = queue.length;
    document.querySelector("[data-remaining-words]").textContent = ngettext("answer waits for you", "answers wait for you", queue.length);
    const empty = queue.length === 0;
    document.querySelector("[data-done]").hidden = !empty;
    current.hidden = frame.querySelector(".review-list").hidden = empty;
    for (const pile of frame.querySelectorAll(".pile")) pile.hidden = !pile.querySelector("[data-item]:not([hidden])");
  };

  const show = async (next) => {
    if (item) linkOf(item).removeAttribute("aria-current");
    item = next;
    const turn = ++showing;
    count();
    if (!item) {
      tell(gettext("All looked at."));
      document.querySelector("[data-done]").focus();
      return;
    }
    linkOf(item).setAttribute("aria-current", "true");
    linkOf(item).scrollIntoView({ block: "nearest" });
    try {
      const panel = await panelOf(item);
      if (turn !== showing) return;
      current.replaceChildren(panel);
      panel.querySelector("h2").focus();
      tell(interpolate(gettext("%(count)s left. %(next)s"), { count: queue.length, next: linkOf(item).querySelector(".item-words").textContent }));
      prefetch();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      tell(error.message, true);
    }
  };

  const after = (which) => {
    const at = queue.indexOf(which);
    return queue[at + 1] ?? queue.find((one) => one !== which) ?? null;
  };

  /** Decide on the current answer: the next one is there at once, the server is told meanwhile. */
  const decide = async (name, value) => {
    const decided = item;
    if (!decided || !current.contains(current.querySelector(`[data-answer="${decided.dataset.item}"]`))) return;
    const panel = current.querySelector("[data-answer]");
    const form = panel.querySelector(name === "verdict" ? "[data-mark]" : "[data-late]");
    if (form === null) return;
    const next = after(decided);
    const at = queue.indexOf(decided);
    queue.splice(at, 1);
    decided.hidden = true;
    show(next);
    try {
      const kept = await send(form, name, value);
      if (kept.undo) done.set(kept.undo.url, { item: decided, at });
      bar.offer(kept.undo);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      restore({ item: decided, at });
      tell(error.message, true);
    }
  };

  const restore = (step) => {
    step.item.hidden = false;
    queue.splice(step.at, 0, step.item);
    panels.delete(step.item);
    show(step.item);
  };

  const bar = undoBar({
    undone: (url) => {
      const step = done.get(url);
      done.delete(url);
      if (step) restore(step);
    },
  });

  const skip = () => {
    if (queue.length < 2) return;
    const skipped = item;
    const next = after(skipped);
    queue.splice(queue.indexOf(skipped), 1);
    queue.push(skipped);
    show(next);
  };

  takeOverForms(current, decide);
  onKeys(document, {
    r: () => decide("verdict", "right"),
    w: () => decide("verdict", "wrong"),
    u: bar.undo,
    s: skip,
    j: () => item && show(after(item)),
    k: () => item && show(queue.at(queue.indexOf(item) - 1)),
  });
  frame.querySelector("[data-tools]").hidden = false;
  frame.querySelector("[data-skip]").addEventListener("click", skip);
  for (const one of queue) {
    linkOf(one).addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(one);
    });
  }
  showKeys(frame);
  prefetch();
}
