/** Tapping the class code, for children who do not find letters on a keyboard. */

import { openStore } from "../store.js";
import { report } from "../tablet/report.js";

const code = document.getElementById("code");
const letters = document.getElementById("letters");
const go = document.querySelector(".code-form button");

letters.hidden = false;
// Where fingers are, the tablet's own keyboard would cover the keys; a real keyboard types all the same.
if (matchMedia("(pointer: coarse)").matches) code.inputMode = "none";
else code.focus();

// The field takes more signs than the code has: people paste it with spaces and hyphens.
const length = Number(code.dataset.length);
const tidy = (text) => [...text.toUpperCase()].filter((sign) => code.dataset.alphabet.includes(sign)).join("");
function become(text) {
  code.value = tidy(text).slice(0, length);
  go.classList.toggle("is-ready", code.value.length === length);
}

code.addEventListener("input", () => become(code.value));
letters.addEventListener("click", (event) => {
  const letter = event.target.closest("[data-letter]")?.dataset.letter;
  if (letter === undefined) return;
  become(letter ? code.value + letter : code.value.slice(0, -1));
  if (code.value.length === length) go.focus({ preventScroll: true });
});
become(code.value);

// On a tablet with a keyboard of its own nothing has the focus: letters fill the box wherever they are typed.
addEventListener("keydown", (event) => {
  if (event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Backspace") become(code.value.slice(0, -1));
  else if (event.key.length === 1) become(code.value + event.key);
  else if (event.key === "Enter") code.form.requestSubmit();
});

addEventListener("pageshow", (event) => event.persisted && location.reload());

openStore().then(report);
