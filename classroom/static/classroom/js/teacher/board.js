/** The table of a dashboard: moves by arrow keys, takes over what changed. Knows nothing of the network. */


const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const place = (cell) => [cell.cellIndex, cell.parentElement.rowIndex];

/** The nearest link from a cell in a direction, over cells without one; null at the edge. */
function linkFrom(table, [column, row], [right, down]) {
  for (let x = column + right, y = row + down; ; x += right, y += down) {
    const cell = table.rows[y]?.cells[x];
    if (!cell) return null;
    const link = cell.querySelector("a");
    if (link) return link;
  }
}

function farthest(table, [, row], toEnd) {
  const links = table.rows[row].querySelectorAll("a");
  return links[toEnd ? links.length - 1 : 0] ?? null;
}

/** One stop for the Tab key instead of thousands: the rest is reached by arrows. */
export function roam(table) {
  const links = table.querySelectorAll("a");
  if (links.length === 0) return;
  let stop = table.querySelector("tbody td a") ?? links[0];
  for (const link of links) link.tabIndex = -1;
  stop.tabIndex = 0;

  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (link === null || link === stop) return;
    stop.tabIndex = -1;
    stop = link;
    stop.tabIndex = 0;
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (cell === null || event.altKey || event.metaKey) return;
    const from = place(cell);
    let link = null;
    if (event.key in MOVES) link = linkFrom(table, from, MOVES[event.key]);
    else if (event.key === "Home" || event.key === "End") link = farthest(table, from, event.key === "End");
    else return;
    event.preventDefault();
    link?.focus();
  });
}

/** What the server rendered once for each state, to be copied into cells. */
const templates = (name) =>
  new Map([...document.querySelectorAll(`template[data-${name}]`)].map((one) => [one.getAttribute(`data-${name}`), one.content]));

/** Takes over facts as `assignment-cells` gives them; says how many cells changed. */
export function updater() {
  const contents = templates("cell");
  const rowStates = templates("row-state");

  const updateCell = (cell, code, text, share) => {
    const known = cell.dataset.code ?? cell.className.replace("cell", "").replace("changed", "").trim();
    const shown = (name) => cell.querySelector(name)?.textContent ?? "";
    if (known === code && shown(".read") === text && shown(".boxes") === share) return 0;
    const link = cell.querySelector("a");
    if (link === null) return 0; // the table's shape differs; the whole of it comes next
    const span = (className, words) => Object.assign(document.createElement("span"), { className, textContent: words });
    link.replaceChildren(contents.get(code).cloneNode(true), span("read", text), ...(share ? [span("boxes", share)] : []));
    cell.className = `cell ${code} changed`;
    cell.dataset.code = code;
    link.addEventListener("animationend", () => cell.classList.remove("changed"), { once: true });
    return 1;
  };

  const updateRow = (row, facts) => {
    const chip = row.querySelector("[data-chip]");
    if (row.dataset.state !== facts.state) {
      row.dataset.state = facts.state;
      chip.className = `chip chip-${facts.state}`;
      chip.textContent = rowStates.get(facts.state).textContent;
    }
    row.querySelector("[data-score]").textContent = facts.score;
    const boxes = row.querySelector("[data-boxes]");
    boxes.hidden = !facts.boxes;
    boxes.textContent = facts.boxes;
    row.querySelector("[data-look]").hidden = facts.look === 0;
    row.querySelector("[data-look-count]").textContent = facts.look;
    const kept = row.querySelector("[data-kept]");
    kept.hidden = !facts.kept;
    kept.textContent = facts.kept;
    const cells = row.querySelectorAll("td.cell");
    return facts.codes.reduce((sum, code, index) => sum + updateCell(cells[index], code, facts.texts[index], facts.shares[index]), 0);
  };

  return (table, facts) => {
    let changed = 0;
    for (const row of table.tBodies[0].rows) changed += updateRow(row, facts.rows[Number(row.dataset.row)]);
    table.querySelectorAll("[data-column]").forEach((column, index) => {
      column.textContent = facts.columns[index];
    });
    table.querySelectorAll("th.question").forEach((head, index) => head.classList.toggle("hardest", index === facts.hardest));
    table.dataset.version = facts.version;
    return changed;
  };
}
