/** Draw or upload a number and see what the network thinks. Nothing is stored, here or there. */

import { createPad } from "../ink/pad.js";
import { toWire } from "../ink/strokes.js";
import { gettext } from "../words.js";

const PAUSE = 350; // ms after the pen was lifted
const LONGEST_SIDE = 1600; // pixels; a photo is made smaller before it leaves the device
const MOST_BARS = 5;

const { url } = document.getElementById("try").dataset;
const said = document.getElementById("try-said");
const bars = document.getElementById("bars");
const picture = document.getElementById("picture");
const shown = document.getElementById("shown");
const START = said.textContent;

let turn = 0; // replies to older drawings are passed over
let timer = 0;

const pad = createPad(document.getElementById("pad"), {
  onDown: () => clearTimeout(timer),
  onChange() {
    clearTimeout(timer);
    turn += 1;
    shown.hidden = true;
    if (!pad.strokes().length) return show(START, []);
    timer = setTimeout(() => {
      const body = JSON.stringify({ ink: toWire(pad.strokes()) });
      read({ body, headers: { "Content-Type": "application/json" } });
    }, PAUSE);
  },
  onFull: () => show(gettext("The box is full. Rub out and start again."), []),
});
document.getElementById("undo").addEventListener("click", () => pad.undo());
document.getElementById("clear").addEventListener("click", () => pad.clear());

picture.addEventListener("change", async () => {
  const [file] = picture.files;
  if (!file) return;
  picture.value = ""; // the same file can be chosen again
  pad.show([]);
  const mine = (turn += 1);
  shown.hidden = true;
  show(gettext("Looking …"), []);
  const small = await shrink(file).catch(() => null);
  if (mine !== turn) return;
  if (!small) return show(gettext("That is no picture I can open. Please choose a PNG or JPEG."), []);
  URL.revokeObjectURL(shown.src);
  shown.src = URL.createObjectURL(small);
  shown.hidden = false;
  const body = new FormData();
  body.append("picture", small, "picture.jpg");
  read({ body });
});

/** The picture as a JPEG on white paper, upright and of a size that can be sent. */
async function shrink(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // what is transparent in a PNG would turn black
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
}

async function read(request) {
  const mine = turn;
  try {
    const reply = await fetch(url, { method: "POST", credentials: "omit", ...request });
    const facts = await reply.json().catch(() => ({}));
    if (mine !== turn) return;
    if (reply.ok) return show(sentence(facts), facts.candidates.slice(0, MOST_BARS));
    show(refusal(reply, facts), []);
  } catch {
    if (mine === turn) show(gettext("No network just now. Please try again in a moment."), []);
  }
}

function sentence({ status, text }) {
  if (status === "read") return `I see ${text}`;
  return status === "blank" ? "I see nothing there." : "I cannot read that.";
}

function refusal({ status }, { message }) {
  if (status === 429) return gettext("That was a lot at once. Please wait a minute.");
  if (status === 503) return gettext("The reader is not ready. Please try again later.");
  return message || gettext("That did not work. Please try again.");
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
