/**
 * "Is this what you wrote?": the reading as big printed signs beside the ink. One tap agrees; one tap on a sign lets just
 * that sign be written again; after two tries the keypad opens. It shows the reading and nothing else, and can be ignored.
 */

import { placeOf, without } from "../ink/signs.js";
import { WIDTH } from "../ink/strokes.js";
import { aloud, canSpeak } from "./aloud.js";
import { gettext, interpolate, shown as inDigits } from "../words.js";

/** Between the answers of several boxes, and the printed bar of a fraction: nothing that was written. */
const JOINT = "|";
const isJoint = ({ text, strokes }) => text === JOINT || (!strokes.length && "/: ".includes(text));

/** So often a sign is written again before the keypad opens. */
const TRIES = 2;

/**
 * Bring a question's `[data-check]` to life.
 *
 * @param {{section: Element, name: string, pad: object, icon: (name: string) => SVGElement, say: (text: string) => void,
 *   outbox: object, openKeys: () => void, onDone: () => void}} world
 *   `outbox` keeps what the child said; `onDone` comes when the question may say other things again
 */
export function createCheck({ section, name, pad, icon, say, outbox, openKeys, onDone }) {
  const place = section.querySelector("[data-check]");
  const signsPlace = place.querySelector("[data-signs]");
  const speaker = place.querySelector("[data-aloud]");
  const spot = section.querySelector("[data-spot]"); // over the box: write here
  let shown = null; // what the server asks about: {reading, signs}
  let shownAt = 0;
  let settled = 0; // the reading that the child spoke of, or went on from
  let rewriting = null; // {reading, position} once a sign was tapped, until the pen comes down
  let typing = null; // the reading that the keypad stands in for
  let tries = 0;

  const words = () => shown.signs.map(({ text }) => text.replace("-", "−"));
  const written = () => words().map(inDigits); // as the page's country writes them
  const speak = (said, reading, more = {}) =>
    outbox.say(section.dataset.answer, { reading, said, waited_ms: Math.round(performance.now() - shownAt), ...more });

  const button = (className, label, content, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.setAttribute("aria-label", label);
    made.append(...content);
    made.addEventListener("click", act);
    return made;
  };

  const joint = (text) => {
    const made = document.createElement("span");
    made.className = "joint";
    if (text.trim() && text !== JOINT) made.textContent = text;
    return made;
  };

  function close({ quietly = false } = {}) {
    if (!shown) return;
    [settled, shown] = [shown.reading, null];
    const hadFocus = place.contains(document.activeElement);
    place.hidden = true;
    section.classList.remove("is-asked");
    if (quietly) return;
    onDone();
    if (hadFocus) section.querySelector("[data-do]:not([hidden]):not(:disabled)")?.focus({ preventScroll: true });
  }

  function agree() {
    speak("agreed", shown.reading);
    tries = 0;
    say(`${name}: ${written().join("").replaceAll(JOINT, ", ")}`);
    section.classList.add("has-agreed");
    close();
  }

  function again(which) {
    if (tries >= TRIES) {
      typing = shown.reading;
      tries = 0;
      letGo();
      close();
      return openKeys();
    }
    if (rewriting?.position === which + 1) return letGo(); // tapped by mistake
    const { gone } = without(pad.strokes(), shown.signs, which);
    rewriting = { reading: shown.reading, position: which + 1 };
    pad.lift(gone);
    point(placeOf(gone, pad.height));
    [...signsPlace.children].forEach((sign, i) => sign.matches("button") && sign.setAttribute("aria-pressed", String(i === which)));
    say(interpolate(gettext("Write the %(sign)s again in its place."), { sign: written()[which] }));
  }

  function point({ left, top, right, bottom }) {
    const at = { left: left / WIDTH, top: top / pad.height, width: (right - left) / WIDTH, height: (bottom - top) / pad.height };
    for (const [side, part] of Object.entries(at)) spot.style[side] = `${part * 100}%`;
    spot.hidden = false;
  }

  function letGo() {
    const was = rewriting;
    if (was) pad.lift([]);
    rewriting = null;
    spot.hidden = true;
    for (const sign of signsPlace.querySelectorAll("button")) sign.setAttribute("aria-pressed", "false");
    return was !== null;
  }

  place.querySelector("[data-yes]").addEventListener("click", () => {
    letGo();
    agree();
  });
  speaker.hidden = !canSpeak();
  speaker.addEventListener("click", () => aloud(words().filter((word) => word !== JOINT && word !== " ")));

  return {
    /** Take the tap on a sign back; says whether there was one. */
    undo: letGo,
    /** Whether the child is being asked, so that no mark is to be shown. */
    isOpen: () => shown !== null,
    /** Ask, unless the child spoke of this reading or went on from it. Safe to call again and again. */
    ask(check) {
      if (!check || outbox.spoken.has(check.reading) || check.reading === settled || check.reading === shown?.reading) return;
      [shown, shownAt] = [check, performance.now()];
      const signs = written().map((text, i) =>
        isJoint(check.signs[i]) ? joint(text) : button("sign", interpolate(gettext("%(sign)s, write it again"), { sign: text }), [text, icon("pen")], () => again(i)),
      );
      signsPlace.replaceChildren(...signs);
      section.classList.remove("has-agreed");
      section.classList.add("is-asked");
      place.hidden = false;
      say(interpolate(gettext("%(name)s: is this what you wrote? %(signs)s"), { name, signs: written().join(" ").replaceAll(JOINT, ",") }));
    },
    /** The pen came down: the box is the child's again. */
    penDown() {
      spot.hidden = true;
      section.classList.remove("has-agreed");
    },
    /** The strokes changed: a new sign in the old one's place, or something else that makes the question void. */
    inkChanged(wasDrawn) {
      if (rewriting && wasDrawn) {
        speak("rewrote", rewriting.reading, { position: rewriting.position });
        tries += 1;
      }
      rewriting = null;
      spot.hidden = true;
      close({ quietly: true }); // the question says next what becomes of the new ink
    },
    /** The child chose the keypad by itself. */
    toKeys() {
      typing = shown?.reading ?? null;
      letGo();
      close();
    },
    /** Something was typed instead. */
    typed() {
      if (typing) speak("typed", typing);
      typing = null;
    },
    /** The child went on to something else, or the worksheet closed: nothing is asked, nothing is lost. */
    leave() {
      letGo();
      close();
    },
  };
}
