/**
 * What a child's page can do without for its first moments, fetched at leisure: the helper that opens pages without a
 * network, the file for the teacher, a kind way out, and saying what this tablet keeps of others.
 */

import { fileOf, nameOf } from "./carry.js";
import { createKnown } from "./known.js";
import { report, send, tellOfOwn } from "./report.js";
import { interpolate, ngettext } from "../words.js";

/** A tablet that nobody touched for so long goes back to the names (ms); the child may have left it. */
const IDLE = 20 * 60_000;
const TRY_AGAIN = 5000;
const SETTLED = 800;

const later = (ms) => new Promise((done) => setTimeout(done, ms));
const plural = (count) => interpolate(ngettext("%(count)s answer is", "%(count)s answers are", count), { count });

/**
 * @param {{outbox: object, store: object, child: HTMLElement, ask: (dialog: HTMLDialogElement) => Promise<string>,
 *   finish: {go: () => void}}} page
 */
export function start({ outbox, store, child, ask, finish }) {
  const { student, ticket, key } = child.dataset;

  // --- the file for the teacher ---

  const dialog = document.getElementById("carry");
  const door = document.getElementById("for-teacher");
  const here = () => [...outbox.asides(), ...outbox.waiting()];
  const look = () => (door.hidden = !outbox.atStake().length);
  for (const name of ["trouble", "kept", "saved", "aside", "empty", "sign-in"]) outbox.on(name, look);
  door.addEventListener("click", async () => {
    const [entries, answers] = [here(), outbox.atStake()];
    if (!answers.length) return look();
    document.getElementById("carry-count").textContent = plural(answers.length);
    if ((await ask(dialog)) !== "save") return;
    const made = Date.now();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([fileOf({ ticket, key, entries, now: made })], { type: "application/json" }));
    link.download = nameOf(entries, made);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
  look();

  // --- what this tablet keeps of others, and what of this child will not go of itself ---

  report(store, (row) => row.student !== student);
  tellOfOwn({ outbox, ticket, send });

  // --- the way out, also without a network ---

  const form = document.getElementById("finished");
  const home = document.querySelector("#trouble a").href;
  let gone = false;
  finish.go = async () => {
    document.body.hidden = gone = true; // nothing of this child while the next page loads
    helper()?.postMessage({ type: "forget" });
    for (let first = true; ; first = false) {
      try {
        if (!first) await outbox.flush(4000);
        const reply = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
        if (reply.status < 500) return location.replace(reply.redirected ? reply.url : home);
      } catch {
        // No network: the child goes all the same, and nothing of it stays on the screen.
      }
      if (first) goodbye();
      await later(TRY_AGAIN);
    }
  };
  function goodbye() {
    document.body.replaceChildren(document.getElementById("goodbye").content.cloneNode(true));
    document.title = "Astro Numbers";
    document.body.hidden = false;
  }

  let idle = 0;
  const touched = () => {
    clearTimeout(idle);
    // Unsent work is kept under the child's name and goes out when the child comes back.
    idle = setTimeout(() => outbox.flush(6000).then(finish.leave), IDLE);
  };
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, touched, { passive: true });
  touched();

  // --- pages without a network ---

  const helper = () => navigator.serviceWorker?.controller;
  const worker = document.querySelector("meta[name=worker]").content;
  navigator.serviceWorker?.register(worker).catch(() => {});
  // Without a helper (plain HTTP) another page would be the browser's own words of failure: better stay on this one.
  const troubled = () => !navigator.onLine || !document.getElementById("trouble").hidden;
  const stay = (event) => {
    const leaves = event.type === "submit" ? event.target.method === "post" : event.target.closest("a[href]");
    if (!leaves || helper() || !troubled() || event.target.id === "finished") return;
    event.preventDefault();
    outbox.nudge();
    outbox.tell("stay");
  };
  child.addEventListener("click", stay);
  child.addEventListener("submit", stay);

  const started = document.getElementById("known");
  const known = started && createKnown(JSON.parse(started.textContent));
  let timer = 0;
  const hand = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!gone) helper()?.postMessage({ type: "keep", path: location.pathname, known: known?.all() });
    }, SETTLED);
  };
  outbox.on("saved", ({ entry, reply }) => known?.saved(entry, reply) || hand());
  outbox.on("facts", (facts) => known?.hear(facts) || hand());
  navigator.serviceWorker?.addEventListener("controllerchange", hand);
  hand();
  child.dataset.tablet = "ready";
}
