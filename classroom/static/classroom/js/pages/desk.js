/** What the pages of a lesson and of a flight have alike: boxes, one voice, the way to the server and back. */

import { createPoll } from "../poll.js";
import { createQuestion } from "../work/question.js";
import { atLeisure, choice, outbox } from "./child.js";

export const byId = (id) => document.getElementById(id);
export const page = byId("work");
export const questions = [];
const known = JSON.parse(byId("known").textContent);
const { student } = byId("child").dataset;
const { icons, attemptUrl, keypad } = page.dataset;
const voice = byId("voice");

const drawn = document.querySelector(".icon");
export function icon(name) {
  const svg = drawn.cloneNode(true);
  svg.firstElementChild.setAttribute("href", `${icons}#${name}`);
  return svg;
}

let saying = 0;
/** A moment's rest lets the last of several changes win, and half a number go unsaid. */
export function say(text) {
  clearTimeout(saying);
  saying = setTimeout(() => (voice.textContent = text), 600);
}

const writesWith = choice("writes-with", keypad === "yes" ? "keys" : "pen");
for (const { uuid, seq } of known) outbox.learn(uuid, seq);
const alike = {
  // What only some questions need: cards to tap, figures to write in.
  ...(page.querySelector(".tapped") && (await import("../work/tapped.js"))),
  ...(known.some(({ figure }) => figure) && (await import("../work/figure.js"))),
  checks: atLeisure(() => import("../work/check.js")),
  outbox,
  icon,
  say,
  prefersKeys: () => writesWith.get() === "keys",
  preferKeys(keys) {
    writesWith.set(keys ? "keys" : "pen");
    for (const one of questions) one.follow(keys);
  },
};

/** Bring the boxes to life, each with the deeds of its number, until `close`; gives what sends and asks at once. */
export function open(deedsOf, close) {
  page.querySelectorAll("[data-answer]").forEach((section, i) => {
    questions[i] = createQuestion(section, known[i], { ...alike, ...deedsOf(i) });
  });
  const by = new Map(questions.map((one) => [one.answer, one]));
  const poll = createPoll({
    async ask() {
      const reply = await fetch(attemptUrl, { headers: { "X-Student": student }, cache: "no-store" });
      if (!reply.ok) throw new Error(reply.status);
      return reply.json();
    },
    isWaiting: () => questions.some((one) => one.isWaiting()),
    tell(facts) {
      outbox.tell("facts", facts);
      for (const answer of facts.answers) by.get(answer.uuid)?.hear(answer);
      if (!facts.open) close();
    },
  });
  outbox.on("kept", ({ entry, safe }) => by.get(entry.answer)?.kept(entry, safe));
  outbox.on("aside", ({ entry }) => by.get(entry.answer)?.aside(entry));
  outbox.on("saved", ({ entry, reply }) => {
    by.get(entry.answer)?.saved(entry, reply);
    if (reply.open === false) close();
    poll.quicken();
  });
  for (const entry of [...outbox.asides(), ...outbox.waiting()]) {
    const behind = known.find((one) => one.uuid === entry.answer);
    if (entry.seq > behind?.seq) by.get(entry.answer).restore(entry);
  }
  return () => {
    page.classList.add("is-ready");
    poll.quicken();
    outbox.nudge();
  };
}
