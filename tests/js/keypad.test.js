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
  assert.equal(keysOf("operator").join(""), "+−×÷");
});

test("what a keyboard types is tidied, and nothing that does not belong gets in", () => {
  assert.equal(allowed("1a2 ", "whole"), "12");
  assert.equal(allowed("-5", "signed"), "−5");
  assert.equal(allowed("-5", "whole"), "5");
  assert.equal(allowed("0,5", "decimal"), "0.5");
  assert.equal(allowed("<>", "compare"), "<");
  assert.equal(allowed("*", "operator"), "×");
  assert.equal(allowed("x", "operator"), "×");
  assert.equal(allowed("/", "operator"), "÷");
  assert.equal(allowed(":", "operator"), "÷");
  assert.equal(allowed("·", "operator"), "×"); // as German keys show it
  assert.equal(allowed("-", "operator"), "−");
  assert.equal(allowed("123456789", "whole"), "1234567");
});

test("whatever can be written into a box can be typed into it, up to the longest", () => {
  // The longest texts of recognition/grammar.py; a plus before a number changes nothing and has no key.
  const longest = {
    whole: ["1234567"], signed: ["-1234567"], digit: ["7"], compare: ["<", "=", ">"], operator: ["+", "-", "×", "÷"], time: ["23:59", "9:05"],
    decimal: ["-123456.123456", "-.123456", "1234567"], fraction: ["-1234/1234", "-1234567", "1/2"],
  };
  for (const [kind, texts] of Object.entries(longest)) {
    for (const text of texts) {
      assert.equal(toWire(allowed(text, kind)), text);
      assert.equal(toWire([...text].filter((sign) => keysOf(kind).includes(sign === "-" ? "−" : sign)).join("")), text);
    }
  }
});

test("the server hears a plain minus", () => assert.equal(toWire("−5"), "-5"));
