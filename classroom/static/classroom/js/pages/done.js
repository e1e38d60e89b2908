/** The writing, small, beside each answer. */

import { fitCanvas, paint } from "../ink/paint.js";
import { fromWire } from "../ink/strokes.js";
import "./child.js";

const ink = JSON.parse(document.getElementById("ink").textContent);
for (const canvas of document.querySelectorAll("[data-ink]")) {
  const context = canvas.getContext("2d");
  const draw = () => {
    fitCanvas(canvas, context, canvas.clientWidth, canvas.clientHeight, devicePixelRatio);
    paint(canvas, context, fromWire(ink[canvas.dataset.ink]));
  };
  new ResizeObserver(draw).observe(canvas);
}
