/** Tells the school what this tablet still keeps of children who are not signed in here, so that a teacher knows. */

/** What is kept, child by child, of the rows that `which` chooses. Each child's newest ticket speaks for all. Pure. */
export function byChild(rows, which = () => true) {
  const children = new Map();
  for (const { student, ticket, answer } of rows.filter((row) => row.ticket && !row.about && which(row))) {
    const child = children.get(student) ?? { answers: new Set() };
    child.ticket = ticket;
    children.set(student, child);
    child.answers.add(answer);
  }
  return [...children.values()].slice(0, 60).map(({ ticket, answers }) => ({ ticket, answers: [...answers].slice(0, 600) }));
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
