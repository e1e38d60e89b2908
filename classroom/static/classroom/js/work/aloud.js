/** Reading signs aloud with a voice of the device; never with one that sends text to another machine. */

import { SPOKEN } from "./keypad.js";
import { language } from "../words.js";

/** A voice of the page's language: a German number read by an English voice is no help. */
const ownVoice = () =>
  globalThis.speechSynthesis?.getVoices().find(({ localService, lang }) => localService && lang.slice(0, 2) === language.slice(0, 2));

/** Whether the device has a voice of its own in the page's language. */
export const canSpeak = () => Boolean(ownVoice());

/** Say signs one after the other, as a child would: "one, two". */
export function aloud(signs) {
  const words = new SpeechSynthesisUtterance(signs.map((sign) => SPOKEN[sign] ?? sign).join(", "));
  words.voice = ownVoice();
  words.rate = 0.85;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}

// Browsers load their voices late, and only once somebody asked.
ownVoice();
