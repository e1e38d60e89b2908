/** A class or a child over time: the middle half as a band, the median or the child as a line. */

import { colour, drawAll } from "../teacher/charts.js";

drawAll({
  median: { stroke: colour("--primary"), fill: "rgb(61 59 179 / 16%)" },
  half: { stroke: "transparent", width: 0, points: { show: false }, fill: "rgb(131 136 171 / 28%)" },
  mine: { stroke: colour("--accent"), width: 2.5 },
});

// Choosing a period needs no second step.
for (const form of document.querySelectorAll("[data-period]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelector("button").hidden = true;
}
