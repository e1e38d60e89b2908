/** The file for the teacher, what a tablet says of other children, and what an open page keeps for its next opening. */

import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";

import { fileOf, nameOf, seal, sha256 } from "../../classroom/static/classroom/js/tablet/carry.js";
import { createKnown } from "../../classroom/static/classroom/js/tablet/known.js";
import { byChild, tellOfOwn } from "../../classroom/static/classroom/js/tablet/report.js";
import { ADA, BEN, createWorld, ink, rest } from "./world.js";

const KEY = "0123456789abcdef".repeat(4);

test("SHA-256 and HMAC are those of everybody, at every length around a block", () => {
  for (const length of [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 131 + length) & 255);
    assert.equal(Buffer.from(sha256(bytes)).toString("hex"), createHash("sha256").update(bytes).digest("hex"), `${length}`);
  }
  for (const text of ["", "7 + 5", "−½ 美咲 🚀", "x".repeat(5000)]) {
    assert.equal(seal(KEY, text), createHmac("sha256", Buffer.from(KEY, "hex")).update(text, "utf8").digest("hex"));
  }
});

test("a file holds all that is unsent, sealed, and not the key", () => {
  const entries = [
    { id: "c1", student: ADA, ticket: "old", answer: "a1", seq: 3, at: 111, due: 1, body: { ...ink(1), pointer: "pen" }, aside: null },
    { id: "c2", student: ADA, answer: "a2", seq: 1, at: 222, body: { typed: "12", pointer: "keypad" }, aside: { status: 400 } },
  ];
  const text = fileOf({ ticket: "the ticket", key: KEY, entries, now: 333 });
  const file = JSON.parse(text);
  assert.deepEqual([file.kind, file.version, file.ticket], ["astro-numbers-work", 1, "the ticket"]);
  assert.equal(file.seal, createHmac("sha256", Buffer.from(KEY, "hex")).update(file.work).digest("hex"));
  assert.deepEqual(JSON.parse(file.work), {
    made: 333,
    answers: [
      { client_id: "c1", answer: "a1", seq: 3, at: 111, ...ink(1), pointer: "pen" },
      { client_id: "c2", answer: "a2", seq: 1, at: 222, typed: "12", pointer: "keypad" },
    ],
  });
  assert.ok(!text.includes(KEY));
});

test("the file's name tells files apart and names nobody", () => {
  assert.equal(nameOf([{ id: "0a1b2c3d-0000" }], Date.UTC(2026, 10, 22)), "astro-work-2026-11-22-0a1b2c.json");
});

test("a tablet tells of each child how many answers it keeps, and of no writing", () => {
  const row = (student, answer, ticket, more = {}) => ({ id: answer, student, answer, ticket, seq: 1, body: ink(1), ...more });
  const rows = [
    row(ADA, "a1", "ada early"),
    row(ADA, "a1", "ada late"),
    row(ADA, "a2", "ada late"),
    row(BEN, "b1", "ben"),
    row(BEN, "b2", "ben", { about: "agreement" }),
    row(BEN, "b3", undefined), // from before there were tickets
  ];
  assert.deepEqual(byChild(rows), [
    { ticket: "ada late", answers: ["a1", "a2"] },
    { ticket: "ben", answers: ["b1"] },
  ]);
  assert.deepEqual(byChild(rows, ({ student }) => student !== ADA), [{ ticket: "ben", answers: ["b1"] }]);
  assert.deepEqual(byChild([]), []);
});

/** A page whose saves the server answers with `status`, and what the school hears of it. */
async function troubled(status) {
  const world = createWorld();
  world.server(status);
  const outbox = await world.page();
  const school = { heard: [], hears: true };
  const send = async ([{ ticket, answers }]) => {
    school.heard.push([ticket, ...answers]);
    return school.hears;
  };
  tellOfOwn({ outbox, ticket: "ada", send, now: () => world.time });
  return { world, outbox, school };
}

test("saves that alone fail are told after a while, once, with what comes to them, and when it is over", async () => {
  for (const status of [502, 429, "offline"]) {
    const { world, outbox, school } = await troubled(status);
    await outbox.put("a1", ink(1));
    await outbox.put("a2", ink(2));
    await world.pass(9_000);
    assert.deepEqual(school.heard, [], "a server that starts anew is nothing to tell");
    await world.pass(120_000);
    assert.deepEqual(school.heard, [["ada", "a1", "a2"]]);
    await outbox.put("a3", ink(3));
    await world.pass(120_000);
    assert.deepEqual(school.heard.slice(1), [["ada", "a1", "a2", "a3"]]);
    world.server(201);
    await world.pass(60_000);
    assert.deepEqual(school.heard.slice(2), [["ada"]]);
    await outbox.put("a1", ink(4));
    await world.pass(60_000);
    assert.equal(school.heard.length, 3, "all is well: a save says enough");
  }
});

