/** Where unsent writing is kept on the device: a table in IndexedDB, or memory where the browser has none. */

const DATABASE = "astronumbers";
const TABLE = "outbox";

/**
 * Open the store. `isSafe` says whether what it keeps outlives the page.
 *
 * @returns {Promise<{isSafe: boolean, of: (student: string) => Promise<object[]>, put: (entry: object) => Promise<void>,
 *   remove: (ids: string[]) => Promise<void>}>}
 */
export async function openStore() {
  try {
    return overDatabase(await opened());
  } catch {
    return inMemory(); // a private window of an old browser: writing still reaches the server
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
  // Resolves when the change is on the disk's side of the browser, not when it was merely asked for.
  const change = (work) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(TABLE, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(TABLE));
    });
  return {
    isSafe: true,
    of: (student) =>
      new Promise((resolve, reject) => {
        const request = database.transaction(TABLE).objectStore(TABLE).index("student").getAll(student);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      }),
    put: (entry) => change((table) => table.put(entry)),
    remove: (ids) => change((table) => ids.forEach((id) => table.delete(id))),
  };
}

/** A store that forgets with the page; also for tests. */
export function inMemory() {
  const rows = new Map();
  return {
    isSafe: false,
    of: async (student) => [...rows.values()].filter((row) => row.student === student).map((row) => structuredClone(row)),
    put: async (entry) => void rows.set(entry.id, structuredClone(entry)),
    remove: async (ids) => ids.forEach((id) => rows.delete(id)),
  };
}
