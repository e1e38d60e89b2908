/** The file for the teacher, what a tablet says of other children, and what an open page keeps for its next opening. */

import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";

import { fileOf, nameOf, seal, sha256 } from "../../classroom/static/classroom/js/tablet/carry.js";
import { createKnown } from "../../classroom/static/classroom/js/tablet/known.js";
import { byChild } from "../../classroom/static/classroom/js/tablet/report.js";
import { ADA, BEN, ink } from "./world.js";

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
