import assert from "node:assert/strict";
import { test } from "node:test";

import { newId } from "../../classroom/static/classroom/js/outbox.js";
import { ADA, BEN, createWorld, ink, rest } from "./world.js";

test("an id is a random UUID without crypto.randomUUID, which plain HTTP does not have", () => {
  const bare = { getRandomValues: (bytes) => bytes.fill(255) };
  assert.equal(newId(bare), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  const many = new Set(Array.from({ length: 1000 }, () => newId()));
  assert.equal(many.size, 1000);
  for (const id of many) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a revision is kept on the device before it is sent, and gone from it once saved", async () => {
  const world = createWorld();
  const outbox = await world.page();
  await outbox.put("a1", ink(1), { pointer: "pen" });
  await rest();
  assert.equal(world.requests.length, 1);
  assert.equal(world.requests[0].wasKept, true);
  assert.deepEqual(world.names(), ["kept", "saved", "empty"]);
  assert.deepEqual(await world.store.of(ADA), []);
  const { url, headers, seq, pointer } = world.requests[0];
  assert.deepEqual([url, headers["X-CSRFToken"], headers["X-Student"], seq, pointer], ["/api/v1/answers/a1/ink/", "token", ADA, 1, "pen"]);
});

test("nothing is sent before the pause is over, and then only the newest revision of an answer", async () => {
  const world = createWorld();
  const outbox = await world.page();
  await outbox.put("a1", ink(1), { pause: 300 });
  await world.pass(200);
  await outbox.put("a1", ink(2), { pause: 300 });
  await world.pass(250);
  assert.equal(world.requests.length, 0);
  await world.pass(100);
  assert.deepEqual(world.requests.map(({ seq }) => seq), [2]);
  assert.deepEqual(await world.store.of(ADA), []);
});

test("an older revision stays kept until the newer one is saved", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await outbox.put("a1", ink(2));
  await world.pass(5_000);
  assert.deepEqual((await world.store.of(ADA)).map(({ seq }) => seq), [1, 2]);
  world.server(201);
  await world.pass(40_000);
  assert.deepEqual(await world.store.of(ADA), []);
});

test("a newer revision that the server refuses does not take the older one with it", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await outbox.put("a1", ink(2));
  world.server(({ seq }) => (seq === 2 ? { status: 400, body: { code: "bad_ink", message: "no" } } : 201));
  await world.pass(40_000);
  assert.ok(world.heard.some(([name, { entry }]) => name === "saved" && entry.seq === 1));
  const left = await world.store.of(ADA);
  assert.deepEqual(left.map(({ seq, aside }) => [seq, aside.status]), [[2, 400]]);
});

test("what is written while an older revision is on its way stays kept, and goes out next", async () => {
  const world = createWorld();
  let arrive;
  const slowly = world.fetch;
  world.fetch = async (...request) => {
    const reply = slowly(...request);
    if (world.requests.length === 1) await new Promise((resolve) => (arrive = resolve));
    return reply;
  };
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await outbox.put("a1", ink(2), { pause: 300 });
  arrive();
  await rest();
  assert.deepEqual((await world.store.of(ADA)).map(({ seq }) => seq), [2]);
  await world.pass(400);
  assert.deepEqual(world.requests.map(({ seq }) => seq), [1, 2]);
  assert.deepEqual(await world.store.of(ADA), []);
});

test("oldest first, over all answers", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  for (const answer of ["a1", "a2", "a3"]) {
    await outbox.put(answer, ink(1));
    world.time += 10;
  }
  await world.pass(100);
  world.requests.length = 0;
  world.server(201);
  await world.pass(40_000);
  assert.deepEqual(world.requests.map(({ url }) => url.split("/")[4]), ["a1", "a2", "a3"]);
});

test("without a network it tries for ever, ever more slowly, and tells of trouble and of its end", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await world.pass(60_000);
  const inAMinute = world.requests.length;
  assert.ok(inAMinute >= 5 && inAMinute <= 12, `${inAMinute} tries in a minute`);
  await world.pass(3_600_000);
  assert.ok(world.requests.length > inAMinute + 100);
  assert.equal(new Set(world.requests.map(({ client_id: id }) => id)).size, 1, "a retry has the same id");
  world.server(201);
  await world.pass(31_000);
  assert.deepEqual(world.names().slice(-3), ["clear", "saved", "empty"]);
});

test("the end of trouble is told also when the network's return made it try at once, or nothing waits", async () => {
  const world = createWorld();
  world.server("offline");
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await rest();
  assert.equal(world.names().at(-1), "trouble");
  world.server(201);
  outbox.nudge();
  await rest();
  assert.deepEqual(world.names().slice(-3), ["clear", "saved", "empty"]);
  world.heard.length = 0;
  outbox.nudge(); // the browser said that the network was away, and nothing was to be sent meanwhile
  assert.deepEqual(world.names(), ["clear"]);
});

test("Retry-After is respected", async () => {
  const world = createWorld();
  world.server({ status: 503, retryAfter: "20", body: {} });
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await world.pass(19_900);
  assert.equal(world.requests.length, 1);
  await world.pass(6_000);
  assert.equal(world.requests.length, 2);
});

test("a reload in the middle loses nothing, and the numbers go on", async () => {
  const world = createWorld();
  world.server("offline");
  const before = await world.page();
  await before.put("a1", ink(1));
  await before.put("a1", { typed: "12" });
  await rest();
  world.timers.length = 0; // the page is gone
  world.server(201);
  const after = await world.page();
  assert.deepEqual(after.waiting().map(({ body, seq }) => [body.typed, seq]), [["12", 2]]);
  world.requests.length = 0;
  after.nudge();
  await rest();
  assert.deepEqual(world.requests.map(({ typed, seq }) => [typed, seq]), [["12", 2]]);
  await after.put("a1", ink(3));
  await rest();
  assert.equal(world.requests.at(-1).seq, 3);
});

