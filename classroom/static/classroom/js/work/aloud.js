/** Reading signs aloud with a voice of the device; never with one that sends text to another machine. */

import { SPOKEN } from "./keypad.js";

const ownVoice = () =>
  globalThis.speechSynthesis?.getVoices().find(({ localService, lang }) => localService && lang.startsWith("en"));

/** Whether the device has an English voice of its own. */
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
