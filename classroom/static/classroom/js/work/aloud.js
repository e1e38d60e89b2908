/** Reading signs aloud with a voice of the device; never with one that sends text to another machine. */

import { SPOKEN } from "./keypad.js";
import { language } from "../words.js";

/** A voice of the page's language: a German number read by an English voice is no help. */
const ownVoice = () =>
  globalThis.speechSynthesis?.getVoices().find(({ localService, lang }) => localService && lang.slice(0, 2) === language.slice(0, 2));

/** Whether the device has a voice of its own in the page's language. */
export const canSpeak = () => Boolean(ownVoice());

/** Say signs one after the other, as a child would: "one, two". */
export const aloud = (signs) => speak(signs.map((sign) => SPOKEN[sign] ?? sign).join(", "));

/** Say a text slowly, in place of what is being said; `onEnd` comes when it is said, or silenced. */
export function speak(text, onEnd = () => {}) {
  const words = new SpeechSynthesisUtterance(text);
  words.voice = ownVoice();
  words.lang = words.voice?.lang ?? language;
  words.rate = 0.85;
  words.onend = words.onerror = onEnd;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}

/** Say no more. */
export const hush = () => globalThis.speechSynthesis?.cancel();

/** Tell `listen` now and whenever the device finds its voices. */
export function withVoices(listen) {
  listen(canSpeak());
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => listen(canSpeak()));
}

// Browsers load their voices late, and only once somebody asked.
ownVoice();
