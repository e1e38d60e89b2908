/** How well the machine reads, week by week. */

import { colour, drawAll } from "../teacher/charts.js";

drawAll({
  asked: { stroke: colour("--primary"), fill: colour("--primary-band") },
  lot: { stroke: colour("--right") },
  looked: { stroke: colour("--look"), dash: [6, 4] },
});
