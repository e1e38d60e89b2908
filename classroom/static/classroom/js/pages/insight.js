/** A class or a child over time: the middle half as a band, the median or the child as a line. */

import { colour, drawAll } from "../teacher/charts.js";

drawAll({
  median: { stroke: colour("--primary"), fill: colour("--primary-band") },
  half: { stroke: "transparent", width: 0, points: { show: false }, fill: colour("--band") },
  mine: { stroke: colour("--accent"), width: 2.5 },
});

// Choosing a period needs no second step.
for (const form of document.querySelectorAll("[data-period]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelector("button").hidden = true;
}
