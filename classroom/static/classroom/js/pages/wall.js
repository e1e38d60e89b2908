/** The answer wall by keys: groups one after the other, each decided at once while the server is told meanwhile. */

import { answerDialog } from "../teacher/dialog.js";
import { onKeys } from "../teacher/keys.js";
import { listen } from "../teacher/news.js";
import { Trouble, allKept, decideAt, fetchPart } from "../teacher/panel.js";
import { undoBar } from "../teacher/undo.js";
import { chosen, groupOf, groupsOf, letDrag, showDecided, thumbsOf, toggle, waits } from "../wall/groups.js";
import { merge, undrawn } from "../wall/merge.js";

const REST = 900; // ms between two looks at what changed, however fast a class writes
const REST_FOR_EACH = 8; // and for each answer on the page: the server renders all of them
const MOST_DRAWN = 40; // answers drawn one by one; more come with the whole wall
const WORDS = {
  live: "Live",
  asking: "Live, looking every few seconds",
  lost: "Connection lost, trying again",
  paused: "Paused",
  over: "This class is no longer yours, or you signed out",
};

const page = document.querySelector("[data-wall-page]");
const wall = page.querySelector("[data-wall]");
const said = document.querySelector("main > .wall-tools [data-said]");
const onlyDoubts = page.dataset.show === "doubts";
let current = null;

document.body.classList.add("has-script");

// --- where the teacher is ---

const firstStop = (thumb) => thumb.querySelector("input") ?? thumb.querySelector("a");

/** One stop for the Tab key in each group instead of dozens: the rest is reached by arrows. */
function roam() {
  for (const group of groupsOf(wall)) {
    thumbsOf(group).forEach((thumb, at) => {
      for (const stop of thumb.querySelectorAll("input, a")) stop.tabIndex = at === 0 && stop === firstStop(thumb) ? 0 : -1;
      thumb.draggable = true;
    });
  }
}

function stand(group, { focus = true } = {}) {
  current?.classList.remove("is-current");
  current = group;
  if (!group) return;
  group.classList.add("is-current");
  if (!focus) return;
  const head = group.querySelector("[data-group-head]");
  head.focus({ preventScroll: true });
  const isFirst = group === group.closest("[data-section]").querySelector("[data-group]");
  (isFirst ? (group.closest("[data-section]").querySelector(".wall-question") ?? group) : group).scrollIntoView({ block: "nearest" });
  group.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const groups = groupsOf(wall);
  const at = groups.indexOf(current);
  const next = groups[at < 0 ? 0 : at + by];
  if (next) stand(next);
}

/** The next group that waits, from here on and then from the top; the way on when there is none. */
function goOn() {
  const tray = current?.querySelector("[data-pulled]:not([hidden]) [data-thumb]");
  if (tray) {
    firstStop(tray).focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest" });
    say("Now what you pulled out.");
    return;
  }
  const groups = groupsOf(wall);
  const at = groups.indexOf(current);
  const next = [...groups.slice(at + 1), ...groups.slice(0, at + 1)].find((group) => waits(group, { onlyDoubts }));
  if (next) {
    stand(next);
    return;
  }
  const on = document.querySelector("[data-after]");
  const checks = wall.querySelector(".group-check [data-open]");
  say(on ? "All of this question is decided. Enter leads to the next." : checks ? "Left are the checks: Enter opens each." : "All of it is decided.");
  if (!on && checks) stand(groupOf(checks));
  on?.focus();
}

