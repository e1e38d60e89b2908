import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords } from "../../classroom/static/classroom/js/work/spoken.js";

test("a sum is said as one says it, and ends as a question", () => {
  assert.equal(inWords("7 + 5 = ?"), "7 plus 5 is what?");
  assert.equal(inWords("12 × 3 = ?"), "12 times 3 is what?");
  assert.equal(inWords("56 ÷ 8 = ?"), "56 divided by 8 is what?");
  assert.equal(inWords("? + 4 = 9"), "what plus 4 is 9?");
});

test("signs that look alike are told apart by where they stand", () => {
  assert.equal(inWords("5 − 8 = ?"), "5 minus 8 is what?");
  assert.equal(inWords("-3 + 5 = ?"), "minus 3 plus 5 is what?");
  assert.equal(inWords("1/2 + 1/4 = ?"), "1 over 2 plus 1 over 4 is what?");
  assert.equal(inWords("2, 4, ?, 8"), "2, 4, what, 8?");
});

test("words stay words", () => {
  assert.equal(inWords("How many legs have 3 cats?"), "How many legs have 3 cats?");
  assert.equal(inWords("Write 6/8 in its simplest form"), "Write 6 over 8 in its simplest form");
  assert.equal(inWords("  0.5   +  0.3  = ?"), "0.5 plus 0.3 is what?");
  assert.equal(inWords(""), "");
});
