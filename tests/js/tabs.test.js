/** Several tabs of one tablet, and what a revision says of its age and of what waits beside it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ADA, BEN, createWorld, ink, rest } from "./world.js";

test("of two tabs that found the same work one sends it, and the other hears of it", async () => {
  const world = createWorld();
  world.server("offline");
  const before = await world.page();
  await before.put("a1", ink(1));
  await before.put("a2", ink(2));
  await rest();
  world.close();
  await world.pass(60_000);
  world.server(201);
  const [one, two] = [await world.page(), await world.page()];
  one.nudge();
  two.nudge();
  await world.pass(1000);
  assert.deepEqual(world.requests.map(({ url }) => url.split("/")[4]), ["a1", "a2"]);
  assert.deepEqual([one.waiting(), two.waiting(), await world.store.of(ADA)], [[], [], []]);
  assert.equal(world.names().filter((name) => name === "saved").length, 4, "both tabs show it as saved");
});

test("work of a tab that died in the middle of sending is sent by another one soon after", async () => {
  const world = createWorld();
  world.server("offline");
  await (await world.page()).put("a1", ink(1));
  await rest();
  world.close();
  const [{ id }] = await world.store.of(ADA);
  await world.store.claim(id, "the tab that dies", world.time, 20_000);
  world.server(201);
  const other = await world.page();
  other.nudge();
  await world.pass(19_000);
  assert.equal(world.requests.length, 0);
  await world.pass(2_000);
  assert.equal(world.requests.length, 1);
});

test("a claim from the future, of a clock that was put back, holds nothing up", async () => {
  const world = createWorld();
  world.server("offline");
  await (await world.page()).put("a1", ink(1));
  await rest();
  world.close();
  const [{ id }] = await world.store.of(ADA);
  await world.store.claim(id, "yesterday's tab", world.time + 86_400_000, 20_000);
  world.server(201);
  (await world.page()).nudge();
  await rest();
  assert.equal(world.requests.length, 1);
});

test("a store that cannot claim, and a full disk, hold nothing up", async () => {
  const world = createWorld();
  world.store.claim = async () => {
    throw new Error("InvalidStateError");
  };
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await rest();
  assert.equal(world.requests.length, 1);
});

test("what one tab sends is never taken over by another child's tab", async () => {
  const world = createWorld();
  const [adas, bens] = [await world.page(ADA), await world.page(BEN)];
  await adas.put("a1", ink(1));
  await rest();
  assert.equal(world.requests.length, 1);
  assert.deepEqual(bens.waiting(), []);
});

test("waits are jittered, so that a class does not come back in one instant", async () => {
  const firstTry = async (chance) => {
    const world = createWorld();
    world.chance = chance;
    world.server("offline");
    await (await world.page()).put("a1", ink(1));
    await rest();
    return Math.min(...world.timers.map(({ at }) => at)) - world.time;
  };
  const [soonest, latest] = [await firstTry(0), await firstTry(0.999)];
  assert.ok(soonest >= 250 && latest <= 500 && latest - soonest > 200, `${soonest} to ${latest} ms`);
});

test("a revision says how old it is by the tablet's own clock, also after a night on the tablet", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await world.pass(43_200_000);
  world.server(201);
  world.requests.length = 0;
  outbox.nudge();
  await rest();
  assert.equal(world.requests[0].age_ms, 43_200_000);
  world.time -= 60_000; // the clock is put back while it waits
  world.server("offline");
  await outbox.put("a1", ink(2));
  await rest();
  world.time -= 3_600_000;
  world.requests.length = 0;
  world.server(201);
  outbox.nudge();
  await rest();
  assert.equal(world.requests[0].age_ms, 0);
});

test("a clock that is put back, and a server that asks for a day, put nothing off for long", async () => {
  const world = createWorld();
  world.time = Date.UTC(2026, 10, 22);
  world.server({ status: 503, retryAfter: "86400", body: {} });
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await rest();
  world.server(201);
  await world.pass(601_000);
  assert.equal(world.requests.length, 2, "asked for a day, it comes back in ten minutes, and does not hammer");
  await outbox.put("a1", ink(2), { pause: 300 });
  world.time -= 86_400_000;
  world.timers.forEach((timer) => (timer.at -= 86_400_000)); // browsers' timers run on
  await world.pass(400);
  assert.equal(world.requests.length, 3);
});

test("a revision says which other answers wait on the tablet, those refused for good too", async () => {
  const world = createWorld();
  world.server(({ typed }) => (typed === "bad" ? { status: 404, body: {} } : "offline"));
  const outbox = await world.page();
  await outbox.put("a0", { typed: "bad" });
  await rest();
  for (const answer of ["a1", "a2", "a3"]) await outbox.put(answer, ink(1));
  await rest();
  world.requests.length = 0;
  world.server(201);
  outbox.nudge();
  await rest();
  assert.deepEqual(world.requests.map(({ waiting }) => waiting), [["a0", "a2", "a3"], ["a0", "a3"], ["a0"]]);
});

test("every entry has the ticket that says whose it is, where nobody is signed in", async () => {
  const world = createWorld();
  world.server("offline");
  await (await world.page(ADA)).put("a1", ink(1));
  assert.deepEqual((await world.store.all()).map(({ ticket }) => ticket), [`ticket of ${ADA}`]);
});
