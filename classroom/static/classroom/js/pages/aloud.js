/**
 * The loudspeakers of a child's page: `data-say` is a text, `data-say-of` a selector of what on the page is to be read.
 * Where the device has no voice of its own in the page's language, there is no loudspeaker.
 */

import { hush, speak, withVoices } from "../work/aloud.js";
import { inWords } from "../work/spoken.js";

const speakers = [...document.querySelectorAll("[data-say], [data-say-of]")];
let speaking = null;

/** What stands on the page, sentence by sentence; what nobody sees is not read. */
function textOf(selector) {
  const seen = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility?.() ?? one.offsetParent);
  const texts = seen.map((one) => one.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
  return texts.map((text) => (/[.!?:]$/.test(text) ? text : `${text}.`)).join(" ");
}

function fallSilent() {
  speaking?.setAttribute("aria-pressed", "false");
  speaking = null;
}

for (const speaker of speakers) {
  speaker.setAttribute("aria-pressed", "false");
  speaker.addEventListener("click", () => {
    const again = speaking === speaker;
    fallSilent();
    if (again) return hush(); // a second tap: enough
    const { say, sayOf } = speaker.dataset;
    const text = sayOf ? `${say ?? ""} ${textOf(sayOf)}`.trim() : inWords(say);
    if (!text) return;
    speaking = speaker;
    speaker.setAttribute("aria-pressed", "true");
    speak(text, () => speaking === speaker && fallSilent());
  });
}

withVoices((can) => {
  for (const speaker of speakers) speaker.hidden = !can;
});
addEventListener("pagehide", hush);
