/** What every page of a signed-in child does: send what is unsent, and leave nothing behind at the end. */

import { createOutbox } from "../outbox.js";
import { openStore } from "../store.js";
import { gettext } from "../words.js";

const RETRY_SIGN_IN = 60_000;
/** So long (ms) the pen comes first; then the page fetches what it can do without until then. */
const LEISURE = 400;

const child = document.getElementById("child");
const { student, csrf, ticket, inkUrl, agreementUrl } = child.dataset;
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

const store = await openStore();

/** The outbox of the child who is signed in. */
export const outbox = createOutbox({
  student,
  csrf,
  ticket,
  store,
  channel: globalThis.BroadcastChannel && new BroadcastChannel(`outbox:${student}`),
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
const NO_NETWORK = gettext("No network just now. Your work stays on this tablet. Write on!");
let noNetwork = NO_NETWORK;
outbox.on("trouble", () => tellTrouble(noNetwork));
outbox.on("clear", () => tellTrouble("") || (noNetwork = NO_NETWORK));
outbox.on("sign-in", () => {
  tellTrouble(gettext("Please tap your pictures again. Your work stays on this tablet."), true);
  setTimeout(() => outbox.nudge(), RETRY_SIGN_IN);
});
addEventListener("online", () => outbox.nudge());
outbox.on("stay", () => tellTrouble((noNetwork = gettext("No network just now. Stay on this page: your work is safe here."))));
outbox.on("aside", () => tellTrouble(gettext("Something is only on this tablet. Please tell your teacher.")));
addEventListener("offline", () => tellTrouble(noNetwork));
document.addEventListener("visibilitychange", () => outbox.nudge());

/** What this child chose on this device; for this page alone where the browser keeps nothing. */
export function choice(name, otherwise) {
  const key = `${name}:${student}`;
  const attempt = (what) => {
    try {
      return what();
    } catch {
      return null; // storage is switched off
    }
  };
  let chosen = attempt(() => localStorage.getItem(key));
  return {
    get: () => chosen ?? otherwise,
    set: (value) => attempt(() => localStorage.setItem(key, (chosen = value))),
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

/** What `get` fetches, once the page is ready and the pen can write; without a network it tries again. */
export async function atLeisure(get) {
  for (let wait = LEISURE; ; wait = Math.min(wait * 2, 30_000)) {
    await new Promise((done) => setTimeout(done, wait));
    const got = await get().catch(() => null);
    if (got) return got;
  }
}

/** Ask in a dialog of the page; resolves with the value of the button that was tapped ("" for Escape). */
export function ask(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

const form = document.getElementById("finished");
const finish = {
  /** Also where no request gets through: the next page that the server makes here is not this child's any more. */
  leave() {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `left=${student}; path=/; max-age=86400; samesite=lax${secure}`;
    finish.go();
  },
  go() {
    document.body.hidden = true; // nothing of this child while the next page loads
    form.submit();
  },
};
const leave = document.getElementById("leave");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const left = outbox.waiting().length > 0 && !(await outbox.flush(6000));
  button.disabled = false;
  if (left && (await ask(leave)) !== "go") return;
  finish.leave();
});

// The writing page first brings its boxes to life, to hear what becomes of each answer.
if (!document.getElementById("work")) outbox.nudge();
if (!store.isSafe) {
  // A private window keeps nothing: leaving it with work unsent is asked about.
  addEventListener("beforeunload", (event) => outbox.waiting().length && event.preventDefault());
}
atLeisure(() => import("../tablet/tablet.js")).then(({ start }) => start({ outbox, store, child, ask, finish }));
