/** Tells the school what this tablet still keeps of children who are not signed in here, so that a teacher knows. */

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
  const url = document.querySelector("meta[name=kept-url]")?.content;
  try {
    const kept = byChild(await store.all(), which);
    if (!kept.length || !url) return;
    const headers = { "Content-Type": "application/json" };
    await fetch(url, { method: "POST", headers, body: JSON.stringify({ kept }), credentials: "same-origin" });
  } catch {
    // No network, or a browser that keeps nothing.
  }
}
