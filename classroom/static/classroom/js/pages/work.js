/** The writing page: brings its questions to life and leads from one to the next. */

import { ask, outbox } from "./child.js";
import { byId, icon, open, page, questions, say } from "./desk.js";
import { gettext, interpolate, ngettext } from "../words.js";

const oneByOne = page.dataset.layout === "one_by_one";
const landing = byId("landing");
const path = [...page.querySelectorAll("[data-goto]")];

let current = 0; // index of the question on show; as many as there are for the landing
let here = -1; // index of the question that the child writes in or looks at, -1 for none

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
  current = Math.min(Math.max(to, 0), questions.length);
  if (oneByOne) {
    questions.forEach(({ section }, i) => (section.hidden = i !== current));
    landing.hidden = current !== questions.length;
    back.disabled = current === 0;
    next.disabled = current === questions.length;
    next.classList.toggle("to-landing", current === questions.length - 1);
    touch(current);
    questions[current]?.enter();
  } else if (!quietly) {
    (questions[current]?.section ?? landing).scrollIntoView({ block: "center" });
  }
  path.forEach((button, i) => (i === current ? button.setAttribute("aria-current", "step") : button.removeAttribute("aria-current")));
  const here = path[current];
  const strip = here.parentElement.parentElement;
  strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  history.replaceState(null, "", `#${current + 1}`);
  if (quietly) return;
  const words = { number: current + 1, all: questions.length, prompt: questions[current]?.section.dataset.spoken };
  say(current < questions.length ? interpolate(gettext("Question %(number)s of %(all)s: %(prompt)s"), words) : gettext("Hand in"));
  if (questions[current]?.usesKeys()) questions[current].focus();
}

back.addEventListener("click", () => go(current - 1));
next.addEventListener("click", () => go(current + 1));
path.forEach((button, i) => button.addEventListener("click", () => go(i)));

// --- sending, hearing, handing in ---

const start = open(
  (i) => ({
    onState: () => showState(i),
    onTouch: () => touch(i),
    isHere: () => here === i,
    onEnter: () => (oneByOne ? go(i + 1) : questions[i + 1]?.focus()),
  }),
  close,
);

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

questions.forEach((_, i) => showState(i));
count();
for (const button of [...path, handIn]) button.disabled = false;
const wanted = Number(location.hash.slice(1)) - 1;
go(wanted >= 0 ? wanted : Math.max(questions.findIndex(isEmpty), 0), { quietly: true });
start();
