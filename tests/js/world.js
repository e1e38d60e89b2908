/** A world for the outbox: a clock that we turn, a server that we script, a store that outlives pages. */

import { createOutbox } from "../../classroom/static/classroom/js/outbox.js";
import { inMemory } from "../../classroom/static/classroom/js/memory.js";
import { heldBy } from "../../classroom/static/classroom/js/store.js";

export const ADA = "11111111-1111-4111-8111-111111111111";
export const BEN = "22222222-2222-4222-8222-222222222222";
export const ink = (x) => ({ ink: { version: 1, width: 1000, height: 500, strokes: [[[x, 1, 0]]] } });

/** Let everything that is ready run. */
export const rest = async () => {
  for (let i = 0; i < 25; i++) await new Promise((resolve) => setImmediate(resolve));
};

export function createWorld() {
  const world = { time: 1_000_000, timers: [], requests: [], store: inMemory(heldBy), answers: [], heard: [], chance: 0.5 };
  const tabs = []; // listeners of what the tabs of one child tell each other
  world.after = (ms, what) => world.timers.push({ at: world.time + ms, what });

  /** Turn the clock on, timer by timer. */
  world.pass = async (ms) => {
    const end = world.time + ms;
    for (;;) {
      await rest();
      const next = world.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      world.timers.splice(world.timers.indexOf(next), 1);
      world.time = Math.max(world.time, next.at);
      next.what();
    }
    world.time = end;
    await rest();
  };

  /** What the server answers from now on: "offline", a status, or a function of the request's body. */
  world.server = (answer) => (world.answer = answer);
  world.answer = 201;
  world.fetch = async (url, { body, headers }) => {
    const sent = JSON.parse(body);
    world.requests.push({ url, headers, ...sent });
    const kept = (await world.store.of(headers["X-Student"])).map((row) => row.id);
    world.requests.at(-1).wasKept = kept.includes(sent.client_id);
    let answer = typeof world.answer === "function" ? world.answer(sent) : world.answer;
    if (answer === "offline") throw new TypeError("Failed to fetch");
    if (typeof answer === "number") answer = { status: answer };
    const { status, body: said = { client_id: sent.client_id, seq: sent.seq, late: false }, retryAfter = null } = answer;
    return { status, ok: status < 300, headers: new Map([["Retry-After", retryAfter]]), json: async () => said };
  };

  /** A page of a child: a fresh outbox over the same store. */
  world.page = async (student = ADA) => {
    const mine = { postMessage: (data) => tabs.filter((tab) => tab !== mine && tab.student === student).forEach((tab) => tab.hear({ data })) };
    Object.assign(mine, { student, hear: () => {}, addEventListener: (_, hear) => (mine.hear = hear) });
    tabs.push(mine);
    const outbox = createOutbox({
      student,
      csrf: "token",
      urlOf: (answer, about) => `/api/v1/answers/${answer}/${about}/`,
      store: world.store,
      fetch: world.fetch,
      now: () => world.time,
      chance: () => world.chance,
      channel: mine,
      ticket: `ticket of ${student}`,
      after: world.after,
    });
    for (const name of ["kept", "saved", "aside", "sign-in", "trouble", "clear", "empty"]) outbox.on(name, (detail) => world.heard.push([name, detail]));
    await outbox.load();
    return outbox;
  };
  /** All pages are closed: nothing of them runs or listens any more. */
  world.close = () => (tabs.length = world.timers.length = world.requests.length = world.heard.length = 0);
  world.names = () => world.heard.map(([name]) => name);
  return world;
}
