/**
 * The words that scripts say, in the page's language. The catalogue is loaded first (base.html); where
 * there is none, as under tests, texts stay as they are.
 */

const has = typeof globalThis.gettext === "function";

export const gettext = has ? globalThis.gettext : (text) => text;
export const ngettext = has ? globalThis.ngettext : (one, many, count) => (count === 1 ? one : many);

/** "Read as %(text)s" with the facts put in; what has no fact stays. */
export const interpolate = (text, facts) => text.replace(/%\((\w+)\)s/g, (all, name) => (name in facts ? String(facts[name]) : all));

/** The page's language, for what the browser itself writes or speaks. */
export const language = globalThis.document?.documentElement.lang || "en-gb";

const SIGNS = { ".": ",", "×": "·", "÷": ":" };
/** An answer as the page's country writes it, 0,5 for 0.5. It is kept as in English. */
export const shown = (text) => (language.startsWith("de") ? text.replace(/(?<=\d|^)\.(?=\d|$)|[×÷]/g, (sign) => SIGNS[sign]) : text);
