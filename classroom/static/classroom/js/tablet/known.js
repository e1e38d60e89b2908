/** What a child's page would start from if it were loaded again: kept up to date while it is open. Pure. */

import { isBlank } from "../store.js";

/**
 * @param {object[]} known  as the page began (classroom/views/student.py, KNOWN)
 * @returns {{saved: (entry: object, reply: {seq: number}) => void, hear: (facts: object) => void, all: () => object[]}}
 */
export function createKnown(known) {
  const answers = new Map(known.map((answer) => [answer.uuid, { ...answer }]));
  return {
    /** A revision that the server has by now. */
    saved({ answer, body }, { seq }) {
      const row = answers.get(answer);
      if (!row || seq < row.seq) return;
      const typed = "typed" in body;
      const blank = isBlank({ body });
      Object.assign(row, { seq, mode: typed ? "typed" : "drawn", typed: typed ? body.typed : "" });
      Object.assign(row, { strokes: typed ? row.strokes : body.ink, state: blank ? "empty" : typed ? "read" : "reading" });
      Object.assign(row, { reading: "", mark: "", check: null });
    },
    /** What the server says of the answers: what it has read, and marks where they are shown. */
    hear({ answers: heard }) {
      for (const fact of heard) {
        const row = answers.get(fact.uuid);
        if (row && fact.seq === row.seq) Object.assign(row, fact);
      }
    },
    all: () => [...answers.values()],
  };
}
