/** Notes to children: kept by themselves while a teacher writes. Without this script a button keeps them. */

import { gettext } from "../words.js";

const REST = 700; // ms without a key
const MOST_STAMPS = 3;
const quiet = new Map(); // address -> timer: a form may have left the page before its note is kept

/**
 * Look after the notes inside `frame`, also those that come later.
 *
 * @param {{decideAt: Function, isTrouble: (error: Error) => boolean}} world  how to send, and what is said in words
 */
export function keepNotes(frame, world) {
  const formOf = (event) => event.target.closest?.("form[data-note]");
  frame.addEventListener("input", (event) => {
    const form = formOf(event);
    if (!form) return;
    const chosen = form.querySelectorAll("[name=stamps]:checked");
    if (chosen.length > MOST_STAMPS) {
      event.target.checked = false;
      return say(form, gettext("Three stamps are enough."));
    }
    say(form, "…");
    later(world, form, event.target.type === "checkbox" ? 0 : REST);
  });
  frame.addEventListener("focusout", (event) => {
    const form = formOf(event);
    if (form && quiet.has(form.action)) later(world, form, 0);
  });
  frame.addEventListener("submit", (event) => {
    const form = formOf(event);
    if (!form) return;
    event.preventDefault();
    later(world, form, 0);
  });
}

function later(world, form, rest) {
  clearTimeout(quiet.get(form.action));
  quiet.set(form.action, setTimeout(() => keep(world, form), rest));
}

async function keep({ decideAt, isTrouble }, form) {
  quiet.delete(form.action);
  try {
    await decideAt(form.action, new FormData(form));
    if (!quiet.has(form.action)) say(form, gettext("Kept"));
  } catch (error) {
    if (!isTrouble(error)) throw error;
    say(form, error.message);
  }
}

const say = (form, words) => (form.querySelector("[data-kept]").textContent = words);

// A page that is left within the rest sends what waits; the browser carries it to its end.
addEventListener("pagehide", () => {
  for (const [action, timer] of quiet) {
    clearTimeout(timer);
    const form = [...document.forms].find((one) => one.action === action);
    if (form) fetch(action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, keepalive: true, credentials: "same-origin" });
  }
});
