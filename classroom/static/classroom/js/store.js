/** Where unsent writing is kept on the device: a table in IndexedDB, or memory where the browser has none. */

const DATABASE = "astronumbers";
const TABLE = "outbox";

/**
 * Open the store. `isSafe` says whether what it keeps outlives the page; `claim` takes a row for `ms`, for the tab `who`
 * alone, and answers 0, or until when another tab has it.
 *
 * @returns {Promise<{isSafe: boolean, of: (student: string) => Promise<object[]>, all: () => Promise<object[]>,
 *   put: (entry: object) => Promise<void>, remove: (ids: string[]) => Promise<void>,
 *   claim: (id: string, who: string, now: number, ms: number) => Promise<number>}>}
 */
export async function openStore() {
  try {
    return overDatabase(await opened());
  } catch {
    return (await import("./memory.js")).inMemory(heldBy); // a private window of an old browser: writing still reaches the server
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(TABLE, { keyPath: "id" }).createIndex("student", "student");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function overDatabase(database) {
  // A page that slept finds its database closed behind it (iPads do that): it is opened once more.
  const begin = async (mode, durability) => {
    try {
      return database.transaction(TABLE, mode, { durability });
    } catch {
      database = await opened();
      return database.transaction(TABLE, mode, { durability });
    }
  };
  // Resolves when the change is on the disk's side of the browser, not when it was merely asked for.
  const change = async (work, durability = "strict") => {
    const transaction = await begin("readwrite", durability);
    return new Promise((resolve, reject) => {
      const told = {};
      transaction.oncomplete = () => resolve(told.answer);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(TABLE), told);
    });
  };
  const read = async (ask) => {
    const transaction = await begin("readonly");
    return new Promise((resolve, reject) => {
      const request = ask(transaction.objectStore(TABLE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  };
  return {
    isSafe: true,
    of: (student) => read((table) => table.index("student").getAll(student)),
    all: () => read((table) => table.getAll()),
    put: (entry) => change((table) => table.put(entry)),
    remove: (ids) => change((table) => ids.forEach((id) => table.delete(id))),
    claim: (id, who, now, ms) =>
      change((table, told) => {
        table.get(id).onsuccess = ({ target: { result: row } }) => {
          told.answer = row ? heldBy(row, who, now) : 0;
          if (row && !told.answer) table.put({ ...row, claim: { who, until: now + ms } });
        };
      }, "relaxed"),
  };
}

/** Until when another tab than `who` holds the row, 0 for none. A claim from far ahead is a clock that was put back. */
export const heldBy = ({ claim }, who, now) =>
  claim && claim.who !== who && claim.until > now && claim.until < now + 60_000 ? claim.until : 0;

/** The answer in what was typed: behind "¦" stands what was typed into boxes beside it. */
export const answerIn = (typed) => typed.split("¦")[0];

/** Whether a revision leaves its box empty. */
export const isBlank = ({ body }) => ("typed" in body ? !answerIn(body.typed) : !body.ink.strokes.length);

/**
 * The answers of which something would be lost with these rows. What was written and rubbed out before the school had
 * any of it is none: all revisions since the last saved one are kept, so its first lies among the rows. Pure.
 *
 * @param {object[]} rows  of one child, as the outbox keeps them
 */
export function atStake(rows) {
  const revisions = new Map();
  for (const row of rows.filter(({ about }) => !about)) {
    const { first, last } = revisions.get(row.answer) ?? { first: row, last: row };
    revisions.set(row.answer, { first: row.seq < first.seq ? row : first, last: row.seq > last.seq ? row : last });
  }
  return [...revisions].filter(([, { first, last }]) => first.seq > 1 || !isBlank(last)).map(([answer]) => answer);
}
