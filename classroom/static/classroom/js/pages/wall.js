/** The answer wall by keys: groups one after the other, each decided at once while the server is told meanwhile. */

import { answerDialog } from "../teacher/dialog.js";
import { onKeys } from "../teacher/keys.js";
import { listen } from "../teacher/news.js";
import { Trouble, allKept, decideAt, fetchPart } from "../teacher/panel.js";
import { undoBar } from "../teacher/undo.js";
import { renderAhead } from "../wall/ahead.js";
import { agreed, chosen, groupOf, groupsOf, isCheck, letDrag, showDecided, stampOf, thumbsOf, toggle, waits } from "../wall/groups.js";
import { merge, undrawn } from "../wall/merge.js";
import { looking } from "../wall/seen.js";
import { standing } from "../wall/standing.js";
import { gettext } from "../words.js";

const REST = 900; // ms between two looks at what changed, however fast a class writes
const REST_FOR_EACH = 8; // and for each answer on the page: the server renders all of them
const MOST_DRAWN = 40; // answers drawn one by one; more come with the whole wall
const WORDS = {
  live: gettext("Live"),
  asking: gettext("Live, looking every few seconds"),
  lost: gettext("Connection lost, trying again"),
  paused: gettext("Paused"),
  over: gettext("This class is no longer yours, or you signed out"),
};

const page = document.querySelector("[data-wall-page]");
const wall = page.querySelector("[data-wall]");
const said = document.querySelector("main > .wall-tools [data-said]");
const onlyDoubts = page.dataset.show === "doubts";
const say = (words) => (said.textContent = words);
const at = standing(wall, { onlyDoubts, say });

document.body.classList.add("has-script");

// --- what is decided ---

async function decide(form, verdict, thumbs = chosen(form)) {
  if (thumbs.length === 0) {
    say(gettext("Nothing of this group is left to mark."));
    return;
  }
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("verdict", verdict);
  body.set("answer", thumbs.map(stampOf).join(" ")); // in one field: there may be hundreds
  const shown = thumbs.map((thumb) => ({ accept: "none", leave: "none", agree: agreed(thumb) })[verdict] ?? verdict);
  thumbs.forEach((thumb, nth) => showDecided(thumb, shown[nth]));
  const check = at.current() && isCheck(at.current()) && at.current();
  if (!check || !waits(check, { onlyDoubts }) || !at.toDoubtful(check)) at.goOn();
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

/** By key: what is pulled out when one stands in it, of checks the answer one stands at, else the group's own. */
function decideHere(verdict) {
  const group = at.current();
  if (!group) return;
  const form = document.activeElement.closest("[data-together]") ?? group.querySelector("[data-together]");
  if (isCheck(group)) {
    const thumb = document.activeElement.closest("[data-thumb]");
    if (!thumb) at.toDoubtful(group);
    else if (["right", "wrong"].includes(verdict)) decide(form, verdict, [thumb]);
  } else if (form.querySelector(`[value="${verdict}"]`)) decide(form, verdict);
}

/** Make the teacher's word of what the groups say, for all that was on the screen and was not pulled out. */
function agree() {
  const thumbs = thumbsOf(wall).filter((thumb) => seen.isSeen(thumb) && agreed(thumb));
  if (thumbs.length === 0) {
    say(gettext("There is nothing on your screen so far to agree to: read, and not marked by you."));
    return;
  }
  decide(wall.querySelector("[data-together]"), "agree", thumbs);
}

/** On: to what was not on the screen yet; where only doubts are shown, to the next group. */
function goOn() {
  if (onlyDoubts) {
    at.goOn();
    return;
  }
  const group = seen.turn();
  if (group) at.stand(group, { focus: false });
  else say(gettext("All of it was on your screen. A agrees with it."));
}

wall.addEventListener("submit", (event) => {
  const { submitter, target: form } = event;
  if (!form.matches("[data-together]")) return;
  event.preventDefault();
  if (submitter?.name !== "verdict") return;
  at.stand(groupOf(form), { focus: false });
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
  at.roam();
  at.stand(group, { focus: false });
  if (held) at.goTo(next && groupOf(next) === group ? next : thumb);
  say(thumb.closest("[data-pulled]") ? gettext("Pulled out.") : gettext("Goes with its group."));
}

wall.addEventListener("focusin", (event) => {
  const group = groupOf(event.target);
  if (group && group !== at.current()) at.stand(group, { focus: false });
});

const agreeButton = document.querySelector("[data-agree]");
const seen = looking(wall, () => {
  document.querySelector("[data-seen]").hidden = agreeButton.hidden = false;
  document.querySelector("[data-seen-count]").textContent = seen.count();
});
agreeButton.addEventListener("click", agree);

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
    merge(wall, drawn, at.current() ?? groupsOf(wall)[0] ?? null);
    again ||= undrawn(wall, wall).length > 0; // what came between the two
    if (at.current()?.isConnected === false) at.forget();
    at.roam();
    seen.again();
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
  d: () => at.toDoubtful() || say(gettext("Nothing here waits for a look.")),
  j: () => at.step(1),
  k: () => at.step(-1),
  arrowdown: () => at.step(1),
  arrowup: () => at.step(-1),
  arrowright: () => at.beside(1),
  arrowleft: () => at.beside(-1),
  x: () => {
    const thumb = document.activeElement.closest("[data-thumb]");
    if (thumb) pull(thumb);
    else at.beside(1);
  },
  " ": () => (document.activeElement.matches("button, a, summary") ? document.activeElement.click() : goOn()),
  enter: openHere,
  n: () => document.querySelector("[data-go=after]")?.click(),
  p: () => document.querySelector("[data-go=before]")?.click(),
  u: () => bar.undo(),
  h: () => document.querySelector("[data-names]").click(),
  "?": () => keys.showModal(),
}, isFree);

letDrag(wall, at.roam);
renderAhead(wall);
at.roam();
const first = groupsOf(wall).find((group) => waits(group, { onlyDoubts })) ?? groupsOf(wall)[0];
if (first) at.stand(first, { focus: document.activeElement === document.body });
