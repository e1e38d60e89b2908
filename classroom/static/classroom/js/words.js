/**
 * The words that scripts say, in the language of the page. The catalogue is loaded before any module (base.html); where
 * there is none, as under tests, texts are as they are written here.
 */

const has = typeof globalThis.gettext === "function";

export const gettext = has ? globalThis.gettext : (text) => text;
export const ngettext = has ? globalThis.ngettext : (one, many, count) => (count === 1 ? one : many);

/** "Read as %(text)s" with the facts put in; what has no fact stays as it is. */
export const interpolate = (text, facts) => text.replace(/%\((\w+)\)s/g, (all, name) => (name in facts ? String(facts[name]) : all));

/** The page's language, for what the browser itself writes or speaks. */
export const language = globalThis.document?.documentElement.lang || "en-gb";

const GERMAN = { ".": ",", "×": "·", "÷": ":" };
/** An answer as the page's country writes it: 0,5 where others write 0.5. Kept and sent it is always as in English. */
export const shown = (text) => (language.startsWith("de") ? text.replace(/(?<=\d|^)\.(?=\d|$)|[×÷]/g, (sign) => GERMAN[sign]) : text);
