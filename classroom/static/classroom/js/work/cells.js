/** A figure typed box by box: a text field over each place, and one set of keys for all of them. */

import { answerOf, neighbour, textsOf } from "../ink/places.js";
import { WIDTH } from "../ink/strokes.js";
import { answerIn } from "../store.js";
import { allowed, keyRow, toWire } from "./keypad.js";

/** What the server keeps of a typed answer, all boxes together. */
const LONGEST = 40;

/**
 * Fill `fields` with a field for each place, and `place` with keys. The same face as `createKeypad`.
 *
 * A box that holds one digit passes the typing on to the next one, in the figure's own order: from right to left in a
 * column sum; a carry to the first empty one. Arrow keys go where they point.
 *
 * @param {{figure: object, wipe: Node, onChange: (text: string) => void, onEnter: () => void}} facts
 */
export function createCells(fields, place, { figure, wipe, onChange, onEnter }) {
  const typed = figure.places.filter((one) => one.typed);
  const byName = new Map(typed.map((one) => [one.name, one]));
  const order = figure.order.map((name) => byName.get(name)).filter(Boolean);
  const inputs = new Map();
  const beside = ({ part }) => part === null;
  let current = order[0];
  let before = "";

  const texts = () => Object.fromEntries([...inputs].map(([one, field]) => [one.name, toWire(field.value)]));
  const tell = () => {
    const now = whole();
    if (now === before) return;
    before = now;
    onChange(now);
  };
  const whole = () => {
    const now = texts();
    const more = typed.filter((one) => beside(one) && now[one.name]).map(({ name }) => `${name}=${now[name]}`).join(" ");
    return answerOf(now, figure.places) + (more && `¦${more}`);
  };
  const firstEmpty = () => order.find((one) => !inputs.get(one).value);
  const goTo = (one) => one && inputs.get(one).focus({ preventScroll: true });
  const isDigit = (one) => one.kind === "digit";

  const become = (one, text) => {
    const field = inputs.get(one);
    const tidy = allowed(text, one.kind).slice(0, beside(one) ? 2 : LONGEST);
    if (answerOf({ ...texts(), [one.name]: tidy }, figure.places).length > LONGEST) return (field.value = field.dataset.was);
    const grew = tidy.length > 0 && tidy !== field.dataset.was;
    field.value = field.dataset.was = tidy;
    tell();
    if (grew && isDigit(one)) goTo(order.includes(one) ? order[order.indexOf(one) + 1] : firstEmpty());
  };

  for (const one of new Set([...order, ...typed])) {
    const field = document.createElement("input");
    Object.assign(field, { className: "cell-typed", autocomplete: "off", inputMode: "none" });
    field.classList.toggle("is-beside", beside(one));
    field.dataset.name = one.name;
    field.dataset.was = "";
    field.setAttribute("aria-label", one.label);
    const [left, top, right, bottom] = one.box;
    const at = { left: left / WIDTH, top: top / figure.height, width: (right - left) / WIDTH, height: (bottom - top) / figure.height };
    for (const [side, part] of Object.entries(at)) field.style[side] = `${part * 100}%`;
    field.addEventListener("focus", () => (current = one));
    // What is typed over a digit takes its place.
    field.addEventListener("input", (event) => become(one, isDigit(one) ? [...field.value].find((sign) => sign === event.data) ?? field.value : field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") return onEnter(event.preventDefault());
      const next = neighbour(one, event.key, typed);
      const edge = { ArrowLeft: 0, ArrowRight: field.value.length }[event.key];
      if (next && (isDigit(one) || (edge ?? field.selectionStart) === field.selectionStart)) {
        event.preventDefault();
        goTo(next);
      }
      if (event.key === "Backspace" && !field.value) goTo(order[order.indexOf(one) - 1]);
    });
    inputs.set(one, field);
    fields.append(field);
  }

  const press = (sign) => {
    const field = inputs.get(current);
    become(current, isDigit(current) ? sign : field.value + sign);
  };
  const takeBack = () => {
    const before = order[order.indexOf(current) - 1];
    const empties = inputs.get(current).value ? current : before;
    if (!empties) return;
    become(empties, isDigit(empties) ? "" : inputs.get(empties).value.slice(0, -1));
    goTo(empties);
  };
  const kinds = new Set(typed.map(({ kind }) => kind));
  keyRow(place, kinds.size === 1 ? [...kinds][0] : "whole", { wipe, press, takeBack });

  return {
    show(text) {
      const given = textsOf(answerIn(text), figure.places);
      for (const [, name, sign] of text.matchAll(/[¦ ]([\w.]+)=(\d+)/g)) given[name] = sign;
      for (const [one, field] of inputs) field.value = field.dataset.was = allowed(given[one.name] ?? "", one.kind);
      before = whole();
    },
    text: () => before,
    focus: () => goTo(firstEmpty() ?? order[0]),
    freeze() {
      for (const one of [...inputs.values(), ...place.querySelectorAll("button")]) one.disabled = true;
    },
  };
}