test("numbers go on from what the server knows, and from what it answers", async () => {
  const world = createWorld();
  const outbox = await world.page();
  outbox.learn("a1", 7);
  world.server(({ client_id: id, seq }) => ({ status: 201, body: { client_id: id, seq: seq === 8 ? 11 : seq, late: false } }));
  await outbox.put("a1", ink(1));
  await rest();
  await outbox.put("a1", ink(2));
  await rest();
  assert.deepEqual(world.requests.map(({ seq }) => seq), [8, 12]);
});

test("one child's work is never sent, or seen, in another child's page", async () => {
  const world = createWorld();
  world.server("offline");
  await (await world.page(ADA)).put("a1", ink(1));
  await rest();
  world.timers.length = 0;
  world.server(201);
  world.requests.length = 0;
  const bens = await world.page(BEN);
  bens.nudge();
  await world.pass(60_000);
  assert.equal(world.requests.length, 0);
  assert.deepEqual([bens.waiting(), bens.asides()], [[], []]);
  assert.equal((await world.store.of(ADA)).length, 1);
});

test("signed out: it keeps everything, asks to sign in, and does not hammer", async () => {
  for (const status of [401, 403]) {
    const world = createWorld();
    world.server(status);
    const outbox = await world.page();
    await outbox.put("a1", ink(1));
    await world.pass(600_000);
    assert.equal(world.requests.length, 1);
    assert.ok(world.names().includes("sign-in"));
    assert.equal((await world.store.of(ADA)).length, 1);
    world.server(201);
    outbox.nudge();
    await rest();
    assert.deepEqual(await world.store.of(ADA), []);
  }
});

test("what is refused for good is kept aside and told, and the next answer goes on", async () => {
  const world = createWorld();
  world.server(({ seq, typed }) => (typed === "bad" ? { status: 404, body: { message: "Nothing here" } } : 201));
  const outbox = await world.page();
  await outbox.put("a1", { typed: "bad" });
  await outbox.put("a2", { typed: "good" });
  await rest();
  assert.deepEqual(outbox.asides().map(({ answer, aside }) => [answer, aside.message]), [["a1", "Nothing here"]]);
  assert.equal((await world.store.of(ADA)).length, 1);
  assert.ok(world.heard.some(([name, { entry }]) => name === "saved" && entry.answer === "a2"));
  world.requests.length = 0;
  await world.pass(600_000);
  assert.equal(world.requests.length, 0, "a refused revision is not sent again");
});

test("a reply that breaks off is sent again under the same id", async () => {
  const world = createWorld();
  const outbox = await world.page();
  let broken = true;
  world.server(({ client_id: id, seq }) => ({ status: 201, body: broken ? ((broken = false), null) : { client_id: id, seq, late: false } }));
  await outbox.put("a1", ink(1));
  await world.pass(2_000);
  assert.equal(world.requests.length, 2);
  assert.equal(world.requests[0].client_id, world.requests[1].client_id);
  assert.deepEqual(await world.store.of(ADA), []);
});

test("flush sends without waiting for pauses and says whether all is saved", async () => {
  const world = createWorld();
  const outbox = await world.page();
  await outbox.put("a1", ink(1), { pause: 60_000 });
  const sent = outbox.flush(5_000);
  await world.pass(1_000);
  assert.equal(await sent, true);
  world.server("offline");
  await outbox.put("a1", ink(2));
  const stuck = outbox.flush(5_000);
  await world.pass(6_000);
  assert.equal(await stuck, false);
  assert.equal((await world.store.of(ADA)).length, 1);
});

test("a child who writes on holds the unfinished revision back", async () => {
  const world = createWorld();
  const outbox = await world.page();
  await outbox.put("a1", ink(1), { pause: 300 });
  await world.pass(200);
  outbox.hold("a1", 3_000);
  await world.pass(2_000);
  assert.equal(world.requests.length, 0);
  await world.pass(1_100);
  assert.equal(world.requests.length, 1);
});

test("a device that cannot keep anything still sends, and says that it is not safe", async () => {
  const world = createWorld();
  world.store.put = async () => {
    throw new Error("QuotaExceededError");
  };
  const outbox = await world.page();
  await outbox.put("a1", ink(1));
  await rest();
  assert.equal(world.requests.length, 1);
  assert.equal(world.heard.find(([name]) => name === "kept")[1].safe, false);
});

test("a save names the other answers that would be lost with the tablet, each once and no empty box", async () => {
  const world = createWorld();
  const outbox = await world.page();
  const wiped = { ink: { version: 1, width: 1000, height: 500, strokes: [] } };
  world.server(({ seq }) => (seq === 1 ? 404 : "offline"));
  await outbox.put("a1", ink(1)); // refused for good, and then written again
  await rest();
  world.server("offline");
  await outbox.put("a1", ink(2));
  await outbox.put("a2", ink(3));
  await outbox.put("a2", wiped);
  await outbox.put("a3", ink(4));
  assert.deepEqual(outbox.atStake(), ["a1", "a3"]);
  world.server(201);
  world.requests.length = 0;
  outbox.nudge();
  await world.pass(10_000);
  assert.equal(world.requests.length, 3, "the empty box is sent all the same: an earlier page may have sent the first of it");
  assert.deepEqual(world.requests.map(({ waiting }) => waiting), [["a1"], undefined, undefined]);
  assert.deepEqual(outbox.atStake(), []);
});
