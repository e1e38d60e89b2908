/**
 * The outbox: every revision of an answer is kept on the device until the server has said "saved".
 *
 * An entry is {id, student, ticket, answer, seq, at, due, body, aside}: `id` is the client_id of its request, so that
 * sending twice changes nothing; `ticket` says whose work it is where nobody is signed in; `at` and `due` are ms since
 * 1970, and before `due` it is not sent, because the child may still be writing; `aside` is null, or {status, message}
 * when the server refused it for good. Of two tabs the one that claims an entry sends it, and tells the other. No DOM here.
 *
 * What a child says of a reading travels the same way: such an entry has `about: "agreement"` and seq 0. It is no
 * revision: none supersedes another, and one that is refused is dropped, for it is evidence and not the child's work.
 */

import { atStake } from "./store.js";

const FIRST_WAIT = 500; // ms, doubled with every failure in a row
const LONGEST_WAIT = 30_000;
const FAR = 600_000; // ms; nothing is put off longer
const GIVE_UP_ON_REPLY = 15_000;
const CLAIM = GIVE_UP_ON_REPLY + 5000; // so long another tab leaves an entry alone that this one sends
/** Statuses that say "later", not "never". */
const LATER = new Set([408, 425, 429]);

/** A random UUID. crypto.randomUUID is missing on plain HTTP, which is what a school's own network speaks. */
export function newId(random = globalThis.crypto) {
  const bytes = random.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Make the outbox of one child.
 *
 * Events (`detail`): "kept" {entry, safe}, "saved" {entry, reply}, "aside" {entry}, "sign-in" {}, "trouble" {} when the
 * server cannot be reached, "clear" {} when a send worked after trouble, "empty" {} when nothing waits any more.
 *
 * @param {{student: string, csrf: string, urlOf: (answer: string) => string, store: object, device?: string, ticket?: string,
 *   channel?: BroadcastChannel, fetch?: Function, now?: () => number, chance?: () => number, after?: Function}} world
 */
export function createOutbox(world) {
  const { student, csrf, urlOf, store, device, ticket, channel, now = Date.now, chance = Math.random } = world;
  const { fetch: request = (...what) => globalThis.fetch(...what), after = (ms, what) => setTimeout(what, ms) } = world;
  const me = newId();

  const events = new EventTarget();
  const tell = (name, detail = {}) => events.dispatchEvent(Object.assign(new Event(name), { detail }));
  let entries = [];
  const tops = new Map(); // answer -> highest seq known
  const spoken = new Set();
  let sending = false;
  let failures = 0;
  let troubled = false; // and "trouble" was told
  let waitUntil = 0; // ms since 1970: the server, or politeness, asked us to wait
  let signedOut = false;
  let alarm = 0; // when the next look is due, 0 for none

  const learn = (answer, seq) => tops.set(answer, Math.max(seq, tops.get(answer) ?? 0));
  const isWork = (entry) => !entry.about;
  const unsent = () => entries.filter((entry) => !entry.aside);

  /** Of each answer the newest revision, oldest first. Older ones stay kept until it is saved. */
  const newest = () => {
    const best = new Map();
    for (const entry of unsent().filter(isWork)) {
      if (entry.seq > (best.get(entry.answer)?.seq ?? 0)) best.set(entry.answer, entry);
    }
    return [...best.values()].sort(byAge);
  };
  const byAge = (a, b) => a.at - b.at || a.seq - b.seq;
  /** The entries worth sending, oldest first. */
  const worthSending = () => [...unsent().filter((entry) => !isWork(entry)), ...newest()].sort(byAge);

  /** A time that is due sooner or later: what lies far ahead was set before somebody put the clock back. */
  const sane = (time) => (time > now() + FAR ? 0 : time);

  function look() {
    if (sending || signedOut) return;
    const ready = worthSending().filter((entry) => entry.kept !== false);
    if (!ready.length) return;
    const time = Math.max(Math.min(...ready.map((entry) => sane(entry.due))), sane(waitUntil));
    if (time > now()) return wake(time);
    send(ready.find((entry) => sane(entry.due) <= now()));
  }

  function wake(time) {
    if (alarm && alarm <= time && alarm > now()) return;
    alarm = time;
    after(Math.max(0, time - now()), () => {
      if (alarm === time) alarm = 0;
      look();
    });
  }

  async function send(entry) {
    sending = true;
    const taken = entry.safe === false ? 0 : await store.claim(entry.id, me, now(), CLAIM).catch(() => 0);
    sending = false;
    if (taken) entry.due = taken; // another tab is at it
    else if (entries.includes(entry)) await post(entry);
    look();
  }

  async function post(entry) {
    sending = true;
    let reply = null;
    try {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), GIVE_UP_ON_REPLY);
      reply = await request(urlOf(entry.answer, entry.about ?? "ink"), {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf, "X-Student": student },
        body: JSON.stringify({ client_id: entry.id, ...(isWork(entry) && aboutWork(entry)), ...entry.body }),
        signal: abort.signal,
      }).finally(() => clearTimeout(timer));
      await settle(entry, reply);
    } catch {
      later(null); // no network, or the reply broke off: the same id goes out again
      store.claim(entry.id, me, now(), 0).catch(() => {});
    } finally {
      sending = false;
    }
  }

  /** What a revision says besides itself: how old it is, and which other answers wait here. */
  function aboutWork({ answer, seq, at }) {
    const waiting = atStake(entries).filter((other) => other !== answer);
    return { seq, age_ms: Math.max(0, now() - at), ...(waiting.length && { waiting: waiting.slice(0, 600) }) };
  }

  async function settle(entry, reply) {
    const { status } = reply;
    if (status === 200 || status === 201) return saved(entry, await reply.json());
    if (status === 401 || status === 403) {
      signedOut = true;
      return tell("sign-in");
    }
    if (status >= 500 || LATER.has(status)) return later(reply.headers.get("Retry-After"));
    if (!isWork(entry)) return drop([entry]).then(empty);
    const said = await reply.json().catch(() => ({}));
    entry.aside = { status, message: said.message ?? "" };
    await store.put(entry);
    tell("aside", { entry });
    empty();
  }

  async function saved(entry, reply, told = false) {
    if (!told && isWork(entry)) channel?.postMessage({ id: entry.id, answer: entry.answer, seq: entry.seq, reply });
    failures = waitUntil = 0;
    if (troubled) tell("clear");
    troubled = false;
    if (!isWork(entry)) return drop([entry]).then(empty);
    learn(entry.answer, reply.seq);
    await drop(entries.filter((other) => isWork(other) && other.answer === entry.answer && other.seq <= entry.seq));
    tell("saved", { entry, reply });
    empty();
  }

  async function drop(these) {
    entries = entries.filter((other) => !these.includes(other));
    // A row that stays because this fails is sent once more on the next visit, and changes nothing there.
    await store.remove(these.map((other) => other.id)).catch(() => {});
  }

  const empty = () => unsent().length || tell("empty");
  channel?.addEventListener("message", ({ data }) => {
    const entry = entries.find(({ id }) => id === data.id);
    if (entry) saved(entry, data.reply, true);
    learn(data.answer, data.reply.seq);
  });

  /** Keep an entry on the device, then tell that it is there to be sent. Says whether it outlives the page. */
  async function keep(entry) {
    entries.push(entry);
    entry.safe = await store.put({ ...entry, kept: true }).then(
      () => store.isSafe,
      () => false, // a full disk: it is sent all the same
    );
    entry.kept = true;
    return entry.safe;
  }

  function later(retryAfter) {
    failures += 1;
    const polite = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (0.5 + chance() / 2);
    // "Retry-After" is a least; a class of thirty should not come back in the same instant.
    const asked = Math.min((Number(retryAfter) || 0) * 1000 * (1 + chance() / 4), FAR);
    waitUntil = now() + Math.max(polite, asked);
    troubled = true;
    tell("trouble");
  }

  return {
    tell,
    on: (name, listener) => events.addEventListener(name, ({ detail }) => listener(detail)),
    learn,
    /** Load what an earlier page left; nothing is sent before the first `nudge`, `put` or `flush`. */
    async load() {
      const left = await store.of(student);
      for (const { answer, seq, body } of left) {
        learn(answer, seq);
        spoken.add(body.reading);
      }
      entries = [...left, ...entries];
    },
    /**
     * Keep a revision; it is sent `pause` ms from now, unless a newer one comes. Resolves once it is kept for good.
     *
     * @param {{ink: object} | {typed: string}} what
     */
    async put(answer, what, { pointer = "", pause = 0 } = {}) {
      const seq = (tops.get(answer) ?? 0) + 1;
      learn(answer, seq);
      const body = { ...what, pointer, ...(device && { device }) };
      const entry = { id: newId(), student, ticket, answer, seq, at: now(), due: now() + pause, body, aside: null, kept: false };
      const safe = await keep(entry);
      tell("kept", { entry, safe });
      look();
      return entry;
    },
    /** Keep what the child said of a reading, and send it. @param {{reading: number, said: string}} body */
    async say(answer, body) {
      spoken.add(body.reading);
      const time = { at: now(), due: now() };
      await keep({ id: newId(), student, answer, about: "agreement", seq: 0, ...time, body, aside: null, kept: false });
      look();
    },
    /** The readings that the child spoke of, though the server may not know. */
    spoken,
    /** The child writes on: what waits of this answer waits `ms` longer, for a newer revision is coming. */
    hold(answer, ms) {
      for (const entry of unsent()) if (isWork(entry) && entry.answer === answer) entry.due = Math.max(entry.due, now() + ms);
    },
    /** Revisions that the server does not have yet, by answer: only the newest of each. */
    waiting: newest,
    /** The answers of which something would be lost with this device. */
    atStake: () => atStake(entries),
    /** What the server refused for good, newest of each answer. */
    asides: () => entries.filter((entry) => entry.aside),
    /** Send all now, without waiting for pauses; says after `patience` ms at most whether nothing waits any more. */
    flush(patience = 10_000) {
      for (const entry of entries) entry.due = Math.min(entry.due, now());
      waitUntil = 0;
      signedOut = false;
      return new Promise((resolve) => {
        const until = now() + patience;
        const check = () => {
          if (!unsent().length) return resolve(true);
          if (now() >= until || signedOut) return resolve(false);
          look();
          after(50, check);
        };
        check();
      });
    },
    /** The network is back, or somebody looked at the page again: try now. */
    nudge() {
      failures = waitUntil = 0;
      signedOut = false;
      if (!entries.length) tell("clear");
      look();
    },
  };
}
