/** One question of a flight: the same box as in a lesson; the server says what comes next. */

import { ask, outbox } from "./child.js";
import { byId, open, page, questions } from "./desk.js";

/** So long (ms) "next" waits for the reading, so that a second try can follow; and lets "well done" stand. */
const READ_IN = 4000;
const LINGER = 900;

const shows = page.dataset.shows === "yes";
const next = byId("next");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

let going = false; // to the next one
const rest = () => (next.disabled = going || (questions[0]?.state() ?? "empty") === "empty");
const deeds = { onState: rest, onTouch: () => {}, isHere: () => true, onEnter: () => next.click() };
const hurry = open(() => deeds, () => location.reload());
const [question] = questions;

/** Everything is with the server, or the child is told to wait. */
async function sent() {
  if (await outbox.flush(8000)) return true;
  await ask(byId("not-sent"));
  return false;
}

next.addEventListener("click", async () => {
  if (going || question.state() === "empty") return;
  going = next.disabled = true;
  if (!(await sent())) {
    going = next.disabled = false;
    return;
  }
  hurry();
  const until = performance.now() + READ_IN;
  const undecided = () => question.isWaiting() || (shows && question.state() === "written");
  while (undecided() && performance.now() < until) await pause(100);
  if (question.state() === "right") await pause(LINGER);
  location.replace(page.dataset.next);
});

for (const form of [byId("leave-out"), byId("land")]) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await sent()) form.submit();
  });
}

question.enter();
rest();
if (question.usesKeys()) question.focus();
hurry();
