/** Charts over time, drawn from the tables behind them: what a chart shows, its table says. */

import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { language } from "../words.js";

const HEIGHT = 230; // CSS pixels
const css = getComputedStyle(document.documentElement);
export const colour = (name) => css.getPropertyValue(name).trim();

function draw(figure, looks) {
  const rows = [...document.querySelectorAll(`#${figure.dataset.chartOf} tbody tr`)];
  const series = figure.dataset.series.split(" ");
  const numbers = (name) => rows.map((row) => (row.dataset[name] === undefined ? null : Number(row.dataset[name])));
  const known = series.some((name) => numbers(name).filter((one) => one !== null).length > 1);
  if (!known) {
    figure.hidden = true; // one point is no course
    return;
  }
  const data = [rows.map((row) => Number(row.dataset.at))];
  const lines = [{}];
  const bands = [];
  for (const name of series) {
    const look = { width: 2, spanGaps: true, points: { show: true, size: 6 }, ...looks[name] };
    if (rows.some((row) => row.dataset[`${name}Low`] !== undefined)) {
      bands.push({ series: [lines.length, lines.length + 1], fill: look.fill });
      lines.push(edge(), edge());
      data.push(numbers(`${name}High`), numbers(`${name}Low`));
    }
    lines.push({ ...look, fill: undefined });
    data.push(numbers(name));
  }
  const place = figure.querySelector("[data-canvas]");
  const size = () => ({ width: Math.max(240, place.clientWidth), height: HEIGHT });
  const chart = new uPlot(
    {
      ...size(),
      series: lines,
      bands,
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (_, low, high) => around(low, high) } },
      axes: [{ ...axis(), values: (_, ticks) => ticks.map(day) }, { ...axis(), size: 52, values: (_, ticks) => ticks.map((tick) => `${tick} %`) }],
    },
    data,
    place,
  );
  new ResizeObserver(() => {
    if (place.clientWidth !== chart.width) chart.setSize(size());
  }).observe(place);
}

const dates = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const day = (seconds) => dates.format(seconds * 1000);

const edge = () => ({ stroke: "transparent", width: 0, spanGaps: true, points: { show: false } });

const axis = () => ({
  stroke: colour("--ink-soft"),
  grid: { stroke: colour("--grid"), width: 1 },
  ticks: { show: false },
  font: "13px system-ui, sans-serif",
});

/** Room around the lines, within 0 and 100 percent. */
function around(low, high) {
  const room = Math.max(2, (high - low) * 0.15);
  return [Math.max(0, Math.floor(low - room)), Math.min(100, Math.ceil(high + room))];
}

/**
 * Draw every chart of the page from its table: rows carry the moment as `data-at` in seconds, values as `data-NAME`, and
 * the ends of a band as `data-NAME-low` and `data-NAME-high`; `looks` says by name how each is drawn.
 */
export function drawAll(looks) {
  for (const figure of document.querySelectorAll("[data-chart-of]")) draw(figure, looks);
}
