/** One question of a flight: the same box as in a lesson; the server says what comes next. */

import { createPoll } from "../poll.js";
import { partsOf } from "../work/parts.js";
import { createQuestion } from "../work/question.js";
import { ask, atLeisure, choice, outbox } from "./child.js";

/** So long (ms) "next" waits for the reading, so that a second try can follow; and lets "well done" stand. */
const READ_IN = 4000;
const LINGER = 900;

const page = document.getElementById("work");
const { student } = document.getElementById("child").dataset;
const { icons, attemptUrl } = page.dataset;
const shows = page.dataset.shows === "yes";
const [known] = JSON.parse(document.getElementById("known").textContent);
const voice = document.getElementById("voice");
const next = document.getElementById("next");

const SVG = "http://www.w3.org/2000/svg";
function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.classList.add("icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  svg.firstChild.setAttribute("href", `${icons}#${name}`);
  return svg;
}

const writesWith = choice("writes-with", page.dataset.keypad === "yes" ? "keys" : "pen");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

let saying = 0;
const say = (text) => {
  clearTimeout(saying);
  saying = setTimeout(() => (voice.textContent = text), 600);
};

outbox.learn(known.uuid, known.seq);
let question = null;
let going = false; // to the next one
const poll = createPoll({
  async ask() {
    const reply = await fetch(attemptUrl, { headers: { "X-Student": student }, credentials: "same-origin", cache: "no-store" });
    if (!reply.ok) throw new Error(String(reply.status));
    return reply.json();
  },
  isWaiting: () => question.isWaiting(),
  tell(facts) {
    outbox.tell("facts", facts);
    for (const answer of facts.answers) if (answer.uuid === question.answer) question.hear(answer);
    if (!facts.open) location.reload();
  },
});

const parts = await partsOf(page, [known]);
question = createQuestion(page.querySelector("[data-answer]"), known, {
  ...parts,
  outbox,
  checks: atLeisure(() => import("../work/check.js")),
  icon,
  say,
  onState: () => (next.disabled = !question || going || question.state() === "empty"),
  onTouch: () => {},
  isHere: () => true,
  onEnter: () => next.click(),
  prefersKeys: () => writesWith.get() === "keys",
  preferKeys: (keys) => writesWith.set(keys ? "keys" : "pen"),
});

outbox.on("kept", ({ entry, safe }) => entry.answer === question.answer && question.kept(entry, safe));
outbox.on("aside", ({ entry }) => entry.answer === question.answer && question.aside(entry));
outbox.on("saved", ({ entry, reply }) => {
  if (entry.answer === question.answer) question.saved(entry, reply);
  poll.quicken();
});

/** Everything is with the server, or the child is told to wait. */
async function sent() {
  if (await outbox.flush(8000)) return true;
  await ask(document.getElementById("not-sent"));
  return false;
}

next.addEventListener("click", async () => {
  if (going || question.state() === "empty") return;
  going = next.disabled = true;
  if (!(await sent())) {
    going = next.disabled = false;
    return;
  }
  poll.quicken();
  const until = performance.now() + READ_IN;
  const undecided = () => question.isWaiting() || (shows && question.state() === "written");
  while (undecided() && performance.now() < until) await pause(100);
  if (question.state() === "right") await pause(LINGER);
  location.replace(page.dataset.next);
});

for (const form of [document.getElementById("leave-out"), document.getElementById("land")]) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await sent()) form.submit();
  });
}

for (const entry of [...outbox.asides(), ...outbox.waiting()]) {
  if (entry.answer === question.answer && entry.seq > known.seq) question.restore(entry);
}
question.enter();
next.disabled = question.state() === "empty";
if (question.usesKeys()) question.focus();
page.classList.add("is-ready");
poll.quicken();
outbox.nudge();
