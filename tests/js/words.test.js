/** The words of scripts: the catalogue's where there is one, and numbers as the page's country writes them. */

import assert from "node:assert/strict";
import { test } from "node:test";

const at = (query) => import(`../../classroom/static/classroom/js/words.js?${query}`);

test("without a catalogue a text is what it says", async () => {
  const { gettext, ngettext, interpolate } = await at("none");
  assert.equal(gettext("Saved"), "Saved");
  assert.equal(interpolate(ngettext("%(count)s second", "%(count)s seconds", 2), { count: 2 }), "2 seconds");
  assert.equal(interpolate("%(known)s and %(unknown)s", { known: "a%(b)s" }), "a%(b)s and %(unknown)s");
});

test("on a German page a point becomes a comma, and nothing else does", async () => {
  globalThis.document = { documentElement: { lang: "de" } };
  const { shown } = await at("german");
  delete globalThis.document;
  assert.deepEqual(["0.5", "3.", ".", "7:30", "3/4", "12"].map(shown), ["0,5", "3,", ",", "7:30", "3/4", "12"]);
  assert.deepEqual(["×", "÷", "+", "−"].map(shown), ["·", ":", "+", "−"]);
});

test("on an English page it stays a point", async () => {
  const { shown } = await at("english");
  assert.deepEqual(["0.5", "×", "÷"].map(shown), ["0.5", "×", "÷"]);
});
