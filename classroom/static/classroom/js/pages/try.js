/** Draw or upload a number and see what the network thinks. Nothing is stored, here or there. */

import { createPad } from "../ink/pad.js";
import { toWire } from "../ink/strokes.js";

const PAUSE = 350; // ms after the pen was lifted
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_BARS = 5;

const { url } = document.getElementById("try").dataset;
const said = document.getElementById("try-said");
const bars = document.getElementById("bars");
const picture = document.getElementById("picture");
const START = said.textContent;

let turn = 0; // replies to older drawings are passed over
let timer = 0;

const pad = createPad(document.getElementById("pad"), {
  onDown: () => clearTimeout(timer),
  onChange() {
    clearTimeout(timer);
    turn += 1;
    if (!pad.strokes().length) return show(START, []);
    timer = setTimeout(() => {
      const body = JSON.stringify({ ink: toWire(pad.strokes()) });
      read({ body, headers: { "Content-Type": "application/json" } });
    }, PAUSE);
  },
  onFull: () => show("The box is full. Rub out and start again.", []),
});
document.getElementById("undo").addEventListener("click", () => pad.undo());
document.getElementById("clear").addEventListener("click", () => pad.clear());

picture.addEventListener("change", () => {
  const [file] = picture.files;
  if (!file) return;
  pad.show([]);
  turn += 1;
  if (!["image/png", "image/jpeg"].includes(file.type)) return show("Please choose a PNG or JPEG picture.", []);
  if (file.size > MOST_BYTES) return show("That picture is larger than 2 MB. Please choose a smaller one.", []);
  const body = new FormData();
  body.append("picture", file);
  read({ body });
  picture.value = ""; // the same file can be chosen again
});

async function read(request) {
  const mine = turn;
  try {
    const reply = await fetch(url, { method: "POST", credentials: "omit", ...request });
    const facts = await reply.json().catch(() => ({}));
    if (mine !== turn) return;
    if (reply.ok) return show(sentence(facts), facts.candidates.slice(0, MOST_BARS));
    show(refusal(reply, facts), []);
  } catch {
    if (mine === turn) show("No network just now. Please try again in a moment.", []);
  }
}

function sentence({ status, text }) {
  if (status === "read") return `I see ${text}`;
  return status === "blank" ? "I see nothing there." : "I cannot read that.";
}

function refusal({ status }, { message }) {
  if (status === 429) return "That was a lot at once. Please wait a minute.";
  if (status === 503) return "The reader is not ready. Please try again later.";
  return message || "That did not work. Please try again.";
}

const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });

function show(text, candidates) {
  said.textContent = text;
  bars.hidden = !candidates.length;
  const rows = candidates.map(({ text: number, probability }) => {
    const row = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: number });
    const cell = document.createElement("td");
    const bar = Object.assign(document.createElement("span"), { className: "bar-fill" });
    bar.style.setProperty("--part", probability);
    cell.append(bar, Object.assign(document.createElement("span"), { className: "bar-words", textContent: percent.format(probability) }));
    row.append(head, cell);
    return row;
  });
  bars.tBodies[0].replaceChildren(...rows);
}
