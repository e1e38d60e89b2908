/** What every page of a signed-in child does: send what is unsent, and leave nothing behind at the end. */

import { createOutbox } from "../outbox.js";
import { openStore } from "../store.js";

/** A tablet that nobody touched for so long goes back to the names (ms); the child may have left it. */
const IDLE = 20 * 60_000;
const RETRY_SIGN_IN = 60_000;

const child = document.getElementById("child");
const { student, csrf, inkUrl, agreementUrl } = child.dataset;
const trouble = document.getElementById("trouble");

// A page that the browser kept in memory may be the one of the child before.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

/** Coarsely what the child writes on, for "the machine misreads more on phones": nothing that tells one device from another. */
function deviceKind() {
  if (!matchMedia("(pointer: coarse)").matches) return "desktop";
  return Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet";
}

/** The outbox of the child who is signed in. */
export const outbox = createOutbox({
  student,
  csrf,
  store: await openStore(),
  device: deviceKind(),
  urlOf: (answer, about) =>
    (about === "agreement" ? agreementUrl : inkUrl).replace("00000000-0000-0000-0000-000000000000", answer),
});

await outbox.load();

const [troubleWords, wayBack] = trouble.children;
const tellTrouble = (text, signedOut = false) => {
  if (troubleWords.textContent !== text) troubleWords.textContent = text;
  trouble.hidden = !text;
  wayBack.hidden = !signedOut;
};
outbox.on("trouble", () => tellTrouble("No network just now. Your work stays on this tablet. Write on!"));
outbox.on("clear", () => tellTrouble(""));
outbox.on("sign-in", () => {
  tellTrouble("Please tap your pictures again. Your work stays on this tablet.", true);
  setTimeout(() => outbox.nudge(), RETRY_SIGN_IN);
});
addEventListener("online", () => outbox.nudge());
addEventListener("offline", () => tellTrouble("No network just now. Your work stays on this tablet. Write on!"));
document.addEventListener("visibilitychange", () => outbox.nudge());

/** What this child chose on this device; for this page alone where the browser keeps nothing. */
export function choice(name, otherwise) {
  const key = `${name}:${student}`;
  let chosen = null;
  try {
    chosen = localStorage.getItem(key);
  } catch {
    // Storage is switched off.
  }
  return {
    get: () => chosen ?? otherwise,
    set(value) {
      chosen = value;
      try {
        localStorage.setItem(key, value);
      } catch {
        // As above.
      }
    },
  };
}

const handButton = document.getElementById("hand");
if (handButton) {
  const hand = choice("hand", handButton.dataset.hand);
  const show = () => {
    child.dataset.hand = hand.get();
    handButton.setAttribute("aria-pressed", String(hand.get() === "left"));
  };
  handButton.addEventListener("click", () => {
    hand.set(hand.get() === "left" ? "right" : "left");
    show();
  });
  show();
}

/** Ask in a dialog of the page; resolves with the value of the button that was tapped ("" for Escape). */
export function ask(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

const form = document.getElementById("finished");
const leave = document.getElementById("leave");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  form.querySelector("button").disabled = true;
  const left = outbox.waiting().length > 0 && !(await outbox.flush(6000));
  form.querySelector("button").disabled = false;
  if (left && (await ask(leave)) !== "go") return;
  document.body.hidden = true; // nothing of this child while the next page loads
  form.submit();
});

let idle = 0;
const touched = () => {
  clearTimeout(idle);
  idle = setTimeout(async () => {
    // Unsent work is kept under the child's name and goes out when the child comes back.
    await outbox.flush(6000);
    document.body.hidden = true;
    form?.submit();
  }, IDLE);
};
for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, touched, { passive: true });
touched();

// The writing page first brings its boxes to life, to hear what becomes of each answer.
if (!document.getElementById("work")) outbox.nudge();
