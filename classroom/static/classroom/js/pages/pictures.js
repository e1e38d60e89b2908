/** Tapping three pictures without a page between taps. Without this script the form does the same, tap by tap. */

import { openStore } from "../store.js";
import { report } from "../tablet/report.js";
import { gettext, interpolate } from "../words.js";

const LENGTH = 3;

// A page that the browser kept may be of a class that is closed by now.
addEventListener("pageshow", (event) => event.persisted && location.reload());

const form = document.getElementById("key");
if (form) {
  const picked = document.getElementById("picked");
  const undo = document.getElementById("undo");
  const go = document.getElementById("go");
  const heard = document.getElementById("heard");
  const problem = form.querySelector(".kind");

  const settle = () => {
    undo.disabled = picked.children.length === 0;
    go.disabled = picked.children.length < LENGTH;
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button === go) return;
    event.preventDefault();
    if (button === undo) {
      picked.lastElementChild?.remove();
      heard.textContent = gettext("Taken back");
    } else if (picked.children.length < LENGTH) {
      const name = button.value;
      const called = button.getAttribute("aria-label");
      const place = document.createElement("li");
      place.className = "slot-picture";
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "picked", value: name });
      const word = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: called });
      place.append(button.querySelector("svg").cloneNode(true), word, field);
      picked.append(place);
      heard.textContent = interpolate(gettext("%(name)s, %(count)s of %(all)s"), { name: called, count: picked.children.length, all: LENGTH });
    }
    problem.hidden = true;
    settle();
    if (picked.children.length === LENGTH) go.focus({ preventScroll: true });
  });
}

openStore().then(report);
