import assert from "node:assert/strict";
import { test } from "node:test";

import { allowed, keysOf, toWire } from "../../classroom/static/classroom/js/work/keypad.js";

test("each kind has the keys it needs and no others", () => {
  assert.equal(keysOf("whole").join(""), "1234567890");
  assert.equal(keysOf("signed").join(""), "1234567890−");
  assert.equal(keysOf("decimal").join(""), "1234567890.−");
  assert.equal(keysOf("fraction").join(""), "1234567890/−");
  assert.equal(keysOf("time").join(""), "1234567890:");
  assert.equal(keysOf("compare").join(""), "<=>");
});

test("what a keyboard types is tidied, and nothing that does not belong gets in", () => {
  assert.equal(allowed("1a2 ", "whole"), "12");
  assert.equal(allowed("-5", "signed"), "−5");
  assert.equal(allowed("-5", "whole"), "5");
  assert.equal(allowed("0,5", "decimal"), "0.5");
  assert.equal(allowed("<>", "compare"), "<");
  assert.equal(allowed("123456789", "whole"), "1234567");
});

test("the server hears a plain minus", () => assert.equal(toWire("−5"), "-5"));