test("what the school could not hear is told again, and no more often than is tried to save", async () => {
  const { world, outbox, school } = await troubled(502);
  school.hears = false;
  await outbox.put("a1", ink(1));
  await world.pass(120_000);
  assert.ok(school.heard.length > 2 && school.heard.length <= world.requests.length);
  school.hears = true;
  school.heard.length = 0;
  await world.pass(120_000);
  assert.deepEqual(school.heard, [["ada", "a1"]]);
});

test("what asks to sign in, or is refused for good, is told at once", async () => {
  for (const status of [401, 403, 404, 413]) {
    const { outbox, school } = await troubled(status);
    await outbox.put("a1", ink(1));
    await rest();
    assert.deepEqual(school.heard, [["ada", "a1"]], `${status}`);
  }
});

test("a page that opens with refused work of an earlier one tells of it; others wait for trouble", async () => {
  const { world, outbox } = await troubled(({ typed }) => (typed ? 413 : 502));
  await outbox.put("a1", { typed: "5" });
  await outbox.put("a2", ink(2));
  await rest();
  world.close();
  const heard = [];
  tellOfOwn({ outbox: await world.page(), ticket: "ada", send: async ([said]) => heard.push(said), now: () => world.time });
  assert.deepEqual(heard, [{ ticket: "ada", answers: ["a1", "a2"] }]);
  world.close();
  const bens = [];
  tellOfOwn({ outbox: await world.page(BEN), ticket: "ben", send: async ([said]) => bens.push(said), now: () => world.time });
  assert.deepEqual(bens, []);
});

test("an open page knows what it would start from: what is saved, then what is read of it", () => {
  const blank = { mode: "", state: "empty", reading: "", typed: "", late: false, mark: "", check: null, strokes: null, seq: 0 };
  const known = createKnown([{ uuid: "a1", ...blank }, { uuid: "a2", ...blank }]);
  known.saved({ answer: "a1", body: ink(1) }, { seq: 2 });
  known.saved({ answer: "a2", body: { typed: "5" } }, { seq: 1 });
  known.hear({ answers: [{ uuid: "a1", seq: 1, state: "read", reading: "99" }] }); // of older writing
  known.saved({ answer: "gone", body: ink(9) }, { seq: 9 });
  let [first, second] = known.all();
  assert.deepEqual([first.seq, first.mode, first.state, first.strokes], [2, "drawn", "reading", ink(1).ink]);
  assert.deepEqual([second.seq, second.mode, second.state, second.typed], [1, "typed", "read", "5"]);
  known.hear({ answers: [{ uuid: "a1", seq: 2, state: "read", reading: "12", mark: "right" }] });
  known.saved({ answer: "a2", body: { typed: "" } }, { seq: 2 });
  [first, second] = known.all();
  assert.deepEqual([first.reading, first.mark, first.strokes], ["12", "right", ink(1).ink]);
  assert.equal(second.state, "empty");
});

const wiped = { ink: { version: 1, width: 1000, height: 500, strokes: [] } };

test("what was rubbed out before the school had any of it is not said to be on the tablet", () => {
  const row = (answer, seq, body) => ({ student: ADA, ticket: "ada", answer, seq, body });
  assert.deepEqual(byChild([row("a1", 1, ink(1)), row("a2", 1, ink(1)), row("a2", 2, wiped)]), [{ ticket: "ada", answers: ["a1"] }]);
  assert.deepEqual(byChild([row("a2", 2, wiped), row("a2", 1, { typed: "5" })]), [], "and a tablet with nothing says nothing");
});

test("what the school has and the child rubbed out since is still to come", () => {
  const row = (seq, body) => ({ student: ADA, ticket: "ada", answer: "a1", seq, body });
  assert.deepEqual(byChild([row(4, wiped)]), [{ ticket: "ada", answers: ["a1"] }]);
  assert.deepEqual(byChild([row(1, wiped), row(2, ink(1))]), [{ ticket: "ada", answers: ["a1"] }], "or written again");
});
