/** Single keys for teachers' pages. They can be turned off, and never act while something is typed. */

const REMEMBERED = "astro-keys";

const areOn = () => {
  try {
    return localStorage.getItem(REMEMBERED) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
};

const isTyping = (element) => element.closest("input:not([type=checkbox]), select, textarea") !== null;

/**
 * Listen on `frame` for keys.
 *
 * @param {EventTarget} frame  where the focus must be
 * @param {Object<string, () => void>} actions  by lower-case `event.key`
 * @param {() => boolean} [isActive]  asked at every key
 */
export function onKeys(frame, actions, isActive = () => true) {
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const action = actions[event.key.toLowerCase()];
    if (!action || !isActive() || isTyping(event.target) || !areOn()) return;
    event.preventDefault();
    action();
  });
}

/** Show the line that names the keys inside `frame`, with its switch. */
export function showKeys(frame) {
  const line = frame.querySelector("[data-keys]");
  if (line === null) return;
  line.hidden = false;
  const box = line.querySelector("[data-keys-on]");
  box.checked = areOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(REMEMBERED, box.checked ? "on" : "off");
    } catch {
      // Then the keys stay as they are until the page is left.
    }
  });
}
