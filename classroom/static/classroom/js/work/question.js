/** One question of the writing page: its box, its keypad, and what is said beside them. */

import { createPad } from "../ink/pad.js";
import { fromWire } from "../ink/strokes.js";
import { answerIn, isBlank } from "../store.js";
import { createKeypad } from "./keypad.js";
import { gettext, interpolate, shown } from "../words.js";

/**
 * What is written goes out this long (ms) after the pen was lifted: short enough that the reading stands there half a second
 * later, long enough for the second stroke of a quick 4 or 5. A revision too many is cheap.
 */
const PAUSE = 120;
const PAUSE_OF_KEYS = 400;

/** Marks and questions wait longer: half a "12" is a wrong "1", and nobody is to be told so while still writing. */
const REST = 1300;
/** Most is saved within this (ms); else it is said to be kept here. */
const SOON = 1000;
const TO_TEACHER = ["look", "teacher", gettext("Your teacher will look")];

/** Until "Is this what you wrote?" is there: nothing is asked. It comes before the first reading can. */
const NO_CHECK = new Proxy({}, { get: () => () => false });

/**
 * Bring a `<section data-answer>` to life.
 *
 * @param {object} known  the answer as the server knows it (classroom/views/student.py, KNOWN)
 * @param {{outbox: object, icon: (name: string) => SVGElement, say: (text: string) => void, onState: () => void,
 *   onEnter: () => void, onTouch: () => void, isHere: () => boolean, prefersKeys: () => boolean, createTapped?: Function,
 *   createFigure?: Function, preferKeys: (keys: boolean) => void, checks: Promise<object>}} page  `onTouch`: the child writes
 *   here; `isHere`: and nowhere else; `create…`: where needed; `checks`: the module of "Is this what you wrote?"
 */