function beside(by) {
  const thumbs = current ? thumbsOf(current) : [];
  const at = thumbs.indexOf(document.activeElement.closest("[data-thumb]"));
  const next = thumbs[at < 0 ? (by > 0 ? 0 : thumbs.length - 1) : at + by];
  if (!next) return;
  firstStop(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// --- what is decided ---

const say = (words) => (said.textContent = words);

async function decide(form, verdict, thumbs = chosen(form)) {
  if (thumbs.length === 0) {
    say("Nothing of this group is left to mark.");
    return;
  }
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("verdict", verdict);
  for (const thumb of thumbs) body.append("answer", thumb.querySelector("input").value);
  for (const thumb of thumbs) showDecided(thumb, { accept: "none", leave: "none", agree: thumb.dataset.verdict }[verdict] ?? verdict);
  goOn();
  try {
    const kept = await decideAt(form.action, body);
    bar.offer(kept.undo);
    say(kept.words);
    bar.say(kept.marked === thumbs.length ? "" : kept.words);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    for (const thumb of thumbs) delete thumb.dataset.decided;
    bar.say(error.message);
  }
  refresh();
}

/** By key: what is pulled out when one stands in it, else the group's own. */
function decideHere(verdict) {
  if (!current) return;
  const form = document.activeElement.closest("[data-together]") ?? current.querySelector("[data-together]");
  if (form.querySelector(`[value="${verdict}"]`)) decide(form, verdict);
}

/** Make the machine's word the teacher's, in all groups of this question of which it is sure. */
function agree() {
  const section = current?.closest("[data-section]") ?? wall.querySelector("[data-section]");
  const sure = section ? groupsOf(section).filter((group) => group.dataset.says !== "") : [];
  const thumbs = sure.flatMap((group) => chosen(group.querySelector("[data-together]")));
  if (thumbs.length === 0) {
    say("There is nothing here that the machine is sure of and you have not marked.");
    return;
  }
  const groups = groupsOf(section);
  if (!current || sure.includes(current)) stand(groups.at(-1), { focus: false }); // from there on to what waits
  decide(sure[0].querySelector("[data-together]"), "agree", thumbs);
}

wall.addEventListener("submit", (event) => {
  const { submitter, target: form } = event;
  if (!form.matches("[data-together]")) return;
  event.preventDefault();
  if (submitter?.name !== "verdict") return;
  stand(groupOf(form), { focus: false });
  decide(form, submitter.value);
});

wall.addEventListener("change", (event) => {
  const thumb = event.target.closest("[data-thumb]");
  if (!thumb) return;
  event.target.checked = !event.target.checked; // as it was: toggle says what the click means
  pull(thumb);
});

function pull(thumb) {
  const group = groupOf(thumb);
  const thumbs = thumbsOf(group);
  const next = thumbs[thumbs.indexOf(thumb) + 1];
  const held = thumb.contains(document.activeElement);
  toggle(thumb);
  roam();
  stand(group, { focus: false });
  if (held) firstStop(next && groupOf(next) === group ? next : thumb).focus({ preventScroll: true });
  say(thumb.closest("[data-pulled]") ? "Pulled out." : "Goes with its group.");
}

wall.addEventListener("focusin", (event) => {
  const group = groupOf(event.target);
  if (group && group !== current) stand(group, { focus: false });
});

// --- what comes new ---

let busy = false;
let again = false;

async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    await allKept();
    const fresh = await fetchPart(address({ ink: "" }), "[data-wall]");
    const missing = undrawn(wall, fresh);
    const whole = missing.length > MOST_DRAWN ? {} : { ink: missing.join(",") };
    const drawn = missing.length > 0 ? await fetchPart(address(whole), "[data-wall]") : fresh;
    merge(wall, drawn, current ?? groupsOf(wall)[0] ?? null);
    if (current && !current.isConnected) current = null;
    roam();
    document.querySelector("[data-shown-look]").textContent = wall.dataset.toLookAt;
    document.querySelector("[data-shown-count]").textContent = wall.dataset.count;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    status("lost");
  }
  setTimeout(() => {
    busy = false;
    if (!again) return;
    again = false;
    refresh();
  }, REST + REST_FOR_EACH * Number(wall.dataset.count));
}

function address(more) {
  const url = new URL(page.dataset.url, location.href);
  if (page.dataset.show === "all") url.searchParams.set("show", "all");
  url.searchParams.set("part", "wall");
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return url;
}

function status(state) {
  const line = document.querySelector(".live");
  line.dataset.status = state;
  line.querySelector("[data-status-text]").textContent = WORDS[state];
}

listen(page.dataset.eventsUrl, {
  onVersion: (told) => {
    if (told === null || told > Number(wall.dataset.version)) refresh();
  },
  onStatus: status,
});

// --- keys and dialogs ---

const dialog = answerDialog({
  linkTo: (answer) => wall.querySelector(`[data-thumb="${answer}"] input, [data-thumb="${answer}"] a`),
  decided: (kept) => {
    bar.offer(kept.undo);
    refresh();
  },
});
const keys = document.querySelector("[data-keys-dialog]");
const isFree = () => !dialog.isOpen() && !keys.open;
const bar = undoBar({
  undone: () => {
    refresh();
    dialog.refresh();
  },
  isActive: () => !keys.open,
});

const keysButton = document.querySelector("[data-keys-button]");
keysButton.hidden = false;
keysButton.addEventListener("click", () => keys.showModal());

wall.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  dialog.open(link.href);
});

const openHere = () => {
  const link = document.activeElement.closest("[data-thumb]")?.querySelector("[data-open]");
  if (link) dialog.open(link.href);
  else if (document.activeElement.matches("a, button, summary")) document.activeElement.click();
};

onKeys(document, {
  r: () => decideHere("right"),
  w: () => decideHere("wrong"),
  l: () => decideHere("accept"),
  o: () => decideHere("leave"),
  a: agree,
  j: () => step(1),
  k: () => step(-1),
  arrowdown: () => step(1),
  arrowup: () => step(-1),
  arrowright: () => beside(1),
  arrowleft: () => beside(-1),
  x: () => {
    const thumb = document.activeElement.closest("[data-thumb]");
    if (thumb) pull(thumb);
    else beside(1);
  },
  " ": () => (document.activeElement.matches("button, a, summary") ? document.activeElement.click() : goOn()),
  enter: openHere,
  n: () => document.querySelector("[data-go=after]")?.click(),
  p: () => document.querySelector("[data-go=before]")?.click(),
  u: () => bar.undo(),
  h: () => document.querySelector("[data-names]").click(),
  "?": () => keys.showModal(),
}, isFree);

letDrag(wall, roam);
roam();
const first = groupsOf(wall).find((group) => waits(group, { onlyDoubts })) ?? groupsOf(wall)[0];
if (first) stand(first, { focus: document.activeElement === document.body });
