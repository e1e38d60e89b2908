import assert from "node:assert/strict";
import { test } from "node:test";

// Just enough of a page: a frame that hands on events, and a form that remembers what it says.
const listeners = new Map();
globalThis.addEventListener = () => {};
globalThis.FormData = class {
  constructor(form) {
    this.text = form.text;
  }
};
const frame = { addEventListener: (name, act) => listeners.set(name, act) };
const { keepNotes } = await import("../../classroom/static/classroom/js/teacher/note.js");

function page(answers) {
  const sent = [];
  const kept = { textContent: "" };
  const form = {
    action: "/answers/1/note/",
    text: "",
    chosen: [],
    matches: () => true,
    querySelector: () => kept,
    querySelectorAll: () => form.chosen,
  };
  keepNotes(frame, {
    decideAt: async (url, body) => {
      sent.push([url, body.text]);
      if (answers?.shift() === "lost") throw new Error("The school's computer does not answer.");
    },
    isTrouble: () => true,
  });
  const act = (name, type = "textarea") => {
    const target = { type, checked: true, closest: () => form };
    listeners.get(name)({ target, preventDefault: () => {} });
    return target;
  };
  return { sent, kept, form, act };
}
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("a note goes out once, when the teacher rests, with what stands there then", async () => {
  const { sent, kept, form, act } = page();
  for (const text of ["G", "Go", "Good"]) {
    form.text = text;
    act("input");
    await wait(20);
  }
  assert.deepEqual(sent, []);
  await wait(900);
  assert.deepEqual(sent, [["/answers/1/note/", "Good"]]);
  assert.equal(kept.textContent, "Kept");
});

test("a stamp, and leaving the words, send at once", async () => {
  const { sent, act } = page();
  act("input", "checkbox");
  await wait(20);
  assert.equal(sent.length, 1);
  act("input");
  act("focusout");
  await wait(20);
  assert.equal(sent.length, 2);
  act("focusout");
  await wait(20);
  assert.equal(sent.length, 2, "nothing new, nothing sent");
});

test("a fourth stamp is not taken, and nothing is sent", async () => {
  const { sent, kept, form, act } = page();
  form.chosen = [1, 2, 3, 4];
  assert.equal(act("input", "checkbox").checked, false);
  await wait(20);
  assert.deepEqual(sent, []);
  assert.match(kept.textContent, /Three stamps/);
});

test("what could not be kept is said in words", async () => {
  const { kept, act } = page(["lost"]);
  act("input", "checkbox");
  await wait(20);
  assert.match(kept.textContent, /does not answer/);
});
