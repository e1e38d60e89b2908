/** One answer's panel, fetched from the server, and what a teacher decides in it. Nothing is drawn here twice. */

import { keepNotes } from "./note.js";
import { playInPlace } from "./replay.js";
import { gettext } from "../words.js";

/** Somebody signed out, or the server is not there or refused: `message` is for people, `answer` what it said. */
export class Trouble extends Error {
  answer = null;
}

async function ask(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Trouble(gettext("The school's computer does not answer. Nothing is lost; try again."));
  }
  if (response.redirected && response.url.includes("/accounts/")) throw new Trouble(gettext("You are signed out. Load the page again."));
  if (!response.ok) throw await refused(response);
  return response;
}

async function refused(response) {
  const isSaid = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isSaid ? await response.json() : null;
  const trouble = new Trouble(answer?.words ?? answer?.message ?? gettext("That did not work. Load the page again and try once more."));
  trouble.answer = answer;
  return trouble;
}

let last = Promise.resolve();

/** Resolves when all decisions so far are kept or refused. */
export const allKept = () => last.catch(() => null);

/** Send a decision, after those before it; what the server made of it: {words?, undo: {url, words} | null, ...}. */
export function decideAt(url, body) {
  last = allKept().then(() => keep(url, body));
  return last;
}

async function keep(url, body) {
  const lesson = document.querySelector("[data-undo-form] [name=lesson]");
  if (lesson) body.set("lesson", lesson.value);
  const response = await ask(url, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
  return response.json();
}

/** The part of a page that `selector` names, as an element of this document. */
export async function fetchPart(url, selector) {
  const response = await ask(url);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const part = page.querySelector(selector);
  if (part === null) throw new Trouble(gettext("That did not work. Load the page again."));
  return document.adoptNode(part);
}

/** The panel of the answer at `href`. */
export function fetchPanel(href) {
  const url = new URL(href, location.href);
  url.searchParams.set("part", "panel");
  return fetchPart(url, "[data-answer]");
}

/** Send one of the panel's forms with one field set; resolves to what the server said when it has kept it. */
export function send(form, name, value) {
  const body = new FormData(form);
  body.set(name, value);
  return decideAt(form.action, body);
}

/** Mark the panel's answer: "right", "wrong" or "withdraw". */
export const mark = (panel, verdict) => send(panel.querySelector("[data-mark]"), "verdict", verdict);

/** Inside `frame` notes to children keep themselves, and links to replays play in place. */
export function besideAnswers(frame) {
  // Handed over, not imported there: modules that import one another cannot be served under hashed names.
  const world = { decideAt, fetchPart, isTrouble: (error) => error instanceof Trouble };
  keepNotes(frame, world);
  playInPlace(frame, world);
}

/** Call `decided(name, value, form)` instead of sending the forms of panels inside `frame`; keep notes, play replays. */
export function takeOverForms(frame, decided) {
  besideAnswers(frame);
  frame.addEventListener("submit", (event) => {
    const { submitter, target: form } = event;
    if (!submitter?.name || !form.matches("[data-mark], [data-late]")) return;
    event.preventDefault();
    decided(submitter.name, submitter.value, form);
  });
}
