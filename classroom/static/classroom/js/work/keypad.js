/** A keypad for one answer: a text field, and keys for those without a keyboard. */

import { gettext, shown } from "../words.js";

/** What each answer kind needs besides the ten digits, and instead of them. */
const MORE = { signed: "−", decimal: ".−", fraction: "/−", time: ":" };
const ONLY = { compare: "<=>", operator: "+−×÷" };
const LONGEST = { whole: 7, digit: 1, compare: 1, operator: 1, time: 5 };
export const SPOKEN = {
  "−": gettext("minus"), ".": gettext("point"), "/": gettext("over"), ":": gettext("colon"),
  "<": gettext("is less than"), "=": gettext("equals"), ">": gettext("is greater than"),
  "+": gettext("plus"), "×": gettext("times"), "÷": gettext("divided by"),
};

/** The keys of an answer kind, in order. Pure. */
export const keysOf = (kind) => [...(ONLY[kind] ?? "1234567890" + (MORE[kind] ?? ""))];

/** What of `text` an answer of the kind may hold. Pure. */
export function allowed(text, kind) {
  const keys = keysOf(kind);
  if (kind === "operator") text = text.replace(/[*xX·]/g, "×").replace(/[/:]/g, "÷");
  const tidy = [...text.replace(/[-–]/g, "−").replace(/,/g, ".")].filter((sign) => keys.includes(sign)).join("");
  return tidy.slice(0, LONGEST[kind] ?? 14);
}

/** As the server wants it: a plain hyphen for minus. Pure. */
export const toWire = (text) => text.replace(/−/g, "-");

/**
 * Fill `place` with a keypad.
 *
 * @param {{kind: string, name: string, wipe: Node, onChange: (text: string) => void, onEnter: () => void}} facts
 *   `name` is the field's name aloud, `wipe` the sign on the key that takes the last one back
 */
export function createKeypad(place, { kind, name, wipe, onChange, onEnter }) {
  const field = document.createElement("input");
  Object.assign(field, { className: "typed", autocomplete: "off", inputMode: "none" }); // a tablet's own keyboard would cover the page
  field.setAttribute("aria-label", name);
  const become = (text) => {
    const tidy = allowed(text, kind);
    const changed = tidy !== before;
    before = tidy;
    field.value = shown(tidy);
    if (changed) onChange(toWire(tidy));
  };
  let before = "";
  field.addEventListener("input", () => become(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") onEnter(event.preventDefault());
  });

  place.append(field);
  keyRow(place, kind, { wipe, press: (sign) => become(before + sign), takeBack: () => become(before.slice(0, -1)) });
  return {
    show(text) {
      before = allowed(text, kind);
      field.value = shown(before);
    },
    text: () => toWire(before),
    focus: () => field.focus({ preventScroll: true }),
    freeze() {
      for (const one of place.querySelectorAll("input, button")) one.disabled = true;
    },
  };
}

/** Append the keys of an answer kind to `place`; `press` is told the sign, `takeBack` that the last one shall go. */
export function keyRow(place, kind, { wipe, press, takeBack }) {
  const keys = document.createElement("div");
  keys.className = "keys";
  const key = (label, spoken, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "key";
    button.append(label);
    if (spoken) button.setAttribute("aria-label", spoken);
    button.addEventListener("click", act);
    keys.append(button);
    return button;
  };
  for (const sign of keysOf(kind)) key(shown(sign), SPOKEN[sign], () => press(sign));
  key(wipe, gettext("Take the last one away"), takeBack).classList.add("key-wipe");
  place.append(keys);
}
