/** The writing page: brings its questions to life and leads from one to the next. */

import { createPoll } from "../poll.js";
import { partsOf } from "../work/parts.js";
import { createQuestion } from "../work/question.js";
import { ask, atLeisure, choice, outbox } from "./child.js";
import { gettext, interpolate, ngettext } from "../words.js";

const byId = (id) => document.getElementById(id);
const page = byId("work");
const { student } = byId("child").dataset;
const { icons, attemptUrl } = page.dataset;
const oneByOne = page.dataset.layout === "one_by_one";
const known = JSON.parse(byId("known").textContent);
const voice = byId("voice");
const sections = [...page.querySelectorAll("[data-answer]")];
const landing = byId("landing");
const path = [...page.querySelectorAll("[data-goto]")];

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

// --- the questions ---

let current = 0; // index of the question on show; sections.length for the landing
let here = -1; // index of the question that the child writes in or looks at, -1 for none
let saying = 0;
const say = (text) => {
  // One voice for the whole page; a moment's rest lets the last of several changes win, and half a number go unsaid.
  clearTimeout(saying);
  saying = setTimeout(() => (voice.textContent = text), 600);
};

for (const { uuid, seq } of known) outbox.learn(uuid, seq);
const checks = atLeisure(() => import("../work/check.js"));
const parts = await partsOf(page, known);
const questions = [];
for (const [i, section] of sections.entries()) {
  questions[i] = createQuestion(section, known[i], {
    outbox,
    checks,
    ...parts,
    icon,
    say,
    onState: () => showState(i),
    onTouch: () => touch(i),
    isHere: () => here === i,
    onEnter: () => (oneByOne ? go(i + 1) : questions[i + 1]?.focus()),
    prefersKeys: () => writesWith.get() === "keys",
    preferKeys(keys) {
      writesWith.set(keys ? "keys" : "pen");
      for (const question of questions) question.follow(keys);
    },
  });
}
const byAnswer = new Map(questions.map((question) => [question.answer, question]));

/** What was asked elsewhere is not asked any more: nobody is held up. */
function touch(i) {
  if (here === i) return;
  const before = here;
  here = i;
  questions[before]?.leave();
}

const SIGNS = { empty: "", written: "star", right: "star", wrong: "again", look: "teacher" };
const WORDS = {
  empty: gettext("empty"), written: gettext("written"), right: gettext("right"), wrong: gettext("have another look"),
  look: gettext("your teacher will look"),
};

function showState(i) {
  const state = questions[i]?.state() ?? "";
  const button = path[i];
  if (!state || button.dataset.state === state) return;
  button.dataset.state = state;
  button.setAttribute("aria-label", interpolate(gettext("Question %(number)s, %(state)s"), { number: i + 1, state: WORDS[state] }));
  button.querySelector("[data-sign]").replaceChildren(...(SIGNS[state] ? [icon(SIGNS[state])] : []));
  count();
}

const isEmpty = (question) => question.state() === "empty";
const empties = () => questions.filter(isEmpty).length;
function count() {
  const left = empties();
  const words = left === 0 ? gettext("All done!") : interpolate(ngettext("%(count)s is empty.", "%(count)s are empty.", left), { count: left });
  for (const place of document.querySelectorAll("[data-left]")) place.textContent = words;
}

// --- from one to the next ---

const back = byId("back");
const next = byId("next");

function go(to, { quietly = false } = {}) {
  current = Math.min(Math.max(to, 0), sections.length);
  if (oneByOne) {
    sections.forEach((section, i) => (section.hidden = i !== current));
    landing.hidden = current !== sections.length;
    back.disabled = current === 0;
    next.disabled = current === sections.length;
    next.classList.toggle("to-landing", current === sections.length - 1);
    touch(current);
    questions[current]?.enter();
  } else if (!quietly) {
    (sections[current] ?? landing).scrollIntoView({ block: "center" });
  }
  path.forEach((button, i) => (i === current ? button.setAttribute("aria-current", "step") : button.removeAttribute("aria-current")));
  const here = path[current];
  const strip = here.parentElement.parentElement;
  strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  history.replaceState(null, "", `#${current + 1}`);
  if (quietly) return;
  const words = { number: current + 1, all: sections.length, prompt: sections[current]?.dataset.spoken };
  say(current < sections.length ? interpolate(gettext("Question %(number)s of %(all)s: %(prompt)s"), words) : gettext("Hand in"));
  if (questions[current]?.usesKeys()) questions[current].focus();
}

back.addEventListener("click", () => go(current - 1));
next.addEventListener("click", () => go(current + 1));
path.forEach((button, i) => button.addEventListener("click", () => go(i)));

// --- sending, hearing, handing in ---

const poll = createPoll({
  async ask() {
    const reply = await fetch(attemptUrl, { headers: { "X-Student": student }, credentials: "same-origin", cache: "no-store" });
    if (!reply.ok) throw new Error(String(reply.status));
    return reply.json();
  },
  isWaiting: () => questions.some((question) => question.isWaiting()),
  tell(facts) {
    outbox.tell("facts", facts);
    for (const answer of facts.answers) byAnswer.get(answer.uuid)?.hear(answer);
    if (!facts.open) close();
  },
});

outbox.on("kept", ({ entry, safe }) => byAnswer.get(entry.answer)?.kept(entry, safe));
outbox.on("aside", ({ entry }) => byAnswer.get(entry.answer)?.aside(entry));
outbox.on("saved", ({ entry, reply }) => {
  byAnswer.get(entry.answer)?.saved(entry, reply);
  if (reply.open === false) close();
  poll.quicken();
});

function close() {
  byId("closed").hidden = false;
  for (const question of questions) question.freeze();
}

const form = byId("hand-in");
const handIn = form.querySelector("button");
const waiting = byId("waiting");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const left = empties();
  if (left && (await ask(byId("some-empty"))) !== "go") {
    return go(questions.findIndex(isEmpty));
  }
  waiting.hidden = false;
  handIn.disabled = true;
  const sent = await outbox.flush(8000);
  handIn.disabled = false;
  waiting.hidden = true;
  if (sent) form.submit();
  else await ask(byId("not-sent"));
});

for (const entry of [...outbox.asides(), ...outbox.waiting()]) {
  const question = byAnswer.get(entry.answer);
  const behind = known.find((one) => one.uuid === entry.answer)?.seq ?? 0;
  if (question && entry.seq > behind) question.restore(entry);
}
questions.forEach((_, i) => showState(i));
count();
for (const button of [...path, handIn]) button.disabled = false;
const wanted = Number(location.hash.slice(1)) - 1;
go(wanted >= 0 ? wanted : Math.max(questions.findIndex(isEmpty), 0), { quietly: true });
page.classList.add("is-ready");
poll.quicken();
outbox.nudge();
