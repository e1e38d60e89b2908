import assert from "node:assert/strict";
import { test } from "node:test";

import { createPoll } from "../../classroom/static/classroom/js/poll.js";
import { createWorld } from "./world.js";

function createPolled({ readAfter = Infinity, fails = 0 } = {}) {
  const world = createWorld();
  world.asked = [];
  world.told = 0;
  world.waiting = true;
  world.poll = createPoll({
    ask: async () => {
      world.asked.push(world.time - 1_000_000);
      if (world.asked.length <= fails) throw new TypeError("Failed to fetch");
      return {};
    },
    isWaiting: () => world.waiting,
    tell: () => {
      world.told += 1;
      if (world.time - 1_000_000 >= readAfter) world.waiting = false;
    },
    after: world.after,
  });
  return world;
}

test("a reading that takes 90 ms is heard of within 200 ms", async () => {
  const world = createPolled({ readAfter: 90 });
  world.poll.quicken();
  await world.pass(10_000);
  assert.ok(world.asked.at(-1) <= 200, `heard after ${world.asked.at(-1)} ms`);
  assert.equal(world.waiting, false);
});

test("nothing is asked when nothing is being read", async () => {
  const world = createPolled();
  world.waiting = false;
  world.poll.quicken();
  await world.pass(600_000);
  assert.equal(world.asked.length, 0);
});

test("a reader that is away is asked ever more slowly, but for ever", async () => {
  const world = createPolled();
  world.poll.quicken();
  await world.pass(60_000);
  assert.ok(world.asked.length <= 16, `${world.asked.length} questions in the first minute`);
  const before = world.asked.length;
  await world.pass(600_000);
  assert.ok(world.asked.length - before >= 35 && world.asked.length - before <= 45);
});

test("asking fails and goes on", async () => {
  const world = createPolled({ fails: 4 });
  world.poll.quicken();
  await world.pass(5_000);
  assert.ok(world.told >= 1);
});

test("something new makes it quick again, without a second series beside the first", async () => {
  const world = createPolled();
  world.poll.quicken();
  await world.pass(30_000);
  const before = world.asked.length;
  world.poll.quicken();
  world.poll.quicken();
  await world.pass(410);
  assert.equal(world.asked.length - before, 2);
});

test("after a reading that took long, the next is asked for later and less often", async () => {
  const world = createPolled({ readAfter: 1000 });
  world.poll.quicken();
  await world.pass(10_000);
  assert.deepEqual(world.asked, [200, 400, 700, 1100]);

  const again = world.time - 1_000_000;
  world.asked.length = 0;
  world.waiting = true;
  world.poll.quicken();
  await world.pass(10_000);
  assert.deepEqual(world.asked.map((at) => at - again), [700]);
});

test("one reading that took for ever does not make all later ones late", async () => {
  const world = createPolled({ readAfter: 120_000 });
  world.poll.quicken();
  await world.pass(300_000);
  for (const first of [3200, 1900, 1100, 700, 400, 200, 200]) {
    const again = world.time - 1_000_000;
    world.asked.length = 0;
    world.waiting = true;
    world.poll.quicken();
    await world.pass(10_000);
    assert.deepEqual(world.asked.map((at) => at - again), [first]);
  }
});