export function createQuestion(section, known, page) {
  const { answer, kind, name } = section.dataset;
  const find = (selector) => section.querySelector(selector);
  const [canvas, keyPlace] = [find("canvas"), find("[data-keypad]")];
  const buttons = Object.fromEntries([...section.querySelectorAll("[data-do]")].map((one) => [one.dataset.do, one]));

  const figure = known.figure ? page.createFigure(section, known.figure, page) : null;
  let facts = known; // the newest that the server said
  let mode = known.mode; // of the revision that counts here: "drawn", "typed" or ""
  let blank = known.state === "empty";
  let mine = known.seq; // seq of the newest revision made or known here
  let unsent = false;
  let confirmed = true; // the server has named our newest revision as the current one
  let insisted = false; // it named another one, from a second page, and ours was sent once more
  let refused = false;
  let safe = true;
  let [since, lastChange] = [-Infinity, -Infinity]; // it is unsent; ms, performance.now()
  let restTimer = 0;
  let closed = false;
  let shownMark = known.mark;

  const keep = async (what, empty, options) => {
    lastChange = performance.now();
    if (!unsent) since = lastChange;
    setTimeout(render, SOON);
    [mode, blank, unsent, refused] = ["typed" in what ? "typed" : "drawn", empty, true, false];
    mine += 1;
    insisted = false;
    facts = { ...facts, late: false };
    render();
    mine = (await page.outbox.put(answer, what, options)).seq;
    render();
  };

  /** Another page wrote higher numbers meanwhile; what was written last counts, so ours gets a higher one. Once. */
  const insist = (top) => {
    page.outbox.learn(answer, top);
    mine = top;
    const kept = keep(mode === "typed" ? { typed: keypad.text() } : { ink: pad.wire() }, blank, {});
    insisted = true;
    return kept;
  };

  const on = {
    onDown: () => {
      page.outbox.hold(answer, 3000);
      lastChange = performance.now();
      section.classList.add("is-writing");
      check.penDown();
      page.onTouch();
      canvas.classList.add("has-ink");
    },
    onChange: (pointer) => {
      section.classList.remove("is-writing");
      check.inkChanged(pointer !== "");
      const strokes = pad.strokes();
      keep({ ink: pad.wire() }, !strokes.length, { pointer, pause: figure?.pause(strokes) ?? PAUSE });
      figure?.inkChanged();
    },
    onTap: (point) => figure?.tap(point, pad.strokes()) ?? false,
    onFull: () => {
      const full = gettext("The box is full. Rub out and start again.");
      hint(full);
      page.say(full);
    },
  };
  const pad = createPad(canvas, on, figure?.room);

  const tapped = keyPlace.classList.contains("tapped"); // nothing is drawn there
  let keypad;
  const keys = () =>
    (keypad ??= (tapped ? page.createTapped : (figure?.createKeys ?? createKeypad))(keyPlace, {
      kind,
      name,
      wipe: page.icon("wipe"),
      onChange(typed) {
        if (typed) check.typed();
        page.onTouch();
        keep({ typed }, !answerIn(typed), { pointer: "keypad", pause: PAUSE_OF_KEYS });
      },
      onEnter: page.onEnter,
    }));

  const usesKeys = () => !keyPlace.hidden;
  const useKeys = (yes) => {
    if ((yes ||= tapped)) keys();
    keyPlace.hidden = !yes;
    figure?.useKeys(yes);
    canvas.hidden = buttons.keys.hidden = buttons.undo.hidden = yes;
    buttons.pen.hidden = !yes || tapped;
    buttons.clear.hidden = yes && !tapped;
  };

  let check = NO_CHECK;
  page.checks.then(({ createCheck }) => {
    check = createCheck({
      ...page,
      section,
      name,
      pad,
      openKeys() {
        useKeys(true);
        keypad.focus();
      },
      onDone: render,
    });
    render();
  });

  buttons.undo.addEventListener("click", () => check.undo() || pad.undo());
  buttons.clear.addEventListener("click", () => (tapped ? keypad.clear() : pad.clear(figure?.chosen(pad.strokes()))));
  // What one sees counts: going back to the box brings its ink back, and the other way round.
  buttons.keys.addEventListener("click", () => {
    check.toKeys();
    useKeys(true);
    page.preferKeys(true);
    if (mode === "drawn" && answerIn(keypad.text())) keep({ typed: keypad.text() }, false, { pointer: "keypad" });
    keypad.focus();
  });
  buttons.pen.addEventListener("click", () => {
    useKeys(false);
    page.preferKeys(false);
    if (mode === "typed" && pad.strokes().length) keep({ ink: pad.wire() }, false, {});
    buttons.keys.focus({ preventScroll: true });
  });

  const [bubble, sign, slot, hintPlace] = ["bubble", "state", "slot", "hint"].map((name) => find(`[data-${name}]`));
  const hint = (text) => put(hintPlace, "", text);
  const put = (place, icon, text) => {
    const key = `${icon}|${text}`;
    if (place.dataset.shows === key) return false;
    place.dataset.shows = key;
    place.replaceChildren(...(icon ? [page.icon(icon)] : []), text);
    place.hidden = !text;
    return true;
  };

  const pretty = (text) => shown(text.replace(/-/g, "−")).replace(/^(?=\|)|(?<=\|)(?=\||$)/g, "_").replaceAll("|", known.joint);
  /** What stands in the box as it is kept, and as it is read. */
  const raw = () => (blank ? "" : answerIn(mode === "typed" ? keypad?.text() || facts.typed : !unsent && facts.seq >= mine ? facts.reading : ""));
  const text = () => keypad?.words?.() || pretty(raw());
  /** What stands beside the box now: [look of the bubble, icon, text]. */
  function saying() {
    if (blank) return ["", "", ""];
    if (facts.late && !unsent) return ["look", "teacher", gettext("Your teacher has it")];
    if (tapped) return ["read", "tick", text()];
    if (mode === "typed") return ["read", "keys", interpolate(gettext("You typed %(text)s"), { text: text() })];
    if (unsent && performance.now() < since + SOON) return ["wait", "wait", "…"];
    if (unsent || refused) return ["wait", "tablet", safe ? gettext("Kept on this tablet") : gettext("Not saved yet")];
    if (facts.seq < mine || facts.state === "reading") return ["wait", "wait", gettext("Looking …")];
    if (facts.state === "look") return TO_TEACHER;
    return ["read", "eye", interpolate(gettext("I see %(text)s"), { text: text() })];
  }

  /** Whether what the server said belongs to what stands in the box, and the child has paused. */
  function hasRested() {
    if (unsent || facts.seq < mine || pad.isWriting()) return false;
    const wait = (keypad?.rest ?? figure?.rest ?? REST) - (performance.now() - lastChange);
    if (wait <= 0) return true;
    clearTimeout(restTimer);
    restTimer = setTimeout(render, wait + 20);
    return false;
  }

  function render() {
    const rested = hasRested();
    if (rested && !closed && mode === "drawn" && !usesKeys() && page.isHere()) check.ask(facts.check);
    let [look, icon, words] = saying();
    shownMark = rested && !check.isOpen() && keypad?.isDone?.() !== false && !figure?.isBegun(raw()) ? facts.mark : ""; // who is asked is not told yet
    const told = { text: text() };
    if (shownMark === "right") [look, icon, words] = ["right", "star", interpolate(gettext("%(text)s! Well done"), told)];
    if (shownMark === "wrong") [look, icon, words] = ["again", "again", interpolate(gettext("%(text)s? Have another look"), told)];
    if (shownMark === "look" && !blank) [look, icon, words] = TO_TEACHER;
    bubble.dataset.look = look;
    if (put(bubble, icon, words) && look !== "wait" && words && !check.isOpen()) page.say(`${name}: ${words}`);
    slot.textContent = told.text;
    slot.dataset.look = look;
    if (look === "look" && mode === "drawn") hint(gettext("Write it again or use the keys, if you like."));
    else if (!pad.isWriting() && !refused) hint("");

    if (refused) put(sign, "tablet", gettext("Only on this tablet. Tell your teacher."));
    else if (unsent) put(sign, "tablet", safe ? gettext("On this tablet") : gettext("Not saved yet"));
    else if (blank && !facts.seq) put(sign, "", "");
    else if (facts.seq >= mine && facts.state === "read" && mode === "drawn") put(sign, "tick", gettext("Read"));
    else put(sign, "saved", gettext("Saved"));

    canvas.classList.toggle("has-ink", pad.strokes().length > 0 || pad.isWriting());
    buttons.undo.disabled = closed || !pad.canUndo();
    buttons.clear.disabled = closed || (tapped ? blank : !pad.strokes().length);
    page.onState();
  }

  if (known.strokes) pad.show(fromWire(known.strokes, pad.height));
  if (known.typed) keys().show(known.typed);
  useKeys(known.mode ? known.mode === "typed" : page.prefersKeys());
  render();

  return {
    answer,
    section,
    /** A revision from an earlier page that the server does not have yet. */
    restore(entry) {
      [mine, unsent, refused, blank] = [entry.seq, !entry.aside, !!entry.aside, isBlank(entry)];
      mode = "typed" in entry.body ? "typed" : "drawn";
      if (mode === "typed") keys().show(entry.body.typed);
      else pad.show(fromWire(entry.body.ink, pad.height));
      useKeys(mode === "typed");
      render();
    },
    kept(entry, isSafe) {
      safe = isSafe;
      if (entry.seq >= mine) render();
    },
    saved(entry, reply) {
      if (entry.seq < mine) return;
      [unsent, confirmed] = [false, false];
      mine = reply.seq;
      if (reply.late) facts = { ...facts, late: true }; // nothing will read it before a teacher takes it in
      render();
    },
    aside(entry) {
      if (entry.seq < mine) return;
      [unsent, refused] = [false, true];
      render();
    },
    hear(news) {
      facts = { ...facts, ...news };
      if (!unsent && !confirmed) {
        confirmed = true;
        if (news.seq > mine && !insisted && !closed) return insist(news.seq);
      }
      render();
    },
    /** Whether the server has it, but has not said what it reads. */
    isWaiting: () =>
      !closed && !unsent && !facts.late && (!confirmed || (!blank && (facts.seq < mine || facts.state === "reading"))),
    state: () => (blank ? "empty" : shownMark || "written"),
    focus: () => usesKeys() && keypad.focus(),
    /** The child came here, or went on to another question: what was asked is not asked any more. */
    enter: render,
    leave: () => check.leave(),
    usesKeys,
    /** The child chose keys, or the pen, at another question: an untouched one follows. */
    follow(keys) {
      if (!mode && !closed) useKeys(keys);
    },
    freeze() {
      closed = true;
      check.leave();
      pad.freeze();
      keypad?.freeze();
      for (const button of Object.values(buttons)) button.disabled = true;
      render();
    },
  };
}
