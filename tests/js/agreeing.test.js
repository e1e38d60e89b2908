import assert from "node:assert/strict";
import { test } from "node:test";

import { groupOf, placeOf, without } from "../../classroom/static/classroom/js/ink/signs.js";
import { ADA, createWorld, ink, rest } from "./world.js";

const agreed = { reading: 5, said: "agreed", waited_ms: 900 };

test("what a child says of a reading is kept on the device before it is sent, and gone once it is", async () => {
  const world = createWorld();
  const outbox = await world.page();
  await outbox.say("a1", agreed);
  await rest();
  assert.deepEqual([world.requests[0].url, world.requests[0].wasKept], ["/api/v1/answers/a1/agreement/", true]);
  const { client_id, url, headers, wasKept, ...body } = world.requests[0];
  assert.deepEqual(body, agreed, "no seq: it is no revision");
  assert.deepEqual(await world.store.of(ADA), []);
});

test("without a network it waits, outlives the page, and goes out in its turn between revisions", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.say("a1", agreed);
  world.time += 10;
  await outbox.put("a1", ink(1));
  world.time += 10;
  await outbox.say("a1", { ...agreed, said: "typed" });
  await world.pass(1_000);
  world.server(201);
  world.requests.length = 0;
  const later = await world.page();
  later.nudge();
  await world.pass(40_000);
  assert.deepEqual(world.requests.slice(0, 3).map(({ said, seq }) => said ?? seq), ["agreed", 1, "typed"]);
  assert.deepEqual(await world.store.of(ADA), []);
});

test("who spoke of a reading is not asked of it again, though the page is loaded before the server has heard", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  assert.equal(outbox.spoken.has(5), false);
  outbox.say("a1", agreed);
  assert.equal(outbox.spoken.has(5), true, "at once");
  await rest();
  const later = await world.page();
  assert.equal(later.spoken.has(5), true);
  world.server(201);
  later.nudge();
  await world.pass(40_000);
  assert.deepEqual(await world.store.of(ADA), []);
  assert.equal(later.spoken.has(5), true, "what the page was told when it was made has not changed");
});

test("it is no answer: it never stands in for a revision, nor is superseded by one", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.say("a1", agreed);
  await outbox.put("a1", ink(1));
  await outbox.put("a1", ink(2));
  assert.deepEqual(outbox.waiting().map(({ seq }) => seq), [2]);
  world.server(201);
  await world.pass(40_000);
  assert.equal(world.requests.filter(({ url }) => url.endsWith("/agreement/")).length > 0, true);
  assert.deepEqual(world.heard.filter(([name]) => name === "saved").map(([, { entry }]) => entry.seq), [2]);
  assert.deepEqual(await world.store.of(ADA), []);
});

test("a refused one is dropped without a word: no child is told that work is stuck", async () => {
  const world = createWorld();
  world.server({ status: 400, body: { code: "bad_input", message: "no" } });
  const outbox = await world.page();
  await outbox.say("a1", agreed);
  await rest();
  assert.deepEqual(world.names(), ["empty"]);
  assert.deepEqual(outbox.asides(), []);
  assert.deepEqual(await world.store.of(ADA), []);
});

test("handing in waits for it", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.say("a1", agreed);
  const flushed = outbox.flush(2_000);
  await world.pass(3_000);
  assert.equal(await flushed, false);
});

// --- which strokes a sign takes with it ---

const stroke = (x) => [[x, 10, 0], [x + 20, 90, 50]];
const twelve = [stroke(100), stroke(200), stroke(220)];
const signs = [{ text: "1", strokes: [0] }, { text: "2", strokes: [1, 2] }];

test("writing a sign again leaves the others' ink", () => {
  assert.deepEqual(without(twelve, signs, 1), { keep: [twelve[0]], gone: [twelve[1], twelve[2]] });
  assert.deepEqual(without(twelve, signs, 0), { keep: [twelve[1], twelve[2]], gone: [twelve[0]] });
});

test("signs that share a stroke go together, and strokes of none stay", () => {
  const shared = [{ text: "1", strokes: [0] }, { text: "2", strokes: [0, 1] }, { text: "3", strokes: [2] }];
  assert.deepEqual(groupOf(shared, 0), [0, 1]);
  assert.deepEqual(without(twelve, shared, 1).keep, [twelve[2]]);
  assert.deepEqual(without([...twelve, stroke(400)], signs, 0).keep, [twelve[1], twelve[2], stroke(400)]);
});

test("a sign without strokes of its own means all ink; so do strokes that are not there", () => {
  assert.deepEqual(without(twelve, [{ text: "1", strokes: [] }, { text: "2", strokes: [1] }], 0), { keep: [], gone: twelve });
  assert.deepEqual(without(twelve, [{ text: "1", strokes: [9] }], 0), { keep: [], gone: twelve });
});

test("the place to write in surrounds the ink that goes, with room, and stays in the box", () => {
  assert.deepEqual(placeOf([stroke(0), stroke(960)]), { left: 0, top: 0, right: 1000, bottom: 160 });
  const dot = placeOf([[[500, 250, 0]]]);
  assert.ok(dot.right - dot.left >= 160 && dot.bottom - dot.top >= 220, "a place that a digit fits in");
  assert.equal((dot.left + dot.right) / 2, 500);
});
