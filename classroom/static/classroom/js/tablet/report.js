/** Tells the school what this tablet still keeps, so that a teacher knows: of others, and of the child whose saves fail. */

import { atStake } from "../store.js";

/** What is kept, child by child, of the rows that `which` chooses. Each child's newest ticket speaks for all. Pure. */
export function byChild(rows, which = () => true) {
  const children = new Map();
  for (const row of rows.filter((row) => row.ticket && !row.about && which(row))) {
    children.set(row.student, [...(children.get(row.student) ?? []), row]);
  }
  const said = [...children.values()].map((rows) => ({ ticket: rows.at(-1).ticket, answers: atStake(rows).slice(0, 600) }));
  return said.filter(({ answers }) => answers.length).slice(0, 60);
}

/** Say it once; a tablet that reaches nobody says it on the next page. Sends ids only, no writing. */
export async function report(store, which) {
  try {
    const kept = byChild(await store.all(), which);
    if (kept.length) await send(kept);
  } catch {
    // No network, or a browser that keeps nothing.
  }
}

/** Says whether the school heard it. */
export async function send(kept) {
  const url = document.querySelector("meta[name=kept-url]")?.content;
  if (!url) return false;
  const headers = { "Content-Type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify({ kept }), credentials: "same-origin" })).ok;
}

/** What is unsent for so long (ms) while saves fail is told: a server that starts anew, or is busy, is back by then. */
const LASTS = 10_000;

/**
 * Tell of the child who is signed in here as soon as what its outbox keeps will not go of itself: saves that fail while
 * other requests may get through, saves that ask to sign in, and what was refused for good; and tell when that is over.
 * A save that works says the same by itself. Nothing is told twice.
 *
 * @param {{outbox: object, ticket: string, send: (kept: object[]) => Promise<boolean>, now?: () => number}} world
 */
export function tellOfOwn({ outbox, ticket, send, now = Date.now }) {
  let told = ""; // the answers that the school heard of last
  const tell = async () => {
    const answers = outbox.atStake().slice(0, 600);
    const [before, mine] = [told, answers.join()];
    if (mine === before) return;
    told = mine;
    const heard = await send([{ ticket, answers }]).catch(() => false);
    if (!heard && told === mine) told = before; // with the next trouble once more
  };
  outbox.on("trouble", () => outbox.waiting().some(({ at }) => at <= now() - LASTS) && tell());
  outbox.on("sign-in", tell);
  outbox.on("aside", tell);
  outbox.on("empty", tell);
  if (outbox.asides().length) tell();
}
