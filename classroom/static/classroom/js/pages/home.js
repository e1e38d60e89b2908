/** Tapping the class code, for children who do not find letters on a keyboard. */

const code = document.getElementById("code");
const letters = document.getElementById("letters");
const go = document.querySelector(".code-form button");

letters.hidden = false;
// Where fingers are, the tablet's own keyboard would cover the keys; a real keyboard types all the same.
if (matchMedia("(pointer: coarse)").matches) code.inputMode = "none";
else code.focus();

const tidy = (text) => [...text.toUpperCase()].filter((sign) => code.dataset.alphabet.includes(sign)).join("");
function become(text) {
  code.value = tidy(text).slice(0, code.maxLength);
  go.classList.toggle("is-ready", code.value.length === code.maxLength);
}

code.addEventListener("input", () => become(code.value));
letters.addEventListener("click", (event) => {
  const letter = event.target.closest("[data-letter]")?.dataset.letter;
  if (letter === undefined) return;
  become(letter ? code.value + letter : code.value.slice(0, -1));
  if (code.value.length === code.maxLength) go.focus({ preventScroll: true });
});
become(code.value);

addEventListener("pageshow", (event) => event.persisted && location.reload());
