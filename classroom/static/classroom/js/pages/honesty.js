/** How well the machine reads, week by week. */

import { colour, drawAll } from "../teacher/charts.js";

drawAll({
  asked: { stroke: colour("--primary"), fill: "rgb(61 59 179 / 16%)" },
  lot: { stroke: colour("--right") },
  looked: { stroke: colour("--look"), dash: [6, 4] },
});
