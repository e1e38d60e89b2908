/** The live dashboard: news move the table, a cell opens its answer in place. */

import { roam, updater } from "../teacher/board.js";
import { answerDialog } from "../teacher/dialog.js";
import { listen } from "../teacher/news.js";
import { Trouble, fetchPart } from "../teacher/panel.js";
import { undoBar } from "../teacher/undo.js";
import { gettext } from "../words.js";

// Between two questions to the server, however fast a class writes: the longer an answer takes, the longer the rest, so
// that a busy server is asked less by those who only watch.
const REST = 700; // ms
const LONGEST_REST = 4000;
const REST_PER_WAIT = 8;
const SPEAK_EVERY = 15000; // ms between two summaries for a screen reader

const WORDS = {
  live: gettext("Live"),
  asking: gettext("Live, looking every few seconds"),
  lost: gettext("Connection lost, trying again"),
  paused: gettext("Paused"),
  over: gettext("This class is no longer yours, or you signed out"),
};

const frame = document.querySelector("[data-frame]");
if (frame) run(frame);

function run(frame) {
  const status = document.querySelector(".live");
  const statusText = document.querySelector("[data-status-text]");
  const spoken = document.querySelector("[data-spoken]");
  const update = updater();
  let busy = false;
  let again = false;
  let spokenAt = 0;
  let heard = 0; // the newest version that news told of

  const table = () => frame.querySelector("[data-board]");
  const version = () => Number(table().dataset.version);
  roam(table());

  const say = (state) => {
    status.dataset.status = state;
    statusText.textContent = WORDS[state];
  };

  const showSummary = (summary) => {
    for (const place of document.querySelectorAll("[data-live]")) place.textContent = summary[place.dataset.live];
    document.querySelector("[data-look-link]").hidden = summary.look === "0";
    document.querySelector("[data-look-tile]").classList.toggle("some", summary.look !== "0");
    document.querySelector("[data-tablets]").hidden = summary.on_tablets === "";
    if (Date.now() - spokenAt > SPEAK_EVERY && spoken.textContent !== summary.spoken) {
      spoken.textContent = summary.spoken;
      spokenAt = Date.now();
    }
  };

  /** A new table in place of the old: same scroll position, same place of the focus. */
  const replaceTable = async () => {
    const url = new URL(frame.dataset.tableUrl, location.href);
    url.search = location.search;
    url.searchParams.set("part", "table");
    const fresh = await fetchPart(url, "[data-board]");
    const held = frame.contains(document.activeElement) ? document.activeElement.closest("td, th") : null;
    const at = held ? [held.parentElement.rowIndex, held.cellIndex] : null;
    const { scrollLeft, scrollTop } = frame;
    table().replaceWith(fresh);
    roam(fresh);
    frame.scrollTo(scrollLeft, scrollTop);
    if (at) fresh.rows[at[0]]?.cells[at[1]]?.querySelector("a")?.focus({ preventScroll: true });
  };

  const refresh = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const asked = performance.now();
    let told = 0; // how long the server asks us to rest
    try {
      const response = await fetch(`${frame.dataset.cellsUrl}?since=${version()}`, { credentials: "same-origin" });
      if (response.redirected || response.status === 404) say("over");
      else if (response.status === 200) {
        told = Number(response.headers.get("X-Rest"));
        const facts = await response.json();
        if (facts.shape !== table().dataset.shape) await replaceTable();
        update(table(), facts);
        showSummary(facts.summary);
        // Where many watch, this may be what another was told a moment ago.
        if (facts.version < heard) again = true;
      }
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof Trouble)) throw error;
      say("lost"); // no network: the next news or question tries again
    }
    setTimeout(() => {
      busy = false;
      if (again) {
        again = false;
        refresh();
      }
    }, Math.min(Math.max(REST, told, REST_PER_WAIT * (performance.now() - asked)), LONGEST_REST));
  };

  const news = listen(frame.dataset.eventsUrl, {
    onVersion: (told) => {
      heard = Math.max(heard, told ?? 0);
      if (told === null || told > version()) refresh();
    },
    onStatus: say,
  });

  const pause = document.querySelector("[data-pause]");
  pause.hidden = false;
  pause.addEventListener("click", () => {
    if (news.isPaused()) news.resume();
    else news.pause();
    pause.setAttribute("aria-pressed", String(news.isPaused()));
    pause.textContent = news.isPaused() ? gettext("Go on") : gettext("Pause");
  });

  const texts = document.querySelector("[data-texts]");
  texts.hidden = false;
  texts.addEventListener("click", () => {
    const shown = !frame.classList.toggle("signs-only");
    texts.setAttribute("aria-pressed", String(shown));
  });

  const linkTo = (answer) => frame.querySelector(`a[href*="${answer}"]`);
  const bar = undoBar({
    undone: () => {
      refresh();
      answers.refresh();
    },
  });
  const answers = answerDialog({
    linkTo,
    decided: (kept) => {
      bar.offer(kept.undo);
      refresh();
    },
  });
  frame.addEventListener("click", (event) => {
    const link = event.target.closest("td.cell a");
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    answers.open(link.href);
  });
  closeMenus();
}

/** A click elsewhere, or Escape, closes an open menu. */
function closeMenus() {
  const menus = [...document.querySelectorAll("details.menu")];
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus.filter((one) => one.open)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
