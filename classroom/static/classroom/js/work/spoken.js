/** Sums as one says them: "7 + 5 = ?" is "7 plus 5 is what?". Pure; the words are the page's language's. */

import { gettext, interpolate, shown } from "../words.js";

const SIGNS = {
  "+": gettext("plus"), "-": gettext("minus"), "−": gettext("minus"), "–": gettext("minus"),
  "×": gettext("times"), "x": gettext("times"), "*": gettext("times"),
  "÷": gettext("divided by"), "/": gettext("divided by"), ":": gettext("divided by"),
  "=": gettext("is"), "<": gettext("is less than"), ">": gettext("is greater than"), "?": gettext("what"), "→": ",",
};

/** One word of a prompt, with what ends it kept: "?" in "3, ?," is asked for, "cats?" is only a question's end. */
function word(text) {
  const [, body, end] = text.match(/^(.*?)([,.;]*)$/s);
  if (Object.hasOwn(SIGNS, body)) return SIGNS[body] + end;
  const fraction = body.match(/^(\d+)\/(\d+)$/);
  if (fraction) return interpolate(gettext("%(top)s over %(bottom)s"), { top: fraction[1], bottom: fraction[2] }) + end;
  const below = body.match(/^[-−–](\d.*)$/);
  if (below) return `${SIGNS["−"]} ${shown(below[1])}${end}`;
  return shown(body) + end;
}

/** A prompt in words; a sum that asks for a number becomes a question. */
export function inWords(prompt) {
  const parts = prompt.trim().split(/\s+/).filter(Boolean);
  const said = parts.map(word).join(" ").replace(/ ,/g, ",");
  return parts.some((part) => /^\?[,.;]?$/.test(part)) ? `${said}?` : said;
}
